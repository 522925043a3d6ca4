"""Cases that every loss is tried on, and the file of values that they come to.

A reference is one function of float64 tensors, written from the paper. `write` calls it on each case, asks autograd for
the gradient of every input in `student`, and writes golden/<name>.json. What is drawn is rounded to float32 first, so
that the product, which computes in float32, sees the very same numbers.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import torch
from torch import Tensor

FOLDER = Path(__file__).parent / "golden"
LEAST_CASES = 20


@dataclass(frozen=True)
class Case:
    """Inputs of one call, by role."""

    name: str
    inputs: dict[str, Tensor]
    args: dict = field(default_factory=dict)
    #: How far the stage is, 0 … 1, for losses that change while a run goes on.
    progress: float | None = None
    #: What an error is measured against where the value is smaller: the size of the parts that cancel in it.
    scale: float = 0.01
    #: Uniform draws by stream, for ops that ask for some.
    draws: dict[str, Tensor] = field(default_factory=dict)

    def of(self, **changes) -> "Case":
        """The same case with other fields."""
        return Case(**{**self.__dict__, **changes})


class Drawn:
    """Numbers of one seed, rounded to three decimals and then to float32."""

    def __init__(self, seed: int):
        self.generator = torch.Generator().manual_seed(seed)

    def normal(self, *shape: int, deviation: float = 1.0) -> Tensor:
        return exact(torch.randn(shape, generator=self.generator, dtype=torch.float64) * deviation)

    def uniform(self, *shape: int) -> Tensor:
        return exact(torch.rand(shape, generator=self.generator, dtype=torch.float64))

    def labels(self, count: int, classes: int) -> Tensor:
        return torch.randint(classes, (count,), generator=self.generator, dtype=torch.int32)


def exact(x: Tensor) -> Tensor:
    """The nearest number of three decimals, as float32 holds it."""
    return ((x * 1000).round() / 1000).to(torch.float32).to(torch.float64)


def logit_cases(least_classes: int = 2) -> list[Case]:
    """Student and teacher logits [n, c] and labels [n]: 15 of random sizes, and what is degenerate."""
    cases = []
    for seed in range(15):
        drawn = Drawn(1000 + seed)
        n, c = 2 + seed % 5, (least_classes, 3, 4, 7, 10)[seed // 3]
        cases.append(_logits(f"random {n}x{c}, seed {seed}", drawn, n, c, deviation=(1, 3, 8)[seed % 3]))
    drawn = Drawn(2000)
    pair = _logits("", drawn, 5, 4, deviation=2)
    student, teacher, labels = pair.inputs.values()
    hot = torch.eye(5, dtype=torch.float64)
    degenerate = [
        _logits("a batch of two", drawn, 2, 5, deviation=2),
        _logits("few classes", drawn, 6, least_classes, deviation=2),
        _logits("certain", drawn, 3, 6, deviation=40),
        _pair("equal rows", student[:1].repeat(4, 1), teacher[:1].repeat(4, 1), labels[:4]),
        _pair("student is teacher", teacher, teacher, labels),
        _pair("all zero", torch.zeros(3, 4), torch.zeros(3, 4), labels[:3]),
        _pair("student zero", torch.zeros(5, 4), teacher, labels),
        _pair("teacher zero", student, torch.zeros(5, 4), labels),
        _pair("one-hot logits", hot, hot.flip(0), torch.arange(5, dtype=torch.int32)),
        _pair("one-hot and certain", 30 * hot, 30 * hot.roll(1, 1), torch.arange(5, dtype=torch.int32)),
    ]
    return cases + degenerate


def feature_cases(
    student: Callable[[int], tuple[int, ...]],
    teacher: Callable[[int], tuple[int, ...]] | None = None,
    least_batch: int = 2,
) -> list[Case]:
    """Activations of two layers: 14 random ones, and what is degenerate.

    `student` and `teacher` say the shape behind the batch for the case of each number, e.g. `lambda at: (3 + at % 4,)`; one
    shape for both where `teacher` is left out.
    """
    of = teacher or student
    cases = []
    for seed in range(14):
        drawn = Drawn(3000 + seed)
        n = least_batch + seed % 4
        deviation = (1, 0.1, 4)[seed % 3]
        s = drawn.normal(n, *student(seed), deviation=deviation)
        t = drawn.normal(n, *of(seed), deviation=deviation)
        cases.append(_pair(f"random {list(s.shape)} and {list(t.shape)}, seed {seed}", s, t))
    drawn = Drawn(4000)
    s, t = drawn.normal(4, *student(0)), drawn.normal(4, *of(0))
    n = least_batch
    hot = lambda like: torch.eye(like[0].numel(), dtype=torch.float64)[torch.arange(4) % like[0].numel()].view_as(like)
    return cases + [
        _pair(f"a batch of {n}", s[:n], t[:n]),
        _pair("equal rows", s[:1].repeat(4, *[1] * (s.dim() - 1)), t[:1].repeat(4, *[1] * (t.dim() - 1))),
        _pair("two equal rows", torch.cat([s[:1], s[:1], s[1:]]), torch.cat([t[:1], t[:1], t[1:]])),
        _pair("all zero", torch.zeros_like(s), torch.zeros_like(t)),
        _pair("student zero", torch.zeros_like(s), t),
        _pair("teacher zero", s, torch.zeros_like(t)),
        _pair("one-hot", hot(s), hot(t).flip(0)),
        _pair("student is teacher, where shapes agree", t if t.shape == s.shape else s, t),
    ]


def _logits(name: str, drawn: Drawn, n: int, c: int, deviation: float) -> Case:
    return _pair(
        name, drawn.normal(n, c, deviation=deviation), drawn.normal(n, c, deviation=deviation), drawn.labels(n, c)
    )


def _pair(name: str, student: Tensor, teacher: Tensor, labels: Tensor | None = None) -> Case:
    inputs = {"student": student.double(), "teacher": teacher.double()}
    return Case(name, inputs if labels is None else {**inputs, "labels": labels})


def roles(cases: list[Case], *names: str) -> Iterator[Case]:
    """The cases with these inputs alone."""
    for case in cases:
        yield case.of(inputs={name: case.inputs[name] for name in names})


def each(cases: list[Case], choices: list[dict], scale: Callable[[dict], float] | None = None) -> Iterator[Case]:
    """The cases, each with the next of the arguments in turn."""
    for at, case in enumerate(cases):
        args = choices[at % len(choices)]
        yield case.of(args=args, **({"scale": scale(args)} if scale else {}))


def write(op: str, loss: Callable[..., Tensor], cases: Iterator[Case] | list[Case], student: tuple[str, ...] = ("student",)):
    """Writes golden/<op>.json.

    `loss` is called with the inputs by role, the arguments by name, and `progress` and `draws` where the case has them. Where it
    gives more than one number, the gradient is that of its product with a drawn `direction`, summed.
    """
    told = [_told(at, case, loss, student) for at, case in enumerate(cases)]
    if len(told) < LEAST_CASES:
        raise SystemExit(f"{op} has {len(told)} cases; {LEAST_CASES} are asked for.")
    lines = ",\n".join(json.dumps(it, separators=(",", ":")) for it in told)
    name = op.replace(".", "-")
    (FOLDER / f"{name}.json").write_text(f'{{"op":"{op}","cases":[\n{lines}\n]}}\n')
    print(f"{name}: {len(told)} cases")


def _told(at: int, case: Case, loss: Callable[..., Tensor], student: tuple[str, ...]) -> dict:
    asked = [role for role in case.inputs if role in student]
    inputs = {role: it.detach().clone().requires_grad_(role in asked) for role, it in case.inputs.items()}
    more = {} if case.progress is None else {"progress": case.progress}
    if case.draws:
        more["draws"] = case.draws
    value = loss(**inputs, **case.args, **more)
    told = {"name": case.name, "args": case.args}
    if case.progress is not None:
        told["progress"] = case.progress
    if case.draws:
        told["draws"] = {stream: _tensor(it) for stream, it in case.draws.items()}
    told["scale"] = case.scale
    told["inputs"] = {role: _tensor(it) for role, it in case.inputs.items()}
    if value.dim() == 0:
        total = value
        told["value"] = _short(value.item())
    else:
        direction = Drawn(5000 + at).normal(*value.shape)
        total = (value * direction).sum()
        told["value"] = _values(value.detach())
        told["direction"] = _tensor(direction)
    # What only teachers go into has no gradient that anybody asks for; what hangs on no input, as where all rows are constant, has zeros.
    of = [inputs[role] for role in asked]
    total = total + sum(0 * it.sum() for it in of)
    gradients = torch.autograd.grad(total, of) if of else []
    told["gradient"] = {role: _values(it) for role, it in zip(asked, gradients, strict=True)}
    for role, it in told["gradient"].items():
        if any(x != x or abs(x) == float("inf") for x in [*it, total.item()]):
            raise SystemExit(f"case {case.name}: the reference's gradient of {role} is not finite.")
    return told


def _tensor(x: Tensor) -> dict:
    """What is handed to the op: the shortest digits that float32 reads as this number."""
    if x.dtype == torch.float64 and not torch.equal(x.float().double(), x):
        raise SystemExit("An input is no float32 number: round it by exact().")
    return {"shape": list(x.shape), "values": [_shortest(it) for it in x.flatten().tolist()]}


def _values(x: Tensor) -> list[float]:
    return [_short(it) for it in x.flatten().tolist()]


def _shortest(x: float) -> float | int:
    for digits in range(1, 9):
        it = float(f"{x:.{digits}g}")
        if torch.tensor(it, dtype=torch.float32).item() == x:
            return _whole(it)
    return _short(x)


def _short(x: float) -> float | int:
    """Nine digits, which is more than any comparison here looks at."""
    return _whole(float(f"{x:.9g}"))


def _whole(x: float) -> float | int:
    return int(x) if x.is_integer() and abs(x) < 1e9 else x
