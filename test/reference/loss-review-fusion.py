"""A stage's map and the deeper one, gated and added: Chen et al. 2021, figure 3 (ABF)."""

from torch import Tensor

from cases import write
from layers import first
from review import review_cases, up


def loss(own: Tensor, deeper: Tensor, gates: Tensor) -> Tensor:
    a = first(gates)
    fused = first(own) * a[:, 0:1] + up(deeper, own) * a[:, 1:2]
    return fused.permute(0, 2, 3, 1)


write("loss.review-fusion", loss, review_cases(gates=True), student=("own", "deeper", "gates"))
