"""The cost of a hint: mean of squares, or half the sum of an example's squares as in FitNets."""

from torch import Tensor

from cases import each, feature_cases, write

SHAPES = [(2, 3, 4), (1, 1, 5), (4, 2, 2)]


def loss(student: Tensor, teacher: Tensor, reduce: str) -> Tensor:
    squares = (teacher - student) ** 2
    if reduce == "mean":
        return squares.mean()
    return 0.5 * squares.flatten(1).sum(dim=1).mean()


write("loss.hint", loss, each(feature_cases(lambda at: SHAPES[at % 3]), [{"reduce": it} for it in ("mean", "half-sum")]))
