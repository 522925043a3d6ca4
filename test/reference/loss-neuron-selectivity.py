"""Neuron selectivity: Huang, Wang 2017, equation 4 with the squared polynomial kernel, pair after pair of channels."""

from torch import Tensor

from cases import feature_cases, write
from layers import alike, dead, map_shapes, other_channels, unit


def kernel(a: Tensor, b: Tensor) -> Tensor:
    return (a[:, :, None] * b[:, None]).sum(3).square()


def loss(student: Tensor, teacher: Tensor) -> Tensor:
    s, t = (unit(it.flatten(2)) for it in alike(student, teacher))
    return kernel(t, t).mean() + kernel(s, s).mean() - 2 * kernel(s, t).mean()


# Means of up to 1 are subtracted.
cases = [it.of(scale=0.1) for it in dead(feature_cases(map_shapes, other_channels))]
write("loss.neuron-selectivity", loss, cases)
