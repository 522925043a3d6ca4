"""DIST: Huang et al. 2022, equations 6 to 10, with the square of the temperature of the authors' code."""

import torch
from torch import Tensor, softmax

from cases import each, logit_cases, roles, write


def correlation(a: Tensor, b: Tensor) -> Tensor:
    """Pearson's, of two vectors. A constant one has none: 0, and nothing to learn from."""
    if constant(a) or constant(b):
        return torch.zeros((), dtype=torch.float64)
    a, b = a - a.mean(), b - b.mean()
    return (a * b).sum() / (a.norm() * b.norm())


def constant(x: Tensor) -> bool:
    return bool((x.detach() - x.detach().mean()).norm() <= 1e-6 * x.detach().norm())


def loss(student: Tensor, teacher: Tensor, temperature: float, beta: float, gamma: float, scale: bool) -> Tensor:
    q, p = softmax(student / temperature, 1), softmax(teacher / temperature, 1)
    n, c = p.shape
    inter = 1 - sum(correlation(q[i], p[i]) for i in range(n)) / n
    intra = 1 - sum(correlation(q[:, j], p[:, j]) for j in range(c)) / c
    return (temperature**2 if scale else 1) * (beta * inter + gamma * intra)


CHOICES = [
    {"temperature": 4, "beta": 1, "gamma": 1, "scale": True},
    {"temperature": 1, "beta": 2, "gamma": 0, "scale": True},
    {"temperature": 4, "beta": 0, "gamma": 1, "scale": False},
]


def scale(args: dict) -> float:
    """A correlation near 1 is subtracted from 1, and the rest is multiplied by T²."""
    return 0.1 * args["temperature"] ** 2 if args["scale"] else 0.1


write("loss.dist", loss, each(list(roles(logit_cases(), "student", "teacher")), CHOICES, scale))
