"""A stage's map beside the deeper one: Chen et al. 2021, figure 3 (ABF), the concatenation."""

import torch
from torch import Tensor

from cases import write
from layers import first
from review import review_cases, up


def loss(own: Tensor, deeper: Tensor) -> Tensor:
    return torch.cat([first(own), up(deeper, own)], dim=1).permute(0, 2, 3, 1)


write("loss.review-beside", loss, review_cases(gates=False), student=("own", "deeper"))
