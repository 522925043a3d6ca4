"""Cosine of features: Sanh et al. 2019, as PyTorch's cosine_similarity, with zero vectors at right angles."""

from torch import Tensor
from torch.nn.functional import cosine_similarity

from cases import each, feature_cases, write
from layers import length, with_zero_row

SHAPES = [(5,), (3, 2, 4), (1,), (6, 2)]


def loss(student: Tensor, teacher: Tensor, over: str) -> Tensor:
    s, t = (it.flatten(1) if over == "example" else it.flatten(0, -2) for it in (student, teacher))
    some = ((length(s, 1) > 0) & (length(t, 1) > 0)).squeeze(1).detach()
    return (cosine_similarity(s[some], t[some], dim=1, eps=1e-30).sum() * -1 + len(s)) / len(s) + 0 * student.sum()


write(
    "loss.feature-cosine",
    loss,
    each(
        with_zero_row(feature_cases(lambda at: SHAPES[at % 4])),
        [{"over": "example"}, {"over": "last"}],
        lambda _: 0.1,
    ),
)
