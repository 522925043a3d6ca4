def rkd_angle(
    student: Tensor,
    teacher: Tensor,
    student_shallow: Tensor | None = None,
    teacher_shallow: Tensor | None = None,
    *,
    maps: str,
) -> Tensor:
    """Angles in the triangles that each three examples of a batch make (Park et al. 2019)."""
    return F.smooth_l1_loss(
        angles_between(embedding_of(student, student_shallow, maps)),
        angles_between(embedding_of(teacher, teacher_shallow, maps)),
    )


def angles_between(rows: Tensor) -> Tensor:
    """[n, n, n]: the cosine at i between j and k; 0 where two of them are equal."""
    to = unit_rows(rows[None] - rows[:, None])
    return to @ to.transpose(1, 2)
