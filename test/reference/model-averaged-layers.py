"""The mean of a layer over several teachers."""

import torch
from torch import Tensor

from cases import Case, Drawn, write

ROLES = [f"teacher{at}" for at in range(1, 7)]
SHAPES = [(3,), (1,), (2, 3), (2, 2, 3), (1, 1, 1), (4, 3, 2)]


def mean(**teachers: Tensor) -> Tensor:
    return sum(teachers.values()) / len(teachers)


def case(seed: int) -> Case:
    drawn = Drawn(seed)
    count, n, shape = 1 + seed % 6, 1 + seed % 3, SHAPES[(seed + seed // 6) % 6]
    first = drawn.normal(n, *shape, deviation=(1, 30)[seed % 2])
    equal, dead = seed == 9, seed == 5
    inputs = {role: first if equal else drawn.normal(n, *shape, deviation=3) * (not dead) for role in ROLES[:count]}
    return Case(f"{count} layers of {shape}, seed {seed}", inputs)


write("model.averaged-layers", mean, [case(seed) for seed in range(24)], ())
