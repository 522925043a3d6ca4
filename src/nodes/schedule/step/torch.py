def step(at: int, steps: int, *, every: float, by: float) -> float:
    """Falls by a factor at equal distances; `every` is a share of all steps."""
    return by ** math.floor(at / steps / every + 1e-9)
