"""The same values, whose gradient goes back with the other sign."""

from torch import Tensor

from cases import Case, Drawn, write


def reversed(x: Tensor) -> Tensor:
    return 2 * x.detach() - x


def case(seed: int) -> Case:
    shape = ((3,), (2, 3, 2), (1, 1, 4))[seed % 3]
    x = Drawn(seed).normal(1 + seed % 4, *shape, deviation=(1, 100)[seed % 2]) * (seed != 7)
    return Case(f"{list(shape)}, {seed}", {"x": x})


write("generator.reversed", reversed, [case(seed) for seed in range(24)], student=("x",))
