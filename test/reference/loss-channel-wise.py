"""Channel-wise distillation: Shu et al. 2021, equations 3 and 4."""

from torch import Tensor
from torch.nn.functional import kl_div

from cases import each, feature_cases, write
from layers import alike, map_shapes, same_channels


def loss(student: Tensor, teacher: Tensor, temperature: float) -> Tensor:
    s, t = (it.flatten(2) / temperature for it in alike(student, teacher))
    n, c = s.shape[:2]
    return kl_div(s.log_softmax(2), t.softmax(2), reduction="sum") * temperature**2 / (n * c)


CHOICES = [{"temperature": t} for t in (4, 1, 0.5, 10)]
# Two logarithms of the size of ln(h·w) are subtracted, and the rest is multiplied by T².
write(
    "loss.channel-wise",
    loss,
    each(feature_cases(map_shapes, same_channels), CHOICES, lambda it: max(it["temperature"] ** 2 / 10, 0.1)),
)
