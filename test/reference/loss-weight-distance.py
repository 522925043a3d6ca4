"""Squared distance of weights from those at the start (L2-SP): the sum over all weights, their number does not divide it."""

import torch
from torch import Tensor

from cases import Case, Drawn, write


def distance(student: Tensor, start: Tensor) -> Tensor:
    return torch.dot(student - start, student - start)


cases = []
for seed in range(18):
    drawn = Drawn(6000 + seed)
    size = (1, 2, 3, 8, 50, 400)[seed % 6]
    deviation = (0.05, 1, 20)[seed // 6]
    row = {"student": drawn.normal(size, deviation=deviation), "start": drawn.normal(size, deviation=deviation)}
    cases.append(Case(f"{size} weights, seed {seed}", row))
drawn = Drawn(6100)
one = drawn.normal(12)
cases += [
    Case("where it began", {"student": one, "start": one}),
    Case("from zero", {"student": one, "start": torch.zeros(12, dtype=torch.float64)}),
    Case("to zero", {"student": torch.zeros(12, dtype=torch.float64), "start": one}),
    Case("all zero", {"student": torch.zeros(5, dtype=torch.float64), "start": torch.zeros(5, dtype=torch.float64)}),
]
write("loss.weight-distance", distance, cases)
