def averaged_teachers(*, average: str, temperature: float, **teachers: Tensor) -> Tensor:
    """The common answer of several teachers as logits [n, c]: of their probabilities at T, or of their logits."""
    logits = torch.stack(list(teachers.values()))
    if average == "logits":
        return logits.mean(dim=0)
    logs = F.log_softmax(logits / temperature, dim=2)
    return temperature * (logs.logsumexp(dim=0) - math.log(len(logits)))
