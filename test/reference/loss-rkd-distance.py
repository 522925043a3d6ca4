"""Relational distances: Park et al. 2019, section 3.2.1, each distance from its own difference of rows."""

import torch
from torch import Tensor
from torch.nn.functional import smooth_l1_loss

from cases import write
from relations import embedding, relation_cases


def relative(rows: Tensor) -> Tensor:
    n = rows.shape[0]
    squares = ((rows[:, None] - rows[None]) ** 2).sum(2)
    other = ~torch.eye(n, dtype=torch.bool)
    distances = torch.where(other, squares.clamp(min=1e-12).sqrt(), torch.zeros_like(squares))
    return distances / distances[other].mean()


def loss(student: Tensor, teacher: Tensor, maps: str, studentShallow=None, teacherShallow=None) -> Tensor:
    s = relative(embedding(student, studentShallow, maps))
    t = relative(embedding(teacher, teacherShallow, maps))
    return smooth_l1_loss(s, t)


write("loss.rkd-distance", loss, relation_cases(2), ("student", "studentShallow"))
