"""Covariance between two layers, unit by unit."""

import torch
from torch import Tensor

from cases import feature_cases, write
from layers import pooled

FIRST = [(5,), (2, 3, 4), (1,), (3, 2, 2)]
SECOND = [(3,), (4, 1, 2), (6,), (7,)]


def loss(first: Tensor, second: Tensor) -> Tensor:
    f, g = pooled(first), pooled(second)
    total = torch.zeros((), dtype=torch.float64)
    for a in f.T:
        for b in g.T:
            total = total + ((a - a.mean()) * (b - b.mean())).mean() ** 2
    return total / (f.shape[1] * g.shape[1])


cases = feature_cases(lambda at: FIRST[at % 4], lambda at: SECOND[at % 4])
write(
    "loss.decoupling",
    loss,
    [it.of(inputs=dict(zip(("first", "second"), it.inputs.values(), strict=True))) for it in cases],
    ("first", "second"),
)
