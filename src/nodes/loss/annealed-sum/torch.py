def annealed_sum(
    first: Tensor, second: Tensor, *, begin: float, over: float, progress: float, **share: float
) -> Tensor:
    """A share of the first loss that goes from one number to another while training goes on (Clark et al. 2019)."""
    moved = min(max((progress - begin) / over, 0), 1)
    now = share["from"] + (share["to"] - share["from"]) * moved
    return now * first + (1 - now) * second
