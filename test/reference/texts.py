"""Cases of losses on the tokens of texts: random ones with padding, and what is degenerate."""

import torch

from cases import Case, Drawn

PADDING = 0
NO_SCORE = -1e9


def texts(drawn, n, length, least=1):
    """[n, length] tokens 5 … 19, each text at least `least` long, padding behind it."""
    tokens = torch.randint(5, 20, (n, length), generator=drawn.generator)
    lengths = torch.randint(least, length + 1, (n, 1), generator=drawn.generator)
    return torch.where(torch.arange(length) < lengths, tokens, PADDING).double()


def hidden_targets(drawn, tokens, vocabulary):
    """-100, but at about a third of the tokens one of the vocabulary."""
    wanted = torch.randint(0, vocabulary, tokens.shape, generator=drawn.generator).double()
    chosen = (torch.rand(tokens.shape, generator=drawn.generator) < 0.34) & (tokens != PADDING)
    return torch.where(chosen, wanted, -100.0)


def token_cases(student, teacher=None, scores=False, targets=None, tokens=True):
    """`student(n, length, seed)` and `teacher` say the shapes; `targets(seed)` the vocabulary where places are hidden."""
    of = teacher or student

    def case(name, seed, n, length, deviation=1.0, least=1, change=lambda s, t: (s, t), text=None, wanted=None):
        drawn = Drawn(9000 + seed)
        own = texts(drawn, n, length, least) if text is None else text
        s = drawn.normal(*student(n, length, seed), deviation=deviation)
        t = drawn.normal(*of(n, length, seed), deviation=deviation)
        s, t = change(s, t)
        if scores:
            padded = (own == PADDING).double()[:, None, None, :]
            s, t = ((x + padded * NO_SCORE).float().double() for x in (s, t))
        inputs = {"student": s, "teacher": t, "tokens": own}
        if targets:
            inputs["targets"] = hidden_targets(drawn, own, targets(seed)) if wanted is None else wanted
        return Case(name, {role: it for role, it in inputs.items() if tokens or role != "tokens"})

    cases = [
        case(f"random, seed {seed}", seed, 2 + seed % 3, 1 + seed % 5, (1, 0.2, 4)[seed % 3]) for seed in range(14)
    ]
    zero = torch.zeros_like
    return cases + [
        case("a batch of two", 20, 2, 4),
        case("no padding", 21, 3, 4, least=4),
        case("one token each", 22, 3, 4, text=torch.tensor([[7, 0, 0, 0]] * 3).double()),
        case("nothing but padding in one text", 23, 2, 3, text=torch.tensor([[0, 0, 0], [5, 6, 0]]).double()),
        case("student is teacher", 24, 3, 4, change=lambda s, t: (t, t) if s.shape == t.shape else (s, t)),
        case("equal tokens", 25, 2, 4, change=lambda s, t: (s[:, :1].expand_as(s).clone(), t)),
        case("far apart", 26, 2, 4, 20),
        case("teacher zero", 27, 2, 4, change=lambda s, t: (s, zero(t))),
    ] + ([case("nothing hidden", 28, 2, 4, wanted=torch.full((2, 4), -100.0).double())] if targets else [])
