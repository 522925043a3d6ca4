"""Logit standardization: Sun et al. 2024, algorithms 1 and 2; the deviation as torch.std has it, over c − 1."""

import torch
from torch import Tensor, softmax

from cases import each, logit_cases, roles, write


def standardized(row: Tensor) -> Tensor:
    # The deviation of a constant row has no slope: zeros, and nothing to learn from.
    if bool((row.detach() == row.detach()[0]).all()):
        return torch.zeros_like(row)
    return (row - row.mean()) / (1e-7 + torch.std(row, correction=1))


def loss(student: Tensor, teacher: Tensor, temperature: float) -> Tensor:
    q = torch.stack([softmax(standardized(row) / temperature, 0) for row in student])
    p = torch.stack([softmax(standardized(row) / temperature, 0) for row in teacher])
    return temperature**2 * (p * (p.log() - q.log())).sum(1).mean()


CHOICES = [{"temperature": t} for t in (2, 1, 4)]
write(
    "loss.logit-standardization",
    loss,
    each(list(roles(logit_cases(), "student", "teacher")), CHOICES, lambda it: 0.02 * it["temperature"] ** 2),
)
