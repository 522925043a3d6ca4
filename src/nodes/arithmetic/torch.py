def unit_rows(x: Tensor) -> Tensor:
    """Vectors along the last axis at length 1; one that is zero stays zero and learns nothing."""
    squares = (x**2).sum(dim=-1, keepdim=True)
    some = squares > 1e-24
    return torch.where(some, x * torch.where(some, squares, 1).rsqrt(), 0)


def pooled(x: Tensor) -> Tensor:
    """[n, c]: maps [n, h, w, c] by their mean over places, all else made flat."""
    return x.mean(dim=(1, 2)) if x.dim() == 4 else x.flatten(1)


def embedding_of(deep: Tensor, shallow: Tensor | None, maps: str) -> Tensor:
    """One vector an example; the means of a further layer stand before it."""
    if shallow is not None:
        return torch.cat([pooled(shallow), pooled(deep)], dim=1)
    return pooled(deep) if maps == "pool" else deep.flatten(1)
