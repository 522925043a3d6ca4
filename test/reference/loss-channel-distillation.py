"""Means of maps: Zhou et al. 2020, equation 3."""

from torch import Tensor

from cases import feature_cases, write
from layers import first, map_shapes, same_channels


def loss(student: Tensor, teacher: Tensor) -> Tensor:
    s, t = (first(it).flatten(2).mean(2) for it in (student, teacher))
    return ((s - t) ** 2).sum() / s.numel()


write("loss.channel-distillation", loss, feature_cases(map_shapes, same_channels))
