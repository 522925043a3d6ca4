"""Decoupled knowledge distillation: Zhao et al. 2022, section 3.1 and equation 7.

The classes other than the label are taken out of the tensor here, instead of being masked.
"""

import torch
from torch import Tensor, softmax

from cases import each, logit_cases, write


def divergence(p: Tensor, q: Tensor) -> Tensor:
    return torch.special.xlogy(p, p / q).sum()


def loss(
    student: Tensor,
    teacher: Tensor,
    labels: Tensor,
    alpha: float,
    beta: float,
    temperature: float,
    warmUp: float,
    progress: float = 0,
) -> Tensor:
    rows = []
    for s, t, y in zip(student, teacher, labels.tolist(), strict=True):
        p, q = softmax(t / temperature, 0), softmax(s / temperature, 0)
        others = [j for j in range(len(p)) if j != y]
        target = divergence(torch.stack([p[y], p[others].sum()]), torch.stack([q[y], q[others].sum()]))
        among = divergence(p[others] / p[others].sum(), q[others] / q[others].sum())
        rows.append(alpha * target + beta * among)
    factor = 1 if warmUp == 0 else min(progress / warmUp, 1)
    return factor * temperature**2 * torch.stack(rows).mean()


CHOICES = [
    {"alpha": 1, "beta": 8, "temperature": 4, "warmUp": 0},
    {"alpha": 1, "beta": 0.5, "temperature": 1, "warmUp": 0.1},
    {"alpha": 0, "beta": 1, "temperature": 2, "warmUp": 0},
    {"alpha": 2, "beta": 0, "temperature": 4, "warmUp": 0.5},
]


def scale(args: dict) -> float:
    """As in tempered softmax: logarithms are subtracted, and the rest is multiplied by T²."""
    return 0.02 * args["temperature"] ** 2 * (args["alpha"] + args["beta"])


cases = each(logit_cases(least_classes=3), CHOICES, scale)
write(
    "loss.dkd",
    loss,
    [it.of(progress=(at % 7) / 10 if it.args["warmUp"] else None) for at, it in enumerate(cases)],
)
