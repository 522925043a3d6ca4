"""DeCov: Cogswell et al. 2016, equation 2."""

import torch
from torch import Tensor

from cases import feature_cases, write
from layers import alone, pooled

SHAPES = [(5,), (3, 2, 4), (1,), (7,)]


def loss(student: Tensor) -> Tensor:
    covariance = torch.atleast_2d(torch.cov(pooled(student).T, correction=0))
    return (covariance.square().sum() - covariance.diagonal().square().sum()) / 2


write("loss.decov", loss, alone(feature_cases(lambda at: SHAPES[at % 4])))
