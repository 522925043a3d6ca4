"""Knowledge distillation: Hinton, Vinyals, Dean 2015, section 2."""

from torch import Tensor, softmax

from cases import each, logit_cases, roles, write


def loss(student: Tensor, teacher: Tensor, temperature: float, scale: bool) -> Tensor:
    p = softmax(teacher / temperature, 1)
    q = softmax(student / temperature, 1)
    rows = (p * (p / q).log()).sum(1)
    return rows.mean() * (temperature**2 if scale else 1)


CHOICES = [{"temperature": t, "scale": s} for t in (4, 1, 0.5, 20) for s in (True, False)]
# Two logarithms of the size of ln c are subtracted, and the rest, small where T is large, is multiplied by T².
write(
    "loss.tempered-softmax",
    loss,
    each(
        list(roles(logit_cases(), "student", "teacher")),
        CHOICES,
        lambda it: 0.02 * it["temperature"] ** 2 if it["scale"] else 0.02,
    ),
)
