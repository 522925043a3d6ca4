"""Activation boundaries: Heo et al. 2019, equation 6 without its connector."""

import torch
from torch import Tensor

from cases import each, feature_cases, write

SHAPES = [(5,), (3, 2, 4), (1,), (6, 2)]


def loss(student: Tensor, teacher: Tensor, margin: float) -> Tensor:
    off = (student > -margin) & (teacher <= 0)
    on = (student <= margin) & (teacher > 0)
    each = torch.where(off, (student + margin) ** 2, 0) + torch.where(on, (student - margin) ** 2, 0)
    return each.flatten(1).sum(1).mean()


write(
    "loss.activation-boundary",
    loss,
    each(feature_cases(lambda at: SHAPES[at % 4]), [{"margin": m} for m in (1, 0.5, 2)]),
)
