"""Squared distance of logits, mean over all entries: Ba, Caruana 2014, section 2.2; Kim et al. 2021, equation 3."""

from torch import Tensor

from cases import each, logit_cases, roles, write


def loss(student: Tensor, teacher: Tensor, centred: bool) -> Tensor:
    if centred:
        student = student - student.mean(1, keepdim=True)
        teacher = teacher - teacher.mean(1, keepdim=True)
    n, c = student.shape
    return sum(((student[i] - teacher[i]) ** 2).sum() for i in range(n)) / (n * c)


CHOICES = [{"centred": False}, {"centred": True}]
write("loss.logit-distance", loss, each(list(roles(logit_cases(), "student", "teacher")), CHOICES))
