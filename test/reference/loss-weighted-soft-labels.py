"""Weighted soft labels: Zhou et al. 2021, equation 12, with a divergence in the place of the cross-entropy."""

import torch
from torch import Tensor, log_softmax, softmax
from torch.nn.functional import cross_entropy

from cases import each, logit_cases, write


def loss(student: Tensor, teacher: Tensor, labels: Tensor, temperature: float) -> Tensor:
    with torch.no_grad():
        lag = cross_entropy(student, labels.long(), reduction="none") / (
            cross_entropy(teacher, labels.long(), reduction="none") + 1e-7
        )
        weight = 1 - torch.exp(-lag)
    p = softmax(teacher / temperature, 1)
    rows = (p * (log_softmax(teacher / temperature, 1) - log_softmax(student / temperature, 1))).sum(1)
    return temperature**2 * (weight * rows).mean()


CHOICES = [{"temperature": t} for t in (4, 2, 1)]
write("loss.weighted-soft-labels", loss, each(logit_cases(), CHOICES, lambda it: 0.02 * it["temperature"] ** 2))
