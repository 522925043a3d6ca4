"""Cases of losses on relations between examples, and the vectors that they compare."""

import torch
from torch import Tensor

from cases import Case, Drawn, feature_cases
from layers import pooled, vectors

STUDENT = [(5,), (2, 3, 4), (1,), (3, 2, 2)]
TEACHER = [(3,), (4, 1, 2), (6,), (7,)]


def embedding(deep: Tensor, shallow: Tensor | None, maps: str) -> Tensor:
    if shallow is None:
        return vectors(deep, maps)
    return torch.cat([pooled(shallow), pooled(deep)], 1)


def relation_cases(least_batch: int) -> list[Case]:
    cases = feature_cases(lambda at: STUDENT[at % 4], lambda at: TEACHER[at % 4], least_batch)
    told = [it.of(args={"maps": ("pool", "flatten")[at % 2]}) for at, it in enumerate(cases)]
    for seed in range(4):
        drawn = Drawn(6000 + seed)
        n = least_batch + seed
        inputs = {
            "student": drawn.normal(n, 2, 2, 3),
            "teacher": drawn.normal(n, 6),
            "studentShallow": drawn.normal(n, 3, 4, 2),
            "teacherShallow": drawn.normal(n, 2, 1, 5),
        }
        told.append(Case(f"joint, seed {seed}", inputs, {"maps": "pool"}))
    return told
