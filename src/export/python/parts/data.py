def read_idx(path: Path) -> Tensor:
    """A file of the IDX format, in which MNIST came: sizes as big-endian words, then bytes."""
    content = bytearray(path.read_bytes())
    sizes = [int.from_bytes(content[4 + 4 * at : 8 + 4 * at], "big") for at in range(content[3])]
    return torch.frombuffer(content, dtype=torch.uint8, offset=4 + 4 * len(sizes)).reshape(sizes)


class Data:
    """A set of images: bytes [n, h, w, c] in memory, made numbers batch by batch."""

    def __init__(
        self, name: str, *, train: int, validation: int, test: int, split_seed: int, by: float, add: float, shift: int = 0
    ):
        self.by, self.add, self.shift = by, add, shift
        drawn = shuffled(train + validation, Draws(split_seed, "split", 0))
        self.parts = {
            "train": self.part(name, "train", sorted(drawn[validation:])),
            "validation": self.part(name, "train", sorted(drawn[:validation])),
            "test": self.part(name, "t10k", list(range(test))),
        }

    @staticmethod
    def part(name: str, file: str, rows: list[int]) -> tuple[Tensor, Tensor]:
        folder = arguments.data / name
        (images,), (labels,) = (list(folder.glob(f"{file}-{kind}-*")) for kind in ("images", "labels"))
        pixels = read_idx(images)[rows]
        return pixels if pixels.dim() == 4 else pixels[..., None], read_idx(labels)[rows].long()

    def numbers(self, pixels: Tensor) -> Tensor:
        return pixels.to(device).float() * self.by + self.add

    def batches(self, seed: int, batch: int, epoch: int, view: int):
        """Images and labels of an epoch, in the order in which Potstill takes them."""
        images, labels = self.parts["train"]
        order = shuffled(len(labels), Draws(seed, "order", epoch))
        moves = self.moves(seed, len(labels), view)
        for begin in range(0, len(order), batch):
            rows = order[begin : begin + batch]
            pixels = images[rows]
            if moves is not None:
                pixels = torch.stack([self.moved(it, *moves[row]) for it, row in zip(pixels, rows, strict=True)])
            yield self.numbers(pixels), labels[rows].to(device)

    def moves(self, seed: int, count: int, view: int) -> list[tuple[int, int]] | None:
        """How far each image is moved down and right."""
        if self.shift == 0:
            return None
        draws, most = Draws(seed, "shift", view), self.shift
        return [(draws.below(2 * most + 1) - most, draws.below(2 * most + 1) - most) for _ in range(count)]

    def moved(self, image: Tensor, down: int, right: int) -> Tensor:
        """What comes in at the rim is the darkest byte."""
        most = self.shift
        wide = F.pad(image, (0, 0, most, most, most, most))
        return wide[most - down :, most - right :][: image.shape[0], : image.shape[1]]
