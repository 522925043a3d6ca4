class Draws:
    """Potstill's random numbers, a function of (seed, name, step) alone, so that weights and batches are the same here."""

    def __init__(self, seed: int, name: str, step: int):
        text = json.dumps([seed, name, step], separators=(",", ":"), ensure_ascii=False)
        digest = hashlib.sha256(text.encode()).digest()
        s01, s00, s11, s10 = (int.from_bytes(digest[at : at + 4], "little") for at in (0, 4, 8, 12))
        self.first, self.second = s01 << 32 | s00, s11 << 32 | s10

    def word(self) -> int:
        """32 bits of xoroshiro128+ (Blackman, Vigna 2018)."""
        first, second = self.first, self.second
        word = (first + second) & 0xFFFFFFFF
        second ^= first
        self.first = ((first << 24 | first >> 40) ^ second ^ second << 16) & 0xFFFFFFFFFFFFFFFF
        self.second = (second << 37 | second >> 27) & 0xFFFFFFFFFFFFFFFF
        return word

    def uniform(self) -> float:
        return (self.word() >> 8) / 2**24

    def normal(self) -> float:
        radius = math.sqrt(-2 * math.log(1 - self.uniform()))
        return radius * math.cos(2 * math.pi * self.uniform())

    def below(self, count: int) -> int:
        whole = 2**32 // count * count if count > 2 else 2**32
        while True:
            word = (self.word() + 2**31) & 0xFFFFFFFF
            if word < whole:
                return word % count


def shuffled(count: int, draws: Draws) -> list[int]:
    """The numbers below count in a drawn order (Fisher, Yates)."""
    order = list(range(count))
    for last in range(count - 1, 0, -1):
        other = draws.below(last + 1)
        order[last], order[other] = order[other], order[last]
    return order


def first_values(start: str, shape: tuple[int, ...], seed: int, name: str) -> Tensor:
    """What a weight begins with; kernels are [height, width, in, out] or [in, out]."""
    if start in ("zeros", "ones"):
        return torch.full(shape, float(start == "ones"))
    draws, size, outputs = Draws(seed, name, 0), math.prod(shape), shape[-1]
    fan_in = size // outputs
    if start == "he" or start == "he-depthwise":
        deviation = math.sqrt(2 / (fan_in if start == "he" else shape[0] * shape[1]))
        values = [deviation * draws.normal() for _ in range(size)]
    else:
        fans = fan_in + fan_in / shape[-2] * outputs if start == "glorot" else 2 * outputs
        limit = math.sqrt(6 / fans)
        values = [limit * (2 * draws.uniform() - 1) for _ in range(size)]
    return torch.tensor(values, dtype=torch.float32).reshape(shape)
