"""The teacher's probability of each label, over its mean in the batch."""

import torch
from torch import Tensor

from cases import logit_cases, roles, write


def gate(teacher: Tensor, labels: Tensor) -> Tensor:
    p = torch.softmax(teacher, 1)[torch.arange(teacher.shape[0]), labels.long()]
    return teacher.shape[0] * p / p.sum()


write("loss.agreement-gate", gate, roles(logit_cases(), "teacher", "labels"), student=())
