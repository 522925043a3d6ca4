"""Two losses whose shares change linearly between two points of the training."""

from torch import Tensor

from cases import Case, Drawn, write


def loss(first: Tensor, second: Tensor, begin: float, over: float, progress: float, **ends: float) -> Tensor:
    start, end = ends["from"], ends["to"]
    if progress <= begin:
        share = start
    elif progress >= begin + over:
        share = end
    else:
        share = start + (end - start) * (progress - begin) / over
    return share * first + (1 - share) * second


def case(seed: int) -> Case:
    drawn = Drawn(seed)
    args = [
        {"from": 0, "to": 1, "begin": 0, "over": 1},
        {"from": 0.9, "to": 0.1, "begin": 0.25, "over": 0.5},
        {"from": 0.5, "to": 0.5, "begin": 0, "over": 1},
        {"from": 0.2, "to": 1, "begin": 0.5, "over": 0.001},
    ][seed % 4]
    # Shares whose difference to `begin` float32 holds well enough.
    progress = (0, 0.125, 0.25, 0.5, 0.625, 0.75, 0.984375)[seed % 7]
    return Case(
        f"at {progress}, seed {seed}",
        {"first": drawn.normal(deviation=3), "second": drawn.normal(deviation=3)},
        args,
        progress=progress,
        scale=3,
    )


write("loss.annealed-sum", loss, [case(seed) for seed in range(28)], ("first", "second"))
