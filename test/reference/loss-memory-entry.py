"""What a memory of embeddings takes of an example: both embeddings at length 1, its class and its number. Tian et al. 2020."""

import torch
from torch import Tensor

from cases import Case, Drawn, feature_cases, write
from layers import unit


def loss(query: Tensor, own: Tensor, labels: Tensor, examples: Tensor) -> Tensor:
    told = torch.stack([labels.double(), examples.double()], dim=1)
    return torch.cat([unit(query), unit(own).detach(), told], dim=1)


def told(at: int, case: Case) -> Case:
    query, own = case.inputs["student"], case.inputs["teacher"]
    drawn = Drawn(8000 + at)
    n = query.shape[0]
    return case.of(inputs={"query": query, "own": own, "labels": drawn.labels(n, 10), "examples": drawn.labels(n, 60000)})


cases = [told(at, it) for at, it in enumerate(feature_cases(lambda at: (2 + at % 4,)))]
write("loss.memory-entry", loss, cases, student=("query",))
