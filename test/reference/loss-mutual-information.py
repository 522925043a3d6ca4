"""Jensen-Shannon and InfoNCE estimates of the information between two embeddings, loop by loop.

A row of zeros has no direction: its cosines are 0 and no gradient goes to it.
"""

import torch
from torch import Tensor
from torch.nn.functional import softplus

from cases import each, write
from embeddings import directions, embedding_cases


def loss(student: Tensor, context: Tensor, estimator: str, temperature: float, labels=None, weights=None) -> Tensor:
    n = student.shape[0]
    s = directions(student) @ directions(context).T / temperature
    total = torch.zeros((), dtype=torch.float64)
    for i in range(n):
        others = [j for j in range(n) if j != i and (labels is None or labels[j] != labels[i])]
        if estimator == "jsd":
            part = softplus(-s[i, i])
            if others:
                part = part + torch.stack([softplus(s[i, j]) for j in others]).mean()
        else:
            rows = torch.stack([s[i, j] for j in [i, *others]])
            columns = torch.stack([s[j, i] for j in [i, *others]])
            part = -(torch.log_softmax(rows, 0)[0] + torch.log_softmax(columns, 0)[0]) / 2
        total = total + (part if weights is None else weights[i] * part)
    return total / n


CHOICES = [{"estimator": e, "temperature": t} for t in (1, 0.25) for e in ("jsd", "infonce")]
CASES = embedding_cases("context", ("labels", "weights"))
write("loss.mutual-information", loss, each(CASES, CHOICES), student=("student", "context"))
