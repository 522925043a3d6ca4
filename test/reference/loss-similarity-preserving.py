"""Similarity preserving: Tung, Mori 2019, equations 2 to 4."""

from torch import Tensor

from cases import feature_cases, write
from layers import unit, with_zero_row

STUDENT = [(5,), (2, 3, 4), (1,), (6, 2)]
TEACHER = [(3,), (4, 1, 2), (6,), (7,)]


def likeness(layer: Tensor) -> Tensor:
    rows = layer.flatten(1)
    return unit((rows[:, None] * rows[None]).sum(2))


def loss(student: Tensor, teacher: Tensor) -> Tensor:
    n = student.shape[0]
    return ((likeness(student) - likeness(teacher)) ** 2).sum() / n**2


write(
    "loss.similarity-preserving",
    loss,
    with_zero_row(feature_cases(lambda at: STUDENT[at % 4], lambda at: TEACHER[at % 4])),
)
