def attention_transfer(student: Tensor, teacher: Tensor, *, power: float, form: str) -> Tensor:
    """Where in the image both are active, as maps [n, h, w, c] of unit length (Zagoruyko, Komodakis 2017)."""
    size = [min(a, b) for a, b in zip(student.shape[1:3], teacher.shape[1:3], strict=True)]

    def attention(maps: Tensor) -> Tensor:
        pooled = F.adaptive_avg_pool2d(maps.permute(0, 3, 1, 2), size)
        return unit_rows(pooled.abs().pow(power).mean(dim=1).flatten(1))

    difference = attention(student) - attention(teacher)
    return (difference**2).mean() if form == "squares" else difference.norm(dim=1).mean()
