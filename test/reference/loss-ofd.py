"""Overhaul of feature distillation: Heo et al. 2019, sections 3.2 and 3.4; the margin from the normalization as in section 3.2."""

import torch
from torch import Tensor

from cases import Case, Drawn, feature_cases, write
from layers import dead

SHAPES = [(2, 3, 4), (5,), (1, 1, 3), (4, 2, 2), (3, 3, 1)]
NORMAL = torch.distributions.Normal(torch.zeros((), dtype=torch.float64), torch.ones((), dtype=torch.float64))


def margin_of(norm: Tensor) -> Tensor:
    """E[x | x < 0] of a normal distribution a channel, by the closed form; −3 deviations where it is hardly ever negative."""
    gamma, beta = norm.chunk(2)
    margins = []
    for s, m in zip(gamma.abs().tolist(), beta.tolist(), strict=True):
        if s == 0:
            margins.append(min(m, 0.0))
            continue
        below = NORMAL.cdf(torch.tensor(-m / s, dtype=torch.float64))
        if below > 0.001:
            density = NORMAL.log_prob(torch.tensor(m / s, dtype=torch.float64)).exp()
            margins.append(float(m - s * density / below))
        else:
            margins.append(-3 * s)
    return torch.tensor(margins, dtype=torch.float64)


def loss(student: Tensor, teacher: Tensor, norm: Tensor | None = None) -> Tensor:
    if norm is not None:
        margin = margin_of(norm)
    else:
        rows = teacher.reshape(-1, teacher.shape[-1])
        margin = torch.stack([c[c < 0].mean() if (c < 0).any() else torch.zeros(()).double() for c in rows.unbind(1)])
    total = torch.zeros((), dtype=torch.float64)
    for s, t in zip(student.unbind(0), teacher.unbind(0), strict=True):
        m = margin.expand_as(t)
        on = t > 0
        between = ~on & (t > m) & (s > t)
        low = (t <= m) & (s > m) & ~on
        total = total + ((s - t)[on] ** 2).sum() + ((s - t)[between] ** 2).sum() + ((s - m)[low] ** 2).sum()
    return total / student.shape[0]


#: Means in deviations: far below zero, around it, just under and above where negative values are rare, and far above.
MEANS = [-30, -5, -1, 0, 0.3, 1.5, 2.5, 3.0, 3.085, 3.1, 8, -0.2]


def normed(at: int, case: Case) -> Case:
    drawn = Drawn(6000 + at)
    c = case.inputs["teacher"].shape[-1]
    gamma = drawn.normal(c)
    if at == 3:
        gamma[0] = 0
    z = torch.tensor([MEANS[(at + i) % len(MEANS)] for i in range(c)], dtype=torch.float64)
    beta = (gamma.abs() * z).float().double() if at != 3 else z.float().double()
    return case.of(name=f"{case.name}, by its normalization", inputs={**case.inputs, "norm": torch.cat([gamma, beta])})


cases = dead(feature_cases(lambda at: SHAPES[at % len(SHAPES)]))
write("loss.ofd", loss, [*cases, *(normed(at, it) for at, it in enumerate(cases))])
