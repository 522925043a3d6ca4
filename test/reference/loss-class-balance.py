"""Mean answers of a batch, and how far from even they are."""

import torch
from torch import Tensor

from cases import logit_cases, roles, write


def balance(teacher: Tensor) -> Tensor:
    share = torch.softmax(teacher, 1).mean(0)
    # A share of nothing adds nothing.
    return torch.where(share > 0, share * torch.log10(share.clamp(min=1e-300)), 0 * share).sum()


write("loss.class-balance", balance, list(roles(logit_cases(), "teacher")), student=("teacher",))
