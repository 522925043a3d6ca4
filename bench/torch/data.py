"""A data set in memory, read from the same files as Potstill's engine reads."""

import struct
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor


def read_idx(path: Path) -> Tensor:
    """Unsigned bytes in any number of dimensions."""
    content = bytearray(path.read_bytes())
    zero, kind, rank = struct.unpack_from(">HBB", content)
    if (zero, kind) != (0, 8):
        raise ValueError(f"{path.name} is no IDX file of bytes: it begins with {content[:4].hex()}")
    shape = struct.unpack_from(f">{rank}I", content, 4)
    return torch.frombuffer(content, dtype=torch.uint8, offset=4 + 4 * rank).reshape(shape)


# What the files of each part begin with.
PARTS = {"train": "train", "test": "t10k"}


@dataclass
class Images:
    """Normalised pixels [n, height, width, channels] and class indices [n]."""

    pixels: Tensor
    labels: Tensor
    dark: float

    @classmethod
    def read(cls, folder: Path, part: str, count: int, mean: float, deviation: float) -> "Images":
        (images,) = folder.glob(f"{PARTS[part]}-images-idx*-ubyte")
        (labels,) = folder.glob(f"{PARTS[part]}-labels-idx*-ubyte")
        raw = read_idx(images)[:count]
        pixels = raw.to(torch.float32).div_(255).sub_(mean).div_(deviation)
        if pixels.dim() == 3:
            pixels = pixels.unsqueeze(3)
        return cls(pixels, read_idx(labels)[:count].long(), dark=-mean / deviation)

    def __len__(self) -> int:
        return len(self.labels)

    def at(self, rows: Tensor) -> tuple[Tensor, Tensor]:
        """Images [n, channels, height, width], channels last in memory, and their labels."""
        return channels_first(self.pixels.index_select(0, rows)), self.labels.index_select(0, rows)


@dataclass
class Shifted:
    """Images that are moved by up to some pixels each way, drawn anew each time; the rim is dark."""

    images: Images
    pixels: int

    def __post_init__(self) -> None:
        rim = (0, 0, self.pixels, self.pixels, self.pixels, self.pixels)
        self.padded = torch.nn.functional.pad(self.images.pixels, rim, value=self.images.dark)
        _, self.height, self.width, _ = self.images.pixels.shape

    def __len__(self) -> int:
        return len(self.images)

    def at(self, rows: Tensor) -> tuple[Tensor, Tensor]:
        down, right = torch.randint(0, 2 * self.pixels + 1, (2, len(rows), 1))
        y = (down + torch.arange(self.height)).unsqueeze(2)
        x = (right + torch.arange(self.width)).unsqueeze(1)
        return channels_first(self.padded[rows[:, None, None], y, x]), self.images.labels.index_select(0, rows)


def channels_first(pixels: Tensor) -> Tensor:
    return pixels.permute(0, 3, 1, 2)
