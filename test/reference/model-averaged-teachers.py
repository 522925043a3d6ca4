"""The mean of several teachers' tempered probabilities as logits, or the mean of their logits."""

import torch
from torch import Tensor

from cases import Case, Drawn, write

ROLES = [f"teacher{at}" for at in range(1, 7)]


def loss(average: str, temperature: float, **teachers: Tensor) -> Tensor:
    given = torch.stack(list(teachers.values()))
    if average == "logits":
        return given.mean(0)
    return temperature * torch.softmax(given / temperature, dim=2).mean(0).log()


def case(seed: int) -> Case:
    drawn = Drawn(seed)
    count, n, c = 1 + seed % 6, 2 + seed % 3, 2 + seed % 5
    first = drawn.normal(n, c, deviation=(1, 4, 8)[seed % 3])
    inputs = {role: first if seed == 9 else drawn.normal(n, c, deviation=3) * (seed != 5) for role in ROLES[:count]}
    args = {"average": "logits" if seed % 4 == 3 else "probs", "temperature": (1, 2, 4, 0.5)[seed % 4 + seed // 12 - 1]}
    return Case(f"{count} teachers, {args['average']}, seed {seed}", inputs, args)


write("model.averaged-teachers", loss, [case(seed) for seed in range(24)], ())
