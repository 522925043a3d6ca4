def adamw(kernels, others, *, beta1, beta2, epsilon, weight_decay) -> torch.optim.Optimizer:
    """Loshchilov, Hutter 2019: weight decay apart from the gradient, of kernels alone."""
    groups = [{"params": kernels, "weight_decay": weight_decay}, {"params": others, "weight_decay": 0}]
    return torch.optim.AdamW(groups, lr=1, betas=(beta1, beta2), eps=epsilon)
