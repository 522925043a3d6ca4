"""Patient distillation: Sun et al. 2019, equation 7, as the mean over vectors."""

from torch import Tensor

from cases import each, feature_cases, write
from layers import unit, with_zero_row

SHAPES = [(5,), (3, 4), (1,), (2, 6)]


def loss(student: Tensor, teacher: Tensor, tokens: str) -> Tensor:
    if student.dim() == 3 and tokens == "first":
        student, teacher = student[:, 0], teacher[:, 0]
    difference = (unit(student) - unit(teacher)).flatten(0, -2)
    return (difference**2).sum(1).mean()


write(
    "loss.pkd",
    loss,
    each(with_zero_row(feature_cases(lambda at: SHAPES[at % 4])), [{"tokens": t} for t in ("first", "all", "all")]),
)
