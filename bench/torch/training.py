"""What a step computes: a network alone on the labels, or with a frozen teacher beside it."""

import torch
from torch import Tensor, nn
from torch.nn import functional as F
from torch.nn.utils.fusion import fuse_conv_bn_eval

from networks import ConvNorm


class Labels(nn.Module):
    """Cross-entropy of a network on the labels."""

    def __init__(self, student: nn.Module):
        super().__init__()
        self.student = student

    def forward(self, x: Tensor, y: Tensor) -> Tensor:
        return F.cross_entropy(self.student(x), y)


class Distillation(nn.Module):
    """(1 − α) · cross-entropy + α · T² · KL(teacher ‖ student), both softened by T (Hinton et al. 2015)."""

    def __init__(self, student: nn.Module, alpha: float, temperature: float):
        super().__init__()
        self.student, self.alpha, self.temperature = student, alpha, temperature

    def forward(self, x: Tensor, y: Tensor, answers: Tensor) -> Tensor:
        logits = self.student(x)
        own = F.log_softmax(logits / self.temperature, 1)
        wanted = F.log_softmax(answers / self.temperature, 1)
        soft = F.kl_div(own, wanted, reduction="batchmean", log_target=True)
        hard = F.cross_entropy(logits, y)
        return (1 - self.alpha) * hard + self.alpha * self.temperature**2 * soft


class Teacher(nn.Module):
    """A network that answers and does not learn: its batch normalization is folded into its convolutions."""

    def __init__(self, network: nn.Module, kind: torch.dtype):
        super().__init__()
        network.eval().requires_grad_(False)
        for module in [it for it in network.modules() if isinstance(it, ConvNorm)]:
            module[0], module[1] = fuse_conv_bn_eval(module[0], module[1]), nn.Identity()
        self.network, self.kind = network.to(kind), kind

    def forward(self, x: Tensor) -> Tensor:
        return self.network(x.to(self.kind)).float()


class Trainer:
    """One training step after another, by Adam.

    `teacher` is None where the network learns from the labels alone.
    """

    def __init__(self, loss: Labels | Distillation, teacher: Teacher | None, rate: float, bfloat16: bool):
        self.student, self.teacher, self.bfloat16 = loss.student, teacher, bfloat16
        self.loss = loss
        # Potstill's epsilon. `fused` makes one kernel of the whole update.
        self.optimizer = torch.optim.Adam(self.student.parameters(), lr=rate, eps=1e-7, fused=True)

    def compile(self, student: bool) -> None:
        """The teacher, where there is one, and where `student` also the loss with its gradient.

        Shapes are fixed: the last batch of an epoch gets code of its own.
        """
        if self.teacher is not None:
            self.teacher = torch.compile(self.teacher, dynamic=False, options={"freezing": True})
        if student:
            self.loss = torch.compile(self.loss, dynamic=False)

    def gradient(self, x: Tensor, y: Tensor) -> Tensor:
        with torch.autocast("cpu", torch.bfloat16, enabled=self.bfloat16):
            if self.teacher is None:
                loss = self.loss(x, y)
            else:
                # Not inference_mode: what it makes may not be kept for a backward pass.
                with torch.no_grad():
                    answers = self.teacher(x)
                loss = self.loss(x, y, answers)
        loss.backward()
        return loss.detach()

    def step(self, x: Tensor, y: Tensor) -> Tensor:
        """The loss stays a tensor: reading it is left to the end of an epoch."""
        loss = self.gradient(x, y)
        self.optimizer.step()
        self.optimizer.zero_grad(set_to_none=True)
        return loss

    def warm_up(self, batches: list[tuple[Tensor, Tensor]]) -> None:
        """Compiles and fills caches for batches of these shapes, and leaves the student as it was."""
        state = {name: it.clone() for name, it in self.student.state_dict().items()}
        for x, y in batches:
            for _ in range(2):
                self.gradient(x, y)
        self.optimizer.zero_grad(set_to_none=True)
        self.student.load_state_dict(state)
