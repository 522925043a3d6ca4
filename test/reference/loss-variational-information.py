"""Negative log-likelihood of the teacher's layer under normals with a variance a channel; without the constant."""

import torch
from torch import Tensor

from cases import Drawn, feature_cases, write

SHAPES = [(5,), (3, 2, 4), (2, 2, 3)]


def loss(student: Tensor, teacher: Tensor, spread: Tensor) -> Tensor:
    total, count = torch.zeros((), dtype=torch.float64), student.numel()
    channels = student.shape[-1]
    for c in range(channels):
        variance = torch.log1p(torch.exp(spread[:, c])) + 1e-5
        squares = (teacher[..., c] - student[..., c]) ** 2
        shape = [-1] + [1] * (squares.dim() - 1)
        total = total + (0.5 * (squares / variance.view(shape) + torch.log(variance).view(shape))).sum()
    return total / count


def cases():
    for at, case in enumerate(feature_cases(lambda at: SHAPES[at % 3])):
        rows, channels = case.inputs["student"].shape[0], case.inputs["student"].shape[-1]
        spread = Drawn(7000 + at).normal(1, channels, deviation=2).repeat(rows, 1)
        yield case.of(inputs={**case.inputs, "spread": spread})


write("loss.variational-information", loss, cases(), student=("student", "spread"))
