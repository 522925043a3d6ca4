"""Multi-level logit distillation: Jin, Wang, Lin 2023, section 3: instance, batch and class level of one view."""

import torch
from torch import Tensor, softmax

from cases import each, logit_cases, roles, write


def loss(
    student: Tensor, teacher: Tensor, temperatures: list[float], instance: float, batch: float, classes: float
) -> Tensor:
    n, c = student.shape
    total = torch.zeros((), dtype=torch.float64)
    for t in temperatures:
        q, p = softmax(student / t, 1), softmax(teacher / t, 1)
        total = total + instance * t**2 * (p * (p / q).log()).sum() / n
        total = total + batch * (torch.einsum("ik,jk->ij", q, q) - torch.einsum("ik,jk->ij", p, p)).square().sum() / n
        total = total + classes * (torch.einsum("ki,kj->ij", q, q) - torch.einsum("ki,kj->ij", p, p)).square().sum() / c
    return total


CHOICES = [
    {"temperatures": [2, 3, 4, 5, 6], "instance": 1, "batch": 1, "classes": 1},
    {"temperatures": [1], "instance": 0, "batch": 1, "classes": 0},
    {"temperatures": [4], "instance": 0, "batch": 0, "classes": 2},
    {"temperatures": [1, 2.5], "instance": 0.5, "batch": 3, "classes": 0.1},
]


def scale(args: dict) -> float:
    """As in tempered softmax, at the largest temperature."""
    return 0.02 * max(args["temperatures"]) ** 2 * max(args["instance"], 0.1)


write("loss.multi-level-logits", loss, each(list(roles(logit_cases(), "student", "teacher")), CHOICES, scale))
