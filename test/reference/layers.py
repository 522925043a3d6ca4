"""What references of losses on layers share. Maps are [n, h, w, c] outside and [n, c, h, w] in here, as PyTorch has them."""

import torch
from torch import Tensor
from torch.nn.functional import adaptive_avg_pool2d

from cases import Case


def first(maps: Tensor) -> Tensor:
    """Channels first."""
    return maps.permute(0, 3, 1, 2)


def alike(a: Tensor, b: Tensor) -> tuple[Tensor, Tensor]:
    """Both maps, channels first, at the smaller height and width."""
    a, b = first(a), first(b)
    size = tuple(min(a.shape[axis], b.shape[axis]) for axis in (2, 3))
    return adaptive_avg_pool2d(a, size), adaptive_avg_pool2d(b, size)


def pooled(layer: Tensor) -> Tensor:
    return layer.mean((1, 2)) if layer.dim() == 4 else layer.flatten(1)


def vectors(layer: Tensor, maps: str) -> Tensor:
    return pooled(layer) if maps == "pool" else layer.flatten(1)


def length(x: Tensor, dim) -> Tensor:
    """‖x‖₂, kept dimensions, and no gradient where it is zero."""
    return torch.linalg.vector_norm(x, dim=dim, keepdim=True)


def unit(x: Tensor, dim=-1) -> Tensor:
    """x/‖x‖, and zero without a gradient where x is zero."""
    long = length(x, dim)
    zero = long.detach() < 1e-12
    return torch.where(zero, torch.zeros_like(x), x / torch.where(zero, torch.ones_like(long), long))


def map_shapes(at: int) -> tuple[int, ...]:
    return [(4, 4, 3), (3, 5, 2), (1, 1, 4), (6, 4, 1), (2, 3, 5)][at % 5]


def same_channels(at: int) -> tuple[int, ...]:
    """Maps of other sizes with as many channels: larger, smaller, no multiple of each other."""
    return [(2, 2, 3), (7, 5, 2), (3, 3, 4), (4, 6, 1), (5, 2, 5)][at % 5]


def other_channels(at: int) -> tuple[int, ...]:
    return [(3, 2, 5), (7, 5, 1), (2, 2, 3), (4, 6, 2), (2, 3, 4)][at % 5]


def dead(cases: list[Case], channel_axis: int = -1) -> list[Case]:
    """A case more: the first with one channel of the student, and another of the teacher, zero everywhere."""
    case = cases[0]
    inputs = {role: it.clone() for role, it in case.inputs.items()}
    for at, it in enumerate(inputs.values()):
        it.select(channel_axis, at % it.shape[channel_axis]).zero_()
    return [*cases, case.of(name="a channel of zeros", inputs=inputs)]


def with_zero_row(cases: list[Case]) -> list[Case]:
    """A case more: one with an example of the student whose features are zero."""
    case = cases[3]
    student = case.inputs["student"].clone()
    student[0] = 0
    return [*cases, case.of(name="an example of zeros", inputs={**case.inputs, "student": student})]


def alone(cases: list[Case]) -> list[Case]:
    """The student's part of the cases."""
    return [it.of(inputs={"student": it.inputs["student"]}) for it in cases if it.name != "student zero"]


