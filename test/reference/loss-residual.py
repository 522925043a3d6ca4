"""What a student lacks of its teacher, learned by an assistant: the mean over all entries of the square of what is left."""

from torch import Tensor

from cases import Drawn, feature_cases, write

SHAPES = [(4,), (2, 3, 3), (5, 2)]


def loss(assistant: Tensor, student: Tensor, teacher: Tensor) -> Tensor:
    left = student + assistant - teacher
    return left.square().sum() / left.numel()


def cases():
    for at, case in enumerate(feature_cases(lambda at: SHAPES[at % 3])):
        student = case.inputs["student"]
        assistant = Drawn(8000 + at).normal(*student.shape)
        yield case.of(inputs={"assistant": assistant, **case.inputs})


write("loss.residual", loss, cases(), ("assistant",))
