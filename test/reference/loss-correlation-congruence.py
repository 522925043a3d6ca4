"""Correlation congruence: the neighbours of the authors' code, and the kernels of Peng et al. 2019, equations 9 and 11."""

from math import exp, factorial

from torch import Tensor

from cases import Case, each, feature_cases, write
from layers import length

STUDENT = [(5,), (2, 3, 2), (1,), (6, 2)]
TEACHER = [(3,), (4, 1, 2), (6,), (7,)]


def loss(student: Tensor, teacher: Tensor, form: str, gamma: float, terms: int) -> Tensor:
    s, t = student.flatten(1), teacher.flatten(1)
    n = s.shape[0]
    if form == "neighbours":
        apart = (s - t).abs()
        return sum((apart[at] * apart[at + 1]).sum() for at in range(n - 1)) / (n - 1)

    def kernel(rows: Tensor) -> Tensor:
        products = rows @ rows.T
        if form == "bilinear":
            return products
        return exp(-2 * gamma) * sum((2 * gamma * products) ** p / factorial(p) for p in range(terms + 1))

    return length((kernel(s) - kernel(t)).flatten(), 0).squeeze() / n**2


def cases() -> list[Case]:
    neighbours = feature_cases(lambda at: STUDENT[at % 4])
    kernels = feature_cases(lambda at: STUDENT[at % 4], lambda at: TEACHER[at % 4])
    forms = [("bilinear", 0.4, 2), ("gaussian", 0.4, 2), ("gaussian", 0.1, 3), ("gaussian", 0.7, 1)]
    choices = [{"form": f, "gamma": g, "terms": p} for f, g, p in forms]
    return [
        *each(neighbours, [{"form": "neighbours", "gamma": 0.4, "terms": 2}]),
        *(it.of(name=f"kernels, {it.name}") for it in each(kernels, choices)),
    ]


write("loss.correlation-congruence", loss, cases())
