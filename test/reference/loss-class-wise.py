"""Each example drawn to the next one of its class, which is held fixed: Yun et al. 2020, equation 2."""

import torch
from torch import Tensor

from cases import Case, Drawn, logit_cases, write


def loss(student: Tensor, labels: Tensor, temperature: float) -> Tensor:
    count = len(labels)
    total, pairs = 0 * student.sum(), 0
    for i in range(count):
        partner = next((j % count for j in range(i + 1, i + count) if labels[j % count] == labels[i]), None)
        if partner is None:
            continue
        p = torch.softmax(student[partner].detach() / temperature, 0)
        log_q = torch.log_softmax(student[i] / temperature, 0)
        total = total + (torch.special.xlogy(p, p) - p * log_q).sum()
        pairs += 1
    return temperature**2 * total / max(1, pairs)


def cases():
    for at, case in enumerate(logit_cases()):
        temperature = (1, 4)[at % 2]
        inputs = {"student": case.inputs["student"], "labels": case.inputs["labels"]}
        yield case.of(inputs=inputs, args={"temperature": temperature}, scale=0.01 * temperature**2)
    drawn = Drawn(6200)
    for name, labels in {
        "one class": [1, 1, 1, 1, 1, 1, 1],
        "two classes in turn": [0, 1, 0, 1, 0, 1, 0],
        "all alone": [0, 1, 2, 3, 4, 5, 6],
        "one pair at both ends": [3, 0, 1, 2, 4, 5, 3],
    }.items():
        inputs = {"student": drawn.normal(7, 8, deviation=3), "labels": torch.tensor(labels, dtype=torch.int32)}
        yield Case(name, inputs, {"temperature": 2})


write("loss.class-wise", loss, cases())
