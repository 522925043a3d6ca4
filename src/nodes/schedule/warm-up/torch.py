def warm_up(at: int, steps: int, *, share: float, then) -> float:
    """Rises in a line over a share of all steps, then follows another schedule over the rest."""
    rising = math.ceil(share * steps)
    return (at + 1) / rising if at < rising else then(at - rising, steps - rising)
