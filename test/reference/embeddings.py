"""Cases of two embeddings [n, d] of the same examples, with labels of few classes and weights that are 1 on average."""

import torch
from torch import Tensor

from cases import Case, Drawn, exact, feature_cases

WIDTHS = (3, 5, 8)


def directions(x: Tensor) -> Tensor:
    """Rows of length 1. What is zero has no direction and gets no gradient."""
    length = x.norm(dim=1, keepdim=True)
    zero = length == 0
    return torch.where(zero, torch.zeros_like(x), x / torch.where(zero, torch.ones_like(length), length.clamp(min=1e-300)))


def embedding_cases(context: str, more: tuple[str, ...] = ()) -> list[Case]:
    """`more` names what every second and every third case has beside: "labels", "weights"."""
    cases = []
    for at, case in enumerate(feature_cases(lambda at: (WIDTHS[at % 3],))):
        inputs = {"student": case.inputs["student"], context: case.inputs["teacher"]}
        rows = inputs["student"].shape[0]
        drawn = Drawn(6000 + at)
        if "labels" in more and at % 2:
            inputs["labels"] = torch.zeros(rows, dtype=torch.int32) if at == 15 else drawn.labels(rows, 3)
        if "weights" in more and at % 3:
            inputs["weights"] = exact(drawn.uniform(rows) * 2)
        cases.append(case.of(inputs=inputs))
    return cases
