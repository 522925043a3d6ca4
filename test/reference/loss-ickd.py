"""Inter-channel correlation: Liu et al. 2021, equations 2 and 3, over examples and channels."""

import torch
from torch import Tensor

from cases import feature_cases, write
from layers import dead, first, map_shapes, same_channels, unit


def together(maps: Tensor) -> Tensor:
    rows = first(maps).flatten(2)
    return unit(torch.einsum("ncx,ndx->ncd", rows, rows))


def loss(student: Tensor, teacher: Tensor) -> Tensor:
    n, c = student.shape[0], student.shape[3]
    return ((together(student) - together(teacher)) ** 2).sum() / (n * c)


write("loss.ickd", loss, dead(feature_cases(map_shapes, same_channels)))
