"""Multi-level logit distillation: Jin, Wang, Lin 2023, section 3: instance, batch and class level of one view."""

import torch
from torch import Tensor, softmax

from cases import each, logit_cases, roles, write


def at_most_the_median(values: Tensor) -> Tensor:
    """1 or 0 a number; equal ones, by 1e-4 of themselves, go together."""
    ordered = values.sort().values
    median = ordered[(len(values) - 1) // 2]
    return (values <= median * (1 + 1e-4)).to(torch.float64)


def loss(
    student: Tensor,
    teacher: Tensor,
    temperatures: list[float],
    instance: float,
    batch: float,
    classes: float,
    masks: bool = False,
) -> Tensor:
    n, c = student.shape
    total = torch.zeros((), dtype=torch.float64)
    examples, kinds = torch.ones(n, dtype=torch.float64), torch.ones(c, dtype=torch.float64)
    if masks:
        # By odds: probabilities of certain answers differ in no digit.
        p = softmax(teacher, 1)
        top = p.max(1).indices
        left = p.clone()
        left[torch.arange(n), top] = 0
        examples = at_most_the_median(p.max(1).values / left.sum(1))
        kinds = at_most_the_median(p.sum(0))
    for t in temperatures:
        q, p = softmax(student / t, 1), softmax(teacher / t, 1)
        total = total + instance * t**2 * ((p * (p / q).log()).sum(1) * examples).sum() / n
        answered = (torch.einsum("ik,jk->ij", q, q) - torch.einsum("ik,jk->ij", p, p)).square().sum(1)
        total = total + batch * (answered * examples).sum() / n
        taken = (torch.einsum("ki,kj->ij", q, q) - torch.einsum("ki,kj->ij", p, p)).square().sum(1)
        total = total + classes * (taken * kinds).sum() / c
    return total


CHOICES = [
    {"temperatures": [2, 3, 4, 5, 6], "instance": 1, "batch": 1, "classes": 1},
    {"temperatures": [1], "instance": 0, "batch": 1, "classes": 0},
    {"temperatures": [4], "instance": 0, "batch": 0, "classes": 2},
    {"temperatures": [1, 2.5], "instance": 0.5, "batch": 3, "classes": 0.1},
]
MASKED = [
    {"temperatures": [2, 3, 4, 5, 6], "instance": 1, "batch": 1, "classes": 1, "masks": True},
    {"temperatures": [1], "instance": 1, "batch": 0, "classes": 0, "masks": True},
    {"temperatures": [2], "instance": 0, "batch": 1, "classes": 0, "masks": True},
    {"temperatures": [3], "instance": 0, "batch": 0, "classes": 1, "masks": True},
]


def scale(args: dict) -> float:
    """As in tempered softmax, at the largest temperature."""
    return 0.02 * max(args["temperatures"]) ** 2 * max(args["instance"], 0.1)


given = list(roles(logit_cases(), "student", "teacher"))
masked = [it.of(name=f"{it.name}, masked") for it in given]
write("loss.multi-level-logits", loss, [*each(given, CHOICES, scale), *each(masked, MASKED, scale)])
