def hint(student: Tensor, teacher: Tensor, *, reduce: str) -> Tensor:
    """How far a regressed guided layer is from the hint layer (Romero et al. 2015)."""
    squares = (student - teacher) ** 2
    return squares.mean() if reduce == "mean" else 0.5 * squares.sum() / len(student)
