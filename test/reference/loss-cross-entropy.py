"""Cross-entropy with label smoothing: Szegedy et al. 2016, section 7."""

import torch
from torch import Tensor

from cases import each, logit_cases, roles, write


def loss(student: Tensor, labels: Tensor, smoothing: float) -> Tensor:
    classes = student.shape[1]
    hard = torch.eye(classes, dtype=torch.float64)[labels.long()]
    target = (1 - smoothing) * hard + smoothing / classes
    log_p = student - torch.logsumexp(student, 1, keepdim=True)
    return -(target * log_p).sum(1).mean()


CHOICES = [{"smoothing": s} for s in (0, 0.1, 0.5)]
write("loss.cross-entropy", loss, each(list(roles(logit_cases(), "student", "labels")), CHOICES))
