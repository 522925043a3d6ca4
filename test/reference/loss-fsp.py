"""Flow of the solution procedure: Yim et al. 2017, equations 1 and 2, over all entries of the tables."""

import torch
from torch import Tensor

from cases import Case, Drawn, write
from layers import alike

SHAPES = [
    # first and second layer of the student, then of the teacher; channels agree
    ((4, 4, 3), (2, 2, 4), (4, 4, 3), (2, 2, 4)),
    ((5, 3, 2), (2, 2, 1), (6, 6, 2), (6, 6, 1)),
    ((1, 1, 4), (3, 2, 5), (2, 2, 4), (2, 1, 5)),
    ((3, 3, 1), (3, 3, 1), (7, 5, 1), (2, 5, 1)),
]
ROLES = ("studentFirst", "studentSecond", "teacherFirst", "teacherSecond")


def flow(one: Tensor, other: Tensor) -> Tensor:
    f, g = alike(one, other)
    return torch.einsum("nchw,ndhw->ncd", f, g) / (f.shape[2] * f.shape[3])


def loss(studentFirst: Tensor, studentSecond: Tensor, teacherFirst: Tensor, teacherSecond: Tensor) -> Tensor:
    difference = flow(studentFirst, studentSecond) - flow(teacherFirst, teacherSecond)
    return difference.square().sum() / difference.numel()


def cases() -> list[Case]:
    told = []
    for seed in range(16):
        drawn = Drawn(7000 + seed)
        n, shapes = 2 + seed // 4, SHAPES[seed % 4]
        inputs = {role: drawn.normal(n, *shape) for role, shape in zip(ROLES, shapes, strict=True)}
        told.append(Case(f"random, seed {seed}", inputs))
    some = told[1].inputs
    same = {**told[0].inputs, "teacherFirst": told[0].inputs["studentFirst"], "teacherSecond": told[0].inputs["studentSecond"]}
    zero = lambda *roles: {role: it * (role not in roles) for role, it in some.items()}
    return told + [
        Case("student zero", zero("studentFirst", "studentSecond")),
        Case("first layer zero", zero("studentFirst")),
        Case("all zero", zero(*ROLES)),
        Case("equal rows", {role: it[:1].repeat(3, 1, 1, 1) for role, it in some.items()}),
        Case("student is teacher", same),
    ]


write("loss.fsp", loss, cases(), ROLES[:2])
