"""Mean absolute value."""

import torch
from torch import Tensor

from cases import feature_cases, write
from layers import alone, dead

SHAPES = [(5,), (3, 2, 4), (1,), (6, 2)]


def loss(student: Tensor) -> Tensor:
    return torch.linalg.vector_norm(student, 1) / student.numel()


write("loss.sparsity", loss, alone(dead(feature_cases(lambda at: SHAPES[at % 4]))))
