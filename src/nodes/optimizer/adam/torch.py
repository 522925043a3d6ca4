def adam(kernels, others, *, beta1, beta2, epsilon, weight_decay) -> torch.optim.Optimizer:
    """Kingma, Ba 2015; weight decay is added to the gradient, of kernels alone."""
    groups = [{"params": kernels, "weight_decay": weight_decay}, {"params": others, "weight_decay": 0}]
    return torch.optim.Adam(groups, lr=1, betas=(beta1, beta2), eps=epsilon)
