"""Relational angles: Park et al. 2019, section 3.2.2, one triple after the other."""

import torch
from torch import Tensor
from torch.nn.functional import smooth_l1_loss

from cases import write
from layers import unit
from relations import embedding, relation_cases


def angles(rows: Tensor) -> Tensor:
    """[n, n, n], the cosine at i between j and k."""
    to = unit(rows[None] - rows[:, None])
    return torch.einsum("ijs,iks->ijk", to, to)


def loss(student: Tensor, teacher: Tensor, maps: str, studentShallow=None, teacherShallow=None) -> Tensor:
    s = angles(embedding(student, studentShallow, maps))
    t = angles(embedding(teacher, teacherShallow, maps))
    return smooth_l1_loss(s, t)


write("loss.rkd-angle", loss, relation_cases(3), ("student", "studentShallow"))
