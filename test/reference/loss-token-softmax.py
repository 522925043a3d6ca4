"""DistilBERT's soft loss: batchmean KL over the tokens that are picked out first, times T squared."""

from torch.nn import functional

from cases import each, roles, write
from texts import PADDING, token_cases

VOCABULARY = lambda seed: (5, 2, 9)[seed % 3]


def loss(student, teacher, tokens, temperature, padding, targets=None):
    chosen = tokens != padding if targets is None else targets >= 0
    if not chosen.any():
        return (student * 0).sum()
    s, t = student[chosen] / temperature, teacher[chosen] / temperature
    divergence = functional.kl_div(s.log_softmax(-1), t.softmax(-1), reduction="batchmean")
    return divergence * temperature**2


shape = lambda n, length, seed: (n, length, VOCABULARY(seed))
# Logarithms of the size of ln v are subtracted, and what is left is multiplied by T².
scale = lambda it: 0.2 * it["temperature"] ** 2
every = list(roles(token_cases(shape), "student", "teacher", "tokens"))
hidden = [it.of(name=f"{it.name}, hidden places alone") for it in token_cases(shape, targets=VOCABULARY)]
write("loss.token-softmax", loss, each([*every, *hidden], [{"temperature": t, "padding": PADDING} for t in (2, 1, 4)], scale))
