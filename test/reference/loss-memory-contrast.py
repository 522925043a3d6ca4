"""Noise-contrastive estimation against a memory: Tian et al. 2020, equations 17 to 19, by probabilities as they print them."""

import torch
from torch import Tensor

from cases import Case, Drawn, exact, write

EXAMPLES = 60000


def loss(scores: Tensor) -> Tensor:
    total = torch.zeros((), dtype=torch.float64)
    for row in scores.unbind(0):
        counted = row[1:][row[1:] > -1e8]
        k = max(len(counted), 1)
        # A mean over what is there stands for the sum over all examples: P = r/N, and noise is uniform.
        own, others, noise = row[0].exp() / EXAMPLES, counted.exp() / EXAMPLES, k / EXAMPLES
        total = total - torch.log(own / (own + noise)) - torch.log(noise / (others + noise)).sum()
    return total / scores.shape[0]


cases = []
for seed in range(18):
    drawn = Drawn(8500 + seed)
    n, k = 2 + seed % 4, (1, 2, 7, 30)[seed % 4]
    scores = drawn.normal(n, 1 + k, deviation=(1, 5, 14)[seed % 3])
    if seed % 2:
        scores[:, 1:] = torch.where(drawn.uniform(n, k) < 0.3, torch.full_like(scores[:, 1:], -1e9), scores[:, 1:])
    cases.append(Case(f"random {n} by {k}, seed {seed}", {"scores": scores}))
like = cases[2].inputs["scores"]
cases += [
    Case("all zero", {"scores": torch.zeros(2, 5, dtype=torch.float64)}),
    Case("equal rows", {"scores": like[:1].repeat(3, 1)}),
    Case("nobody counts", {"scores": torch.cat([like[:, :1], torch.full_like(like[:, 1:], -1e9)], dim=1)}),
    Case("certain and right", {"scores": exact(torch.tensor([[14.0, -14, -14], [14, -14, -14]], dtype=torch.float64))}),
    Case("certain and wrong", {"scores": exact(torch.tensor([[-14.0, 14, 14], [-14, 14, 14]], dtype=torch.float64))}),
]
write("loss.memory-contrast", loss, cases, student=("scores",))
