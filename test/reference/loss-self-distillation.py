"""An early exit's answers drawn to those of the end, which are held fixed: Zhang et al. 2019."""

import torch
from torch import Tensor

from cases import logit_cases, write


def loss(shallow: Tensor, deep: Tensor, temperature: float) -> Tensor:
    p = torch.softmax(deep.detach() / temperature, 1)
    log_q = torch.log_softmax(shallow / temperature, 1)
    # What a probability of 0 adds is 0.
    own = torch.special.xlogy(p, p) - p * log_q
    return temperature**2 * own.sum() / shallow.shape[0]


def cases():
    for at, case in enumerate(logit_cases()):
        temperature = (1, 3, 8)[at % 3]
        inputs = {"shallow": case.inputs["student"], "deep": case.inputs["teacher"]}
        # Answers that agree differ by rounding, which T² makes larger.
        yield case.of(inputs=inputs, args={"temperature": temperature}, scale=0.01 * temperature**2)


write("loss.self-distillation", loss, cases(), ("shallow",))
