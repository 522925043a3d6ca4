"""Teacher-free distillation, regularized: Yuan et al. 2020, section 5.2; the student at temperature 1 as in the authors' code."""

import torch
from torch import Tensor, log_softmax, softmax

from cases import each, logit_cases, roles, write


def loss(student: Tensor, labels: Tensor, correct: float, temperature: float) -> Tensor:
    n, c = student.shape
    made = torch.full((n, c), (1 - correct) / (c - 1), dtype=torch.float64)
    made[torch.arange(n), labels.long()] = correct
    u = softmax(made / temperature, 1)
    return torch.nn.functional.kl_div(log_softmax(student, 1), u, reduction="batchmean")


CHOICES = [
    {"correct": 0.99, "temperature": 20},
    {"correct": 0.9, "temperature": 1},
    {"correct": 0.999, "temperature": 0.05},
    {"correct": 0.5, "temperature": 40},
]
# A cross-entropy less an entropy of about ln c.
write(
    "loss.virtual-teacher",
    loss,
    each(list(roles(logit_cases(), "student", "labels")), CHOICES, lambda _: 0.1),
)
