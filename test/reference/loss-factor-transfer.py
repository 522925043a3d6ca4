"""Factor transfer: Kim et al. 2018, equation 3, by every value; by places as in RepDistiller."""

from torch import Tensor

from cases import each, feature_cases, write
from layers import alike, dead, map_shapes, same_channels, unit


def loss(student: Tensor, teacher: Tensor, form: str, power: int) -> Tensor:
    s, t = (unit((it if form == "values" else (it**2).mean(dim=1)).flatten(1)) for it in alike(student, teacher))
    return ((s - t).abs() ** power).mean()


CHOICES = [{"form": form, "power": power} for form in ("values", "places") for power in (1, 2)]
cases = dead(feature_cases(map_shapes, same_channels))
# Each degenerate case in both forms: there are four choices in turn, and the cases twice, two apart.
again = [it.of(name=f"{it.name}, again") for it in cases]
write("loss.factor-transfer", loss, [*each(cases, CHOICES), *each(again, CHOICES[2:] + CHOICES[:2])])
