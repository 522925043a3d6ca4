def mutual_information(
    student: Tensor,
    context: Tensor,
    labels: Tensor | None = None,
    weights: Tensor | None = None,
    *,
    estimator: str,
    temperature: float,
) -> Tensor:
    """A lower bound of the information that two embeddings [n, d] share, negated (Shrivastava et al. 2021)."""
    scores = unit_rows(student) @ unit_rows(context).T / temperature
    own = torch.eye(len(scores), device=scores.device, dtype=torch.bool)
    others = ~own if labels is None else labels[:, None] != labels[None]
    if estimator == "jsd":
        wrong = (F.softplus(scores) * others).sum(dim=1) / others.sum(dim=1).clamp(min=1)
        rows = F.softplus(-scores.diagonal()) + wrong
    else:
        among = scores - 1e9 * ~(others | own)
        rows = 0.5 * (among.logsumexp(dim=1) + among.logsumexp(dim=0)) - scores.diagonal()
    return (rows if weights is None else rows * weights).mean()


def label_context(teacher: Tensor, labels: Tensor, *, temperature: float) -> Tensor:
    """What a teacher says of each example and what is true of it, side by side [n, 2c]."""
    told = F.log_softmax(teacher / temperature, dim=1)
    return torch.cat([told, F.one_hot(labels, teacher.shape[1]).to(told)], dim=1)


def agreement_gate(teacher: Tensor, labels: Tensor) -> Tensor:
    """How much each example counts by what the teacher thinks of its label [n], 1 on average."""
    logs = F.log_softmax(teacher, dim=1).gather(1, labels[:, None]).squeeze(1)
    return len(teacher) * F.softmax(logs, dim=0)
