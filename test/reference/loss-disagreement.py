"""The divergence of a student's answers from a teacher's, with the slope at both."""

import torch
from torch import Tensor

from cases import each, logit_cases, roles, write


def disagreement(student: Tensor, teacher: Tensor, temperature: float) -> Tensor:
    told, said = (torch.log_softmax(it / temperature, 1) for it in (teacher, student))
    return temperature**2 * (told.exp() * (told - said)).sum(1).mean()


CHOICES = [{"temperature": t} for t in (1, 4, 0.5)]
# What is left where both say nearly the same is the rounding of numbers of the size T^2.
cases = each(list(roles(logit_cases(), "student", "teacher")), CHOICES, scale=lambda it: 0.1 * it["temperature"] ** 2)
write("loss.disagreement", disagreement, cases, student=("student", "teacher"))
