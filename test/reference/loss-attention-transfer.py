"""Attention transfer: Zagoruyko, Komodakis 2017, equation 2, and the mean of squares that their code computes."""

from torch import Tensor

from cases import each, feature_cases, write
from layers import alike, length, map_shapes, other_channels, unit, with_zero_row


def loss(student: Tensor, teacher: Tensor, power: float, form: str) -> Tensor:
    s, t = (unit(it.abs().pow(power).mean(1).flatten(1)) for it in alike(student, teacher))
    if form == "squares":
        return ((s - t) ** 2).mean()
    return length(s - t, 1).mean()


CHOICES = [{"power": p, "form": f} for p in (2, 1, 4) for f in ("squares", "length")]
write("loss.attention-transfer", loss, each(with_zero_row(feature_cases(map_shapes, other_channels)), CHOICES))
