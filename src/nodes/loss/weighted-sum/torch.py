def weighted_sum(*, weights: list[float], **losses: Tensor) -> Tensor:
    """The sum of weight times loss, in the order in which they are given."""
    return sum(weight * loss for weight, loss in zip(weights, losses.values(), strict=True))
