"""A sum of one to four losses, each times its weight."""

from torch import Tensor

from cases import Case, Drawn, write

ROLES = ("first", "second", "third", "fourth")


def loss(weights: list[float], **given: Tensor) -> Tensor:
    return sum(weight * it for weight, it in zip(weights, given.values(), strict=True))


def case(seed: int) -> Case:
    drawn = Drawn(seed)
    count = 1 + seed % 4
    # Any of the roles may be left out, also the first.
    names = ROLES[-count:] if seed % 3 == 0 else ROLES[:count]
    inputs = {name: drawn.normal(deviation=3) * (seed != 7) for name in names}
    return Case(
        f"{count} losses, seed {seed}", inputs, {"weights": drawn.normal(count, deviation=10).tolist()}, scale=10
    )


write("loss.weighted-sum", loss, [case(seed) for seed in range(20)], ROLES)
