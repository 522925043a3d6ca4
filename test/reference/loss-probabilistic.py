"""Probabilistic transfer with the cosine kernel: Passalis, Tefas 2018, and the small number that their code adds."""

import torch
from torch import Tensor

from cases import Case, exact, feature_cases, write
from layers import length, with_zero_row

STUDENT = [(5,), (2, 3, 4), (2,), (6, 2)]
TEACHER = [(3,), (4, 1, 2), (1,), (7,)]
SMALL = 1e-7


def picks(layer: Tensor) -> Tensor:
    rows = layer.flatten(1)
    long = length(rows, 1)
    directions = torch.where(long.detach() == 0, torch.zeros_like(rows), rows / (long + SMALL))
    likeness = (directions @ directions.T + 1) / 2
    return likeness / likeness.sum(1, keepdim=True)


def loss(student: Tensor, teacher: Tensor) -> Tensor:
    s, t = picks(student), picks(teacher)
    return (t * ((t + SMALL).log() - (s + SMALL).log())).mean()


def cases() -> list[Case]:
    told = with_zero_row(feature_cases(lambda at: STUDENT[at % 4], lambda at: TEACHER[at % 4]))
    # Of one channel only of one sign: between opposite ones the likeness is 0 but for the small number, whose logarithm
    # float32 does not hold.
    one = {role: it.abs().flatten(1)[:, :1] + 0.5 for role, it in told[0].inputs.items()}
    return [*told, Case("one channel", {role: exact(it) for role, it in one.items()})]


write("loss.probabilistic", loss, cases())
