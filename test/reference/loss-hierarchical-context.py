"""Hierarchical context loss: Chen et al. 2021, section 3.3, with the division by the sum of weights of its code."""

from torch import Tensor
from torch.nn.functional import adaptive_avg_pool2d, mse_loss

from cases import each, feature_cases, write
from layers import dead, first

# Sides above, at and between the levels 4, 2, 1; no multiples of them; one that is not square; rows.
SHAPES = [(8, 8, 2), (5, 5, 3), (4, 4, 2), (7, 3, 2), (2, 2, 3), (1, 1, 4), (6,), (3, 6, 1)]


def loss(student: Tensor, teacher: Tensor) -> Tensor:
    total, weight, whole = mse_loss(student, teacher), 1.0, 1.0
    if student.dim() == 2:
        return total
    s, t = first(student), first(teacher)
    for side in (4, 2, 1):
        if side >= min(s.shape[2:]):
            continue
        weight /= 2
        whole += weight
        total = total + weight * mse_loss(adaptive_avg_pool2d(s, (side, side)), adaptive_avg_pool2d(t, (side, side)))
    return total / whole


write("loss.hierarchical-context", loss, each(dead(feature_cases(lambda at: SHAPES[at % len(SHAPES)])), [{}]))
