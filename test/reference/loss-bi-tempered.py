"""Bi-tempered logistic loss: Amid et al. 2019, sections 2 and 3.

The normalization is found by bisection in float64, and its gradient is that of one step of Newton's from there: exact, since what is
left of the equation is zero.
"""

import torch
from torch import Tensor, softmax

from cases import Case, each, exact, logit_cases, write


def log_t(x: Tensor, t: float) -> Tensor:
    return x.log() if t == 1 else (x ** (1 - t) - 1) / (1 - t)


def exp_t(u: Tensor, t: float) -> Tensor:
    return u.exp() if t == 1 else (1 + (1 - t) * u).clamp(min=0) ** (1 / (1 - t))


def probabilities(z: Tensor, t: float) -> Tensor:
    if t == 1:
        return softmax(z, 1)
    top = z.detach().amax(1, keepdim=True)
    low, high = top.clone(), top + (z.shape[1] ** (t - 1) - 1) / (t - 1)
    for _ in range(200):
        middle = (low + high) / 2
        above = exp_t(z.detach() - middle, t).sum(1, keepdim=True) > 1
        low, high = torch.where(above, middle, low), torch.where(above, high, middle)
    at = (low + high) / 2
    sum_ = exp_t(z - at, t).sum(1, keepdim=True)
    slope = (exp_t(z.detach() - at, t) ** t).sum(1, keepdim=True)
    return exp_t(z - at - (sum_ - sum_.detach()) / slope, t)


def loss(
    student: Tensor, t1: float, t2: float, alpha: float, labels: Tensor | None = None, teacher: Tensor | None = None
) -> Tensor:
    p = probabilities(student, t2)
    hard = None if labels is None else torch.eye(student.shape[1], dtype=torch.float64)[labels.long()]
    soft = None if teacher is None else probabilities(teacher, t2)
    q = soft if hard is None else hard if soft is None else alpha * soft + (1 - alpha) * hard
    first = torch.where(q > 0, q * (log_t(q.clamp(min=1e-300), t1) - log_t(p, t1)), 0)
    return (first - (q ** (2 - t1) - p ** (2 - t1)) / (2 - t1)).sum(1).mean()


CHOICES = [
    {"t1": 0.8, "t2": 1.2, "alpha": 0.9},
    {"t1": 0.5, "t2": 2, "alpha": 0.5},
    {"t1": 1, "t2": 1, "alpha": 0.9},
    {"t1": 0, "t2": 3, "alpha": 0.2},
    {"t1": 1, "t2": 1.5, "alpha": 0.9},
    {"t1": 0.8, "t2": 1, "alpha": 0.9},
    {"t1": 0.9, "t2": 1.05, "alpha": 0},
]


def wired(at: int, case: Case) -> Case:
    """With labels, with a teacher, or with both, in turn."""
    left_out = (("teacher",), ("labels",), ())[at % 3]
    return case.of(inputs={role: it for role, it in case.inputs.items() if role not in left_out})


pairs = [wired(at, it) for at, it in enumerate(logit_cases())]
many = torch.randn(3, 100, generator=torch.Generator().manual_seed(9), dtype=torch.float64)
crowd = Case("a hundred classes", {"student": exact(8 * many), "labels": torch.tensor([0, 50, 99], dtype=torch.int32)})
# What is nearly equal is subtracted, and divided by 1 − t₁.
write("loss.bi-tempered", loss, each([*pairs, crowd, crowd.of(name="a hundred, another tail")], CHOICES, lambda _: 0.1))
