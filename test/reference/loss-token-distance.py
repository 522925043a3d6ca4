"""Mean squared difference of the hidden states of tokens."""

from torch.nn import functional

from cases import each, write
from texts import PADDING, token_cases


def loss(student, teacher, tokens, padding):
    chosen = tokens != padding
    return functional.mse_loss(student[chosen], teacher[chosen])


cases = token_cases(lambda n, length, seed: (n, length, (4, 1, 7)[seed % 3]))
write("loss.token-distance", loss, each(cases, [{"padding": PADDING}]))
