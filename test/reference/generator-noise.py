"""Normal draws of uniform ones, as many rows as there are examples."""

import math

import torch
from torch import Tensor

from cases import Case, Drawn, write


def noise(like: Tensor, size: int, stream: str, draws: dict[str, Tensor]) -> Tensor:
    u, v = draws[f"{stream}/radius"], draws[f"{stream}/angle"]
    return torch.sqrt(-2 * torch.log1p(-u)) * torch.cos(2 * math.pi * v)


def case(seed: int) -> Case:
    drawn = Drawn(seed)
    n, size = 1 + seed % 3, (1, 2, 7, 16)[seed % 4]
    # A draw is below 1: three decimals may round up to it.
    draws = {f"z/{it}": drawn.uniform(n, size).clamp(max=0.875) * (seed != 5) for it in ("radius", "angle")}
    like = drawn.normal(n, *((2, 2, 1), (3,))[seed % 2])
    # The root is steep where the radius is small, and the cosine of a quarter turn is what is left of rounding.
    return Case(f"{n} of {size}, {seed}", {"like": like}, {"size": size, "stream": "z"}, scale=0.1, draws=draws)


write("generator.noise", noise, [case(seed) for seed in range(24)], student=())
