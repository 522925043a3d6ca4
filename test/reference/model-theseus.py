"""A student's block or a teacher's in its place, by one draw for the batch: Xu et al. 2020, equations 4 to 7."""

import torch
from torch import Tensor

from cases import Case, Drawn, write


def loss(student: Tensor, teacher: Tensor, progress: float, draws: dict, until: float, stream: str, **args) -> Tensor:
    first = args["from"]
    chance = min(1.0, first + (1 - first) * progress / until)
    return student if draws[stream].item() < chance else teacher + 0 * student


def case(seed: int) -> Case:
    drawn = Drawn(seed)
    shape = ((3,), (2, 3, 2), (1, 1, 4), (4, 2, 1))[seed % 4]
    n = 1 + seed % 3
    inputs = {"student": drawn.normal(n, *shape), "teacher": drawn.normal(n, *shape, deviation=3)}
    progress = (0, 0.25, 0.5, 0.75)[seed % 4]
    args = {"from": (0, 0.5, 1)[seed % 3], "until": (0.5, 1)[seed % 2], "stream": "weights-1/block-1"}
    # Draws that no chance of these comes near.
    draw = torch.tensor([(0.0, 0.3, 0.6, 0.9, 0.999)[seed % 5]]).float().double()
    return Case(f"{list(shape)}, {seed}", inputs, args, progress=progress, draws={args["stream"]: draw})


write("model.theseus", loss, [case(seed) for seed in range(30)])
