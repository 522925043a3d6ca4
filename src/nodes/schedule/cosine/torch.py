def cosine(at: int, steps: int, *, floor: float) -> float:
    """Falls along half a cosine from 1 to the floor."""
    return floor + (1 - floor) * (1 + math.cos(math.pi * at / steps)) / 2
