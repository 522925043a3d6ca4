"""The networks of the bench, layer for layer those of src/nodes/network.

Modules are made in the order of Potstill's layers, so that the n-th convolution here is its n-th.
"""

from torch import Tensor, nn
from torch.nn import functional as F


def make_network(kind: str, shape: list[int], **sizes) -> nn.Module:
    """A network for images of `shape` (height, width, channels) with ten classes, its weights drawn as Potstill does."""
    network = {"mlp": mlp, "lenet": LeNet, "resnet": ResNet}[kind](shape, **sizes)
    for module in network.modules():
        if isinstance(module, (nn.Conv2d, nn.Linear)):
            nn.init.kaiming_normal_(module.weight, nonlinearity="relu")
            if module.bias is not None:
                nn.init.zeros_(module.bias)
    return network


def count_values(network: nn.Module) -> int:
    """All that a saved model holds: trained parameters and running statistics."""
    running = [it for name, it in network.named_buffers() if not name.endswith("num_batches_tracked")]
    return sum(it.numel() for it in [*network.parameters(), *running])


def mlp(shape: list[int], hidden: list[int]) -> nn.Module:
    height, width, channels = shape
    layers: list[nn.Module] = [nn.Flatten()]
    features = height * width * channels
    for units in hidden:
        layers += [nn.Linear(features, units), nn.ReLU(inplace=True)]
        features = units
    return nn.Sequential(*layers, nn.Linear(features, 10))


class LeNet(nn.Module):
    """Convolution, pool, convolution, pool, dense."""

    def __init__(self, shape: list[int], first: int, second: int, kernel: int, dense: int):
        super().__init__()
        height, width, channels = shape
        self.first = nn.Conv2d(channels, first, kernel, padding=kernel // 2)
        self.second = nn.Conv2d(first, second, kernel, padding=kernel // 2)
        self.dense = nn.Linear(height // 4 * (width // 4) * second, dense)
        self.logits = nn.Linear(dense, 10)

    def forward(self, x: Tensor) -> Tensor:
        for conv in (self.first, self.second):
            x = F.relu(F.max_pool2d(conv(x), 2))
        # Rows, columns, channels, as the values lie in memory with channels last: no copy.
        x = x.permute(0, 2, 3, 1).flatten(1)
        return self.logits(F.relu(self.dense(x)))


class ConvNorm(nn.Sequential):
    def __init__(self, channels: int, filters: int, kernel: int, stride: int):
        conv = nn.Conv2d(channels, filters, kernel, stride, padding=kernel // 2, bias=False)
        super().__init__(conv, nn.BatchNorm2d(filters))


class Block(nn.Module):
    """Residual block; where it narrows, the shortcut is a convolution 1×1 (He et al. 2016, option B)."""

    def __init__(self, channels: int, filters: int):
        super().__init__()
        narrows = channels != filters
        self.shortcut = ConvNorm(channels, filters, 1, 2) if narrows else nn.Identity()
        self.first = ConvNorm(channels, filters, 3, 2 if narrows else 1)
        self.second = ConvNorm(filters, filters, 3, 1)

    def forward(self, x: Tensor) -> Tensor:
        return F.relu(self.shortcut(x) + self.second(F.relu(self.first(x))))


class ResNet(nn.Module):
    """Three stages of residual blocks with 1, 2 and 4 times the width: 6 · blocks + 2 layers."""

    def __init__(self, shape: list[int], blocks: int, width: int = 16):
        super().__init__()
        self.stem = ConvNorm(shape[2], width, 3, 1)
        stages = [width] + [width << stage for stage in range(3) for _ in range(blocks)]
        self.blocks = nn.Sequential(*(Block(*pair) for pair in zip(stages, stages[1:])))
        self.logits = nn.Linear(4 * width, 10)

    def forward(self, x: Tensor) -> Tensor:
        return self.logits(self.blocks(F.relu(self.stem(x))).mean((2, 3)))


def pad_as_tensorflow(network: nn.Module) -> None:
    """Makes strided 3×3 convolutions pad below and right alone, as where TensorFlow trained their weights."""
    for module in network.modules():
        if isinstance(module, nn.Conv2d) and module.stride == (2, 2) and module.kernel_size == (3, 3):
            module.padding = (0, 0)
            module.register_forward_pre_hook(lambda _, given: (F.pad(given[0], (0, 1, 0, 1)),))
