def rkd_distance(
    student: Tensor,
    teacher: Tensor,
    student_shallow: Tensor | None = None,
    teacher_shallow: Tensor | None = None,
    *,
    maps: str,
) -> Tensor:
    """Distances between the examples of a batch, over their mean (Park et al. 2019)."""
    return F.smooth_l1_loss(
        relative_distances(embedding_of(student, student_shallow, maps)),
        relative_distances(embedding_of(teacher, teacher_shallow, maps)),
    )


def relative_distances(rows: Tensor) -> Tensor:
    centred = rows - rows.mean(dim=0)
    products = centred @ centred.T
    squares = products.diagonal()
    apart = squares[:, None] + squares[None] - 2 * products
    others = 1 - torch.eye(len(rows), device=rows.device)
    distances = apart.clamp(min=1e-12).sqrt() * others
    return distances / (distances.sum() / max(1, len(rows) * (len(rows) - 1))).clamp(min=1e-12)
