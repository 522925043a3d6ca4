def similarity_preserving(student: Tensor, teacher: Tensor) -> Tensor:
    """Which examples of a batch are alike, as rows of unit length (Tung, Mori 2019)."""
    s, t = student.flatten(1), teacher.flatten(1)
    return F.mse_loss(unit_rows(s @ s.T), unit_rows(t @ t.T))
