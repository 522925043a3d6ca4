"""Any numbers, brought between the darkest and the brightest that a pixel can be."""

import torch
from torch import Tensor

from cases import Case, Drawn, write

RANGES = [(0.0, 1.0), (-1.0, 1.0), (-0.424, 2.821), (-5.0, -1.5)]


def pixels(x: Tensor, least: float, most: float) -> Tensor:
    share = 1 / (1 + torch.exp(-x))
    return least * (1 - share) + most * share


def case(seed: int) -> Case:
    least, most = RANGES[seed % 4]
    shape = ((3,), (2, 3, 2), (1, 1, 4))[seed % 3]
    x = Drawn(seed).normal(1 + seed % 3, *shape, deviation=(1, 10)[seed % 2]) * (seed != 7)
    # The two ends cancel in the middle.
    return Case(f"{list(shape)} within {least} and {most}, {seed}", {"x": x}, {"least": least, "most": most}, scale=most - least)


write("generator.pixels", pixels, [case(seed) for seed in range(24)], student=("x",))
