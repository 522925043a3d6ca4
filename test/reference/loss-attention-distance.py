"""TinyBERT's attention loss: over pairs of tokens, text by text; and as its authors' code takes the mean."""

import torch
from torch.nn import functional

from cases import each, write
from texts import PADDING, token_cases


def loss(student, teacher, tokens, over, padding):
    if over == "all":
        s, t = (torch.where(x <= -1e2, torch.zeros_like(x), x) for x in (student, teacher))
        return functional.mse_loss(s, t)
    differences = []
    for row, text in enumerate(tokens):
        own = (text != padding).nonzero().flatten()
        for scores in (student[row] - teacher[row]):
            differences.append(scores[own][:, own].flatten())
    return (torch.cat(differences) ** 2).mean()


cases = token_cases(lambda n, length, seed: (n, (2, 1, 3)[seed % 3], length, length), scores=True)
choices = [{"over": over, "padding": PADDING} for over in ("tokens", "all", "tokens")]
write("loss.attention-distance", loss, each(cases, choices))
