"""MiniLM's attention loss, text by text, on the part of the scores that belongs to tokens."""

import torch

from cases import each, write
from texts import PADDING, token_cases


def loss(student, teacher, tokens, padding):
    found = []
    for row, text in enumerate(tokens):
        own = (text != padding).nonzero().flatten()
        s, t = (x[row][:, own][:, :, own].log_softmax(-1) for x in (student, teacher))
        found.append((t.exp() * (t - s)).sum(-1).flatten())
    return torch.cat(found).mean()


cases = token_cases(lambda n, length, seed: (n, (2, 1, 3)[seed % 3], length, length), scores=True)
write("loss.attention-divergence", loss, each(cases, [{"padding": PADDING}]))
