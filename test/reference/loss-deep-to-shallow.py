"""A shallow layer drawn to a deep one of the same shape, over all entries."""

from torch import Tensor

from cases import feature_cases, write

SHAPES = [(4,), (2, 3, 3), (5, 2)]


def loss(shallow: Tensor, deep: Tensor) -> Tensor:
    difference = shallow - deep
    return difference.square().sum() / difference.numel()


def cases():
    for case in feature_cases(lambda at: SHAPES[at % 3]):
        yield case.of(inputs={"shallow": case.inputs["student"], "deep": case.inputs["teacher"]})


write("loss.deep-to-shallow", loss, cases(), ("shallow",))
