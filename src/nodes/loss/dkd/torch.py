def dkd(
    student: Tensor,
    teacher: Tensor,
    labels: Tensor,
    *,
    alpha: float,
    beta: float,
    temperature: float,
    warm_up: float,
    progress: float,
) -> Tensor:
    """Decoupled distillation: the label against the rest, and the rest among itself (Zhao et al. 2022)."""
    own = F.one_hot(labels, student.shape[1]).bool()
    log_p, log_q = F.log_softmax(teacher / temperature, dim=1), F.log_softmax(student / temperature, dim=1)

    def parts(logs: Tensor) -> tuple[Tensor, Tensor]:
        rest = logs.masked_fill(own, -torch.inf)
        sides = torch.stack([logs[own], rest.logsumexp(dim=1)], dim=1)
        return sides, (rest - rest.logsumexp(dim=1, keepdim=True)).masked_fill(own, 0)

    (sides_p, rest_p), (sides_q, rest_q) = parts(log_p), parts(log_q)
    target = (sides_p.exp() * (sides_p - sides_q)).sum(dim=1)
    among = (rest_p.exp().masked_fill(own, 0) * (rest_p - rest_q)).sum(dim=1)
    factor = 1 if warm_up == 0 else min(progress / warm_up, 1)
    return factor * temperature**2 * (alpha * target + beta * among).mean()
