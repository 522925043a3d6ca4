"""Cases of two stages of a review: a map, what deeper stages made of it, and gates."""

import torch
from torch import Tensor
from torch.nn.functional import interpolate

from cases import Case, Drawn
from layers import first

#: Sizes of the own map, and of the deeper one: half, no multiple, larger, equal, one place, a row.
SIZES = [((4, 4), (2, 2)), ((5, 7), (2, 3)), ((2, 3), (4, 5)), ((3, 3), (3, 3)), ((4, 2), (1, 1)), ((3, 2), None)]


def up(deeper: Tensor, own: Tensor) -> Tensor:
    """The deeper map, channels first, at the size of the own one."""
    maps = deeper[:, :, None, None] if deeper.dim() == 2 else first(deeper)
    return interpolate(maps, size=tuple(own.shape[1:3]), mode="nearest")


def review_cases(gates: bool) -> list[Case]:
    cases = []
    for seed in range(18):
        drawn = Drawn(7000 + seed)
        n, c = 2 + seed % 3, 1 + seed % 4
        size, other = SIZES[seed % len(SIZES)]
        own = drawn.normal(n, *size, c, deviation=(1, 0.1, 4)[seed // 6])
        deeper = drawn.normal(n, *(other or ()), c)
        inputs = {"own": own, "deeper": deeper, "gates": drawn.uniform(n, *size, 2)}
        cases.append(Case(f"random {list(own.shape)} and {list(deeper.shape)}, seed {seed}", inputs))
    case = cases[0].inputs
    zero, one = torch.zeros_like, torch.ones_like
    for name, changed in {
        "own zero": {"own": zero(case["own"])},
        "deeper zero": {"deeper": zero(case["deeper"])},
        "all zero": {role: zero(it) for role, it in case.items()},
        "gates shut": {"gates": zero(case["gates"])},
        "gates open": {"gates": one(case["gates"])},
        "equal rows": {role: it[:1].repeat(2, 1, 1, 1) for role, it in case.items()},
    }.items():
        cases.append(Case(name, {**case, **changed}))
    wanted = ("own", "deeper", "gates") if gates else ("own", "deeper")
    kept = [it.of(inputs={role: it.inputs[role] for role in wanted}) for it in cases]
    return kept if gates else [it for it in kept if not it.name.startswith("gates")]
