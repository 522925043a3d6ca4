"""MiniLM's relation of values, text by text and head by head."""

import torch

from cases import each, write
from texts import PADDING, token_cases


def relations(values, heads):
    return [head @ head.T / head.shape[1] ** 0.5 for head in values.chunk(heads, dim=1)]


def loss(student, teacher, tokens, heads, padding):
    found = []
    for row, text in enumerate(tokens):
        own = text != padding
        if not own.any():
            continue
        for s, t in zip(relations(student[row][own], heads), relations(teacher[row][own], heads), strict=True):
            s, t = s.log_softmax(-1), t.log_softmax(-1)
            found.append((t.exp() * (t - s)).sum(-1))
    return torch.cat(found).mean()


cases = token_cases(lambda n, length, seed: (n, length, 4), lambda n, length, seed: (n, length, (8, 4)[seed % 2]))
write("loss.value-relation", loss, each(cases, [{"heads": heads, "padding": PADDING} for heads in (2, 1, 4)]))
