"""Noise-contrastive estimation among the examples of a batch, loop by loop; a row of zeros has no direction."""

import torch
from torch import Tensor

from cases import each, write
from embeddings import directions, embedding_cases


def loss(student: Tensor, teacher: Tensor, temperature: float, labels=None) -> Tensor:
    n = student.shape[0]
    scores = torch.exp(directions(student) @ directions(teacher).T / temperature)
    total = torch.zeros((), dtype=torch.float64)
    r = scores / scores.mean().detach()
    for side in (r, r.T):
        for i in range(n):
            others = [j for j in range(n) if j != i and (labels is None or labels[j] != labels[i])]
            k = len(others)
            total = total - torch.log(side[i, i] / (side[i, i] + k))
            for j in others:
                total = total - torch.log(k / (side[i, j] + k))
    return total / n


CASES = embedding_cases("teacher", ("labels",))
CHOICES = [{"temperature": t} for t in (1, 0.07, 0.5)]
write("loss.contrastive-representation", loss, each(CASES, CHOICES), student=("student", "teacher"))
