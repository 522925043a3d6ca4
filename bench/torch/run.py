"""One measurement of the bench in PyTorch: python run.py SPEC, which is JSON, or `about`; prints JSON lines.

bench/speed/torch-side.mjs starts it and says what a specification holds.
"""

import json
import os
import platform
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import torch
from torch import Tensor

from data import Images, Shifted
from networks import count_values, make_network, pad_as_tensorflow
from training import Distillation, Labels, Teacher, Trainer
from weights import load_potstill


@dataclass
class Data:
    folder: str
    shape: list[int]
    train: int
    test: int
    mean: float
    deviation: float
    shift: int


@dataclass
class Spec:
    """`teacher` holds a network's sizes and the file of its weights; None trains on the labels alone."""

    task: str
    data: Data
    student: dict
    teacher: dict | None
    batch: int
    rate: float
    alpha: float
    temperature: float
    epochs: int
    seconds: float
    seed: int
    bfloat16: bool
    compile: Literal["nothing", "teacher", "all"]


FEWEST = 8
"""Steps that are timed at least."""


def say(kind: str, **what) -> None:
    print(json.dumps({"kind": kind, **what}), flush=True)


def clock() -> float:
    """Milliseconds."""
    return 1000 * time.perf_counter()


def memory() -> dict[str, int]:
    """Resident bytes of this process: now, and at most so far."""
    lines = dict(line.split(":") for line in Path("/proc/self/status").read_text().splitlines())
    return {name: 1024 * int(lines[key].split()[0]) for name, key in (("now", "VmRSS"), ("peak", "VmHWM"))}


def read_part(spec: Spec, part: str) -> Images:
    at = spec.data
    return Images.read(Path(at.folder), part, getattr(at, part), at.mean, at.deviation)


def make_teacher(spec: Spec) -> torch.nn.Module:
    """The network that Potstill trained, as it is."""
    sizes = dict(spec.teacher)
    file = sizes.pop("file")
    network = make_network(shape=spec.data.shape, **sizes).to(memory_format=torch.channels_last)
    load_potstill(network, Path(file))
    pad_as_tensorflow(network)
    return network.eval()


def make_trainer(spec: Spec) -> Trainer:
    student = make_network(shape=spec.data.shape, **spec.student).to(memory_format=torch.channels_last)
    if spec.teacher is None:
        return Trainer(Labels(student), None, spec.rate, spec.bfloat16)
    teacher = Teacher(make_teacher(spec), torch.bfloat16 if spec.bfloat16 else torch.float32)
    return Trainer(Distillation(student, spec.alpha, spec.temperature), teacher, spec.rate, spec.bfloat16)


def prepared(spec: Spec) -> Trainer:
    """A trainer that is compiled and warm; tells how long that took."""
    trainer = make_trainer(spec)
    say("ready", parameters=count_values(trainer.student), memory=memory())
    if spec.compile != "nothing":
        trainer.compile(student=spec.compile == "all")
    height, width, channels = spec.data.shape
    sizes = {spec.batch, spec.data.train % spec.batch or spec.batch} if spec.task == "job" else {spec.batch}
    begun = clock()
    trainer.warm_up(
        [
            (
                torch.zeros(size, height, width, channels).permute(0, 3, 1, 2),
                torch.zeros(size, dtype=torch.long),
            )
            for size in sorted(sizes)
        ]
    )
    say("warm", milliseconds=clock() - begun)
    return trainer


def orders(images: Images | Shifted, batch: int):
    """Rows of each batch of one epoch."""
    return torch.randperm(len(images)).split(batch)


def steps(spec: Spec) -> None:
    """Steps with full batches for some seconds, told about ten times a second."""
    trainer = prepared(spec)
    train = read_part(spec, "train")
    begun = told = clock()
    done = 0
    # Slow networks on a busy machine take a few steps all the same.
    while clock() - begun < 1000 * spec.seconds or done < FEWEST:
        rows = torch.randint(len(train), (spec.batch,))
        trainer.step(*train.at(rows))
        done += 1
        if clock() - told >= 100:
            told = clock()
            say("mark", step=done, time=told)
    say("done", memory=memory())


def job(spec: Spec) -> None:
    """A whole training, timed from reading the data to the last step; measuring accuracy is timed apart."""
    trainer = prepared(spec)
    begun = clock()
    train: Images | Shifted = read_part(spec, "train")
    test = read_part(spec, "test")
    if spec.data.shift > 0:
        train = Shifted(train, spec.data.shift)
    apart = 0.0
    for epoch in range(1, spec.epochs + 1):
        trainer.student.train()
        total = torch.zeros(())
        for rows in orders(train, spec.batch):
            total += trainer.step(*train.at(rows))
        total.item()
        paused = clock()
        accuracy, loss = measure(trainer.student, test)
        apart += clock() - paused
        say("epoch", epoch=epoch, accuracy=accuracy, loss=loss)
    say("job", milliseconds=clock() - begun - apart, apart=apart)
    say("done", memory=memory())


@torch.inference_mode()
def measure(network: torch.nn.Module, images: Images) -> tuple[float, float]:
    """Accuracy and mean cross-entropy in nats."""
    network.eval()
    right, loss = 0, 0.0
    for rows in torch.arange(len(images)).split(512):
        x, y = images.at(rows)
        logits = network(x)
        right += int((logits.argmax(1) == y).sum())
        loss += torch.nn.functional.cross_entropy(logits.double(), y, reduction="sum").item()
    return right / len(images), loss / len(images)


def teacher(spec: Spec) -> None:
    """What the teacher is worth here, to compare it with what Potstill says of it."""
    network = make_teacher(spec)
    accuracy, loss = measure(network, read_part(spec, "test"))
    say("teacher", parameters=count_values(network), accuracy=accuracy, loss=loss)


def about() -> None:
    say(
        "about",
        torch=torch.__version__,
        python=platform.python_version(),
        threads=torch.get_num_threads(),
        instructions=torch.backends.cpu.get_cpu_capability(),
    )


def main(text: str) -> None:
    torch.set_num_threads(os.cpu_count() or 1)
    # As TensorFlow does in all its threads: numbers near zero slow nothing down.
    torch.set_flush_denormal(True)
    if text == "about":
        return about()
    given = json.loads(text)
    spec = Spec(**{**given, "data": Data(**given["data"])})
    torch.manual_seed(spec.seed)
    {"steps": steps, "job": job, "teacher": teacher}[spec.task](spec)


if __name__ == "__main__":
    main(sys.argv[1])
