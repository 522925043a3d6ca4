def mutual_learning(*students: Tensor, temperature: float, **named: Tensor) -> Tensor:
    """How far the answers of students are apart, each from those of all others, which are held fixed (Zhang et al. 2018)."""
    peers = [*students, *named.values()]
    logs = [F.log_softmax(it / temperature, dim=1) for it in peers]
    drawn = [
        (of.detach().exp() * (of.detach() - own)).sum(dim=1).mean()
        for own in logs
        for of in logs
        if of is not own
    ]
    return temperature**2 / (len(peers) - 1) * sum(drawn)
