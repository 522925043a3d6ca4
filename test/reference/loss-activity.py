"""How little a layer responds. At zero, where the size of a number has no slope, none is taken."""

from torch import Tensor

from cases import feature_cases, roles, write


def activity(teacher: Tensor) -> Tensor:
    return -teacher.abs().mean()


write("loss.activity", activity, list(roles(feature_cases(lambda at: ((6,), (3, 2, 4))[at % 2]), "teacher")), student=("teacher",))
