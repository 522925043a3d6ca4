"""A teacher's cross-entropy under the class that it says itself."""

import torch
from torch import Tensor
from torch.nn.functional import cross_entropy

from cases import logit_cases, roles, write


def one_hot(teacher: Tensor) -> Tensor:
    said = torch.tensor([row.index(max(row)) for row in teacher.tolist()])
    return cross_entropy(teacher, said)


write("loss.one-hot", one_hot, list(roles(logit_cases(), "teacher")), student=("teacher",))
