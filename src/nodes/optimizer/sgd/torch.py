def sgd(kernels, others, *, momentum, nesterov, weight_decay) -> torch.optim.Optimizer:
    """With momentum; weight decay is added to the gradient, of kernels alone."""
    groups = [{"params": kernels, "weight_decay": weight_decay}, {"params": others, "weight_decay": 0}]
    return torch.optim.SGD(groups, lr=1, momentum=momentum, nesterov=nesterov and momentum > 0)
