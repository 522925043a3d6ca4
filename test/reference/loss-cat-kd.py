"""Class attention transfer: Guo et al. 2023, section 3.3."""

from torch import Tensor
from torch.nn.functional import adaptive_avg_pool2d

from cases import each, feature_cases, write
from layers import dead, first, map_shapes, same_channels, unit


def loss(student: Tensor, teacher: Tensor, resolution: int) -> Tensor:
    s, t = first(student), first(teacher)
    size = tuple(min(resolution, s.shape[axis], t.shape[axis]) for axis in (2, 3))
    s, t = (unit(adaptive_avg_pool2d(it, size), (2, 3)) for it in (s, t))
    return ((s - t) ** 2).mean()


# At one place a map of many is its own sign, divided by what may be next to nothing; maps of 1×1 are among the shapes.
CHOICES = [{"resolution": r} for r in (2, 3, 64)]
write("loss.cat-kd", loss, each(dead(feature_cases(map_shapes, same_channels)), CHOICES))
