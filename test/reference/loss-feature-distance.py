"""Mean squared difference of two layers of one shape: the cost of a hint, over all entries."""

from torch import Tensor

from cases import feature_cases, write

SHAPES = [(5,), (3, 2, 4), (6, 2)]


def loss(student: Tensor, teacher: Tensor) -> Tensor:
    return ((student - teacher) ** 2).sum() / student.numel()


write("loss.feature-distance", loss, feature_cases(lambda at: SHAPES[at % 3]))
