def cross_entropy(student: Tensor, labels: Tensor, *, smoothing: float) -> Tensor:
    """Mean cross-entropy between logits [n, c] and class numbers [n], in nats."""
    return F.cross_entropy(student, labels, label_smoothing=smoothing)
