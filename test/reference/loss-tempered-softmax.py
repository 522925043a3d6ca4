"""Knowledge distillation: Hinton, Vinyals, Dean 2015, section 2; temperatures by example: Wen et al. 2019, section 3."""

from torch import Tensor, softmax

from cases import each, logit_cases, roles, write


def loss(
    student: Tensor,
    teacher: Tensor,
    temperature: float,
    scale: bool,
    teacherTemperature: float | None = None,
    course: dict | None = None,
    progress: float = 0,
) -> Tensor:
    own = temperatures(student.detach(), teacher, temperature, course, progress)
    p = softmax(teacher / (own if teacherTemperature is None else teacherTemperature), 1)
    q = softmax(student / own, 1)
    rows = (p * (p / q).log()).sum(1, keepdim=True)
    return (rows * (own**2 if scale else 1)).mean()


def temperatures(student: Tensor, teacher: Tensor, base: float, course: dict | None, progress: float) -> Tensor | float:
    if course is None:
        return base
    if course["kind"] == "linear":
        return (1 - progress) * base + progress * course["to"]
    if course["kind"] == "cwsm":
        weight = 1 / (softmax(student, 1).amax(1, keepdim=True) + 0.001)
    else:
        # Where a row is zero there is no angle; its cosine counts as 0.
        lengths = student.norm(dim=1, keepdim=True) * teacher.norm(dim=1, keepdim=True)
        cosine = (student * teacher).sum(1, keepdim=True) / lengths.where(lengths > 0, 1.0)
        weight = (1 - cosine).clamp(min=0) ** course["power"]
    return (base + course["strength"] * (weight.mean() - weight)).clamp(min=1)


CHOICES = [{"temperature": t, "scale": s} for t in (4, 1, 0.5, 20) for s in (True, False)]
COURSES = [
    {"temperature": 4, "scale": True, "teacherTemperature": 2},
    {"temperature": 1, "scale": False, "teacherTemperature": 5},
    {"temperature": 6, "scale": True, "course": {"kind": "linear", "to": 1}},
    {"temperature": 1, "scale": True, "teacherTemperature": 3, "course": {"kind": "linear", "to": 4}},
    {"temperature": 4, "scale": True, "course": {"kind": "cwsm", "strength": 1}},
    {"temperature": 2, "scale": False, "course": {"kind": "cwsm", "strength": 3}},
    {"temperature": 4, "scale": True, "course": {"kind": "flsw", "strength": 2, "power": 1}},
    {"temperature": 3, "scale": True, "course": {"kind": "flsw", "strength": 1, "power": 2.5}},
]


def scale(args: dict) -> float:
    """Two logarithms of the size of ln c are subtracted, and the rest, small where T is large, is multiplied by T²."""
    course = args.get("course", {"kind": "constant"})
    # An example's own temperature may be twice that of all.
    factor = 2 if course["kind"] in ("flsw", "cwsm") else 1
    warmest = max(factor * args["temperature"], course.get("to", 0))
    return 0.02 * warmest**2 if args["scale"] else 0.02


pairs = list(roles(logit_cases(), "student", "teacher"))
changing = [
    it.of(name=f"{it.name}, changing", progress=(at % 5) / 5 if it.args.get("course", {}).get("kind") == "linear" else None)
    for at, it in enumerate(each(pairs, COURSES, scale))
]
write("loss.tempered-softmax", loss, [*each(pairs, CHOICES, scale), *changing])
