def sparsity(student: Tensor) -> Tensor:
    """The mean size of a layer's values."""
    return student.abs().mean()
