"""Students drawn to each other's answers, which are held fixed: Zhang et al. 2018, equations 5 to 8."""

import torch
from torch import Tensor

from cases import Case, Drawn, logit_cases, write


def divergence(of: Tensor, to: Tensor, temperature: float) -> Tensor:
    """KL of softmax(to / T) from softmax(of / T), mean over rows."""
    log_q = of / temperature - torch.logsumexp(of / temperature, 1, keepdim=True)
    log_p = to / temperature - torch.logsumexp(to / temperature, 1, keepdim=True)
    return (log_p.exp() * (log_p - log_q)).sum(1).mean()


def loss(temperature: float, **students: Tensor) -> Tensor:
    total = torch.zeros((), dtype=torch.float64)
    for name, student in students.items():
        others = [it.detach() for other, it in students.items() if other != name]
        own = sum(divergence(student, it, temperature) for it in others) / len(others)
        total = total + temperature**2 * own
    return total


def cases():
    choices = (1, 2, 4)
    for at, case in enumerate(logit_cases()):
        inputs = {"first": case.inputs["student"], "second": case.inputs["teacher"]}
        temperature = choices[at % 3]
        # Two that agree differ by rounding, which T² makes larger.
        yield case.of(inputs=inputs, args={"temperature": temperature}, scale=0.01 * temperature**2)
    drawn = Drawn(6100)
    for at, count in enumerate((3, 4, 3, 4)):
        names = ("first", "second", "third", "fourth")[:count]
        inputs = {name: drawn.normal(5, 4 + at, deviation=3) for name in names}
        yield Case(f"{count} students, {4 + at} classes", inputs, {"temperature": choices[at % 3]})


write("loss.mutual-learning", loss, cases(), ("first", "second", "third", "fourth"))
