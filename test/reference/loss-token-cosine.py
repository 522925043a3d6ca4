"""DistilBERT's cosine loss, by PyTorch's own cosine embedding loss on the tokens that are picked out first."""

import torch
from torch.nn import functional

from cases import each, write
from texts import PADDING, token_cases


def loss(student, teacher, tokens, padding):
    chosen = tokens != padding
    s, t = student[chosen], teacher[chosen]
    return functional.cosine_embedding_loss(s, t, torch.ones(len(s), dtype=s.dtype))


cases = token_cases(lambda n, length, seed: (n, length, (4, 1, 7)[seed % 3] + 1))
write("loss.token-cosine", loss, each(cases, [{"padding": PADDING}]))
