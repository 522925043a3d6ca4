"""Tempered softmax of hidden units, with a beta for those that the teacher has active often and one for the rest."""

import torch
from torch import Tensor
from torch.nn.functional import kl_div

from cases import each, feature_cases, write
from layers import pooled

STUDENT = [(5,), (2, 3, 4), (1,), (6,)]
TEACHER = [(5,), (4,), (2, 2, 1), (3, 1, 6)]


def loss(student: Tensor, teacher: Tensor, often: float, seldom: float) -> Tensor:
    s, t = pooled(student), pooled(teacher)
    counts = (t > 0).sum(0).double()
    beta = torch.where(counts >= counts.median(), often, seldom)
    return kl_div((s * beta).log_softmax(1), (t * beta).softmax(1), reduction="batchmean")


CHOICES = [{"often": o, "seldom": s} for o, s in ((1, 0.25), (2, 0), (0.5, 1), (1, 1))]
write(
    "loss.hidden-tempered-softmax",
    loss,
    each(feature_cases(lambda at: STUDENT[at % 4], lambda at: TEACHER[at % 4]), CHOICES, lambda _: 0.1),
)
