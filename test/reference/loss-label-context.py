"""A teacher's log-probabilities at a temperature and the one-hot label, side by side."""

import torch
from torch import Tensor

from cases import each, logit_cases, roles, write


def context(teacher: Tensor, labels: Tensor, temperature: float) -> Tensor:
    told = teacher / temperature - torch.logsumexp(teacher / temperature, 1, keepdim=True)
    hard = torch.eye(teacher.shape[1], dtype=torch.float64)[labels.long()]
    return torch.cat([told, hard], 1)


CHOICES = [{"temperature": t} for t in (1, 4, 0.5)]
write("loss.label-context", context, each(list(roles(logit_cases(), "teacher", "labels")), CHOICES), student=())
