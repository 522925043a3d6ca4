"""Weights of a network that Potstill saved, for the same network here."""

from collections.abc import Iterator
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn

KINDS = {nn.Conv2d: "conv2d", nn.BatchNorm2d: "batch-norm", nn.Linear: "dense"}


def load_potstill(network: nn.Module, path: Path) -> None:
    """Fills every parameter and running statistic; a tensor too many, too few or of another shape is refused."""
    saved = load_file(path)
    with torch.no_grad():
        for name, module in layers(network):
            for weight, target in targets(module):
                values = saved.pop(f"{name}/{weight}")
                if weight == "kernel":
                    # [height, width, in, out] and [in, out] there; [out, in, height, width] and [out, in] here.
                    values = values.permute(3, 2, 0, 1) if values.dim() == 4 else values.t()
                if values.shape != target.shape:
                    raise ValueError(f"{name}/{weight} is {list(values.shape)}, wanted {list(target.shape)}")
                target.copy_(values)
    if saved:
        raise ValueError(f"{path.name} holds weights that the network lacks: {', '.join(saved)}")


def layers(network: nn.Module) -> Iterator[tuple[str, nn.Module]]:
    """Potstill's name of each layer with weights: its kind and a number from 1; `logits` is the last."""
    found = [module for module in network.modules() if type(module) in KINDS]
    seen = dict.fromkeys(KINDS, 0)
    for module in found[:-1]:
        seen[type(module)] += 1
        yield f"{KINDS[type(module)]}-{seen[type(module)]}", module
    yield "logits", found[-1]


def targets(module: nn.Module) -> Iterator[tuple[str, Tensor]]:
    if isinstance(module, nn.BatchNorm2d):
        yield "gamma", module.weight
        yield "beta", module.bias
        yield "mean", module.running_mean
        yield "variance", module.running_var
        return
    yield "kernel", module.weight
    if module.bias is not None:
        yield "bias", module.bias
