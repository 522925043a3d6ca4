"""A student's activation with a teacher's added to it, whose share falls in a straight line to nothing."""

from torch import Tensor

from cases import Case, Drawn, write


def loss(student: Tensor, teacher: Tensor, until: float, progress: float) -> Tensor:
    if progress >= until:
        return student + 0 * teacher
    return student + (1 - progress / until) * teacher


def case(seed: int) -> Case:
    drawn = Drawn(seed)
    shape = ((3,), (2, 3, 2), (1, 1, 4), (4, 2, 1))[seed % 4]
    n = 1 + seed % 3
    student = drawn.normal(n, *shape, deviation=(1, 5)[seed % 2])
    teacher = student if seed == 5 else drawn.normal(n, *shape, deviation=3) * (seed != 9)
    # Shares whose quotient float32 holds well enough.
    progress = (0, 0.125, 0.25, 0.5, 0.625, 0.984375)[seed % 6]
    args = {"until": (0.5, 1, 0.25, 0.001)[seed // 6]}
    return Case(f"{list(shape)} at {progress} until {args['until']}", {"student": student, "teacher": teacher}, args, progress=progress)


write("model.graft", loss, [case(seed) for seed in range(24)], ("student", "teacher"))
