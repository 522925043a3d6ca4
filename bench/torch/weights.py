"""Weights of a network that Potstill saved, for the same network here."""

import json
from collections.abc import Iterator
from pathlib import Path

import torch
from safetensors import safe_open
from torch import Tensor, nn

KINDS = {"conv2d": nn.Conv2d, "batch-norm": nn.BatchNorm2d, "dense": nn.Linear}


def load_potstill(network: nn.Module, path: Path) -> None:
    """Fills every parameter and running statistic; a tensor too many, too few or of another shape is refused."""
    with safe_open(path, "pt") as file, torch.no_grad():
        saved = {name: file.get_tensor(name) for name in file.keys()}
        for name, module in layers(network, json.loads(file.metadata()["network"])["layers"]):
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


def layers(network: nn.Module, saved: list[dict]) -> Iterator[tuple[str, nn.Module]]:
    """Each module with weights under the name of its layer: the n-th convolution here is the n-th of the saved network."""
    for kind, module_type in KINDS.items():
        names = [layer["id"] for layer in saved if layer["kind"] == kind]
        yield from zip(names, (it for it in network.modules() if type(it) is module_type), strict=True)


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
