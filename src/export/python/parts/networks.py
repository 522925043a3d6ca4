def same(x: Tensor, kernel: int, stride: int) -> Tensor:
    """Pads maps [n, c, h, w] as TensorFlow does for `same`: what is left over goes below and to the right."""
    pads = []
    for size in (x.shape[3], x.shape[2]):
        whole = max((math.ceil(size / stride) - 1) * stride + kernel - size, 0)
        pads += [whole // 2, whole - whole // 2]
    return F.pad(x, pads)


def maps_first(x: Tensor) -> Tensor:
    """[n, h, w, c] to [n, c, h, w], as PyTorch's layers have it."""
    return x.permute(0, 3, 1, 2) if x.dim() == 4 else x


def maps_last(x: Tensor) -> Tensor:
    """[n, c, h, w] to [n, h, w, c], as losses and Potstill's files have it."""
    return x.permute(0, 2, 3, 1) if x.dim() == 4 else x


#: What Potstill calls the weights of a layer, and what PyTorch does.
NAMES = {
    "kernel": "weight",
    "gamma": "weight",
    "bias": "bias",
    "beta": "bias",
    "mean": "running_mean",
    "variance": "running_var",
}


class Network(nn.Module):
    """Layers by their names in Potstill; `weights` says where each weight is drawn from: its start and its shape there."""

    weights: dict[str, tuple[str, tuple[int, ...]]] = {}
    #: The layer whose outputs are the logits.
    last = "logits"

    def weight(self, name: str) -> Tensor:
        layer, own = name.rsplit("/", 1)
        return getattr(getattr(self, layer.replace("-", "_")), NAMES[own])

    @torch.no_grad()
    def take(self, values: dict[str, Tensor]) -> None:
        """Weights as Potstill has them: kernels [in, out] and [height, width, in, out]."""
        for name in self.weights:
            value = values[name]
            if value.dim() == 2:
                value = value.T
            elif value.dim() == 4:
                depthwise = self.weights[name][0] == "he-depthwise"
                value = value.permute(2, 3, 0, 1) if depthwise else value.permute(3, 2, 0, 1)
            self.weight(name).copy_(value)

    def values(self) -> dict[str, Tensor]:
        """The reverse of `take`, for a .safetensors file."""
        told = {}
        for name, (start, _) in self.weights.items():
            value = self.weight(name).detach().cpu()
            if value.dim() == 2:
                value = value.T
            elif value.dim() == 4:
                value = value.permute(2, 3, 0, 1) if start == "he-depthwise" else value.permute(2, 3, 1, 0)
            told[name] = value.contiguous().clone()
        return told

    def draw(self, seed: int, stream: str) -> None:
        self.take({name: first_values(*of, seed, f"{stream}/{name}") for name, of in self.weights.items()})

    def learning(self) -> tuple[list[nn.Parameter], list[nn.Parameter]]:
        """Kernels, which weight decay may touch, and all other parameters."""
        kernels = [self.weight(name) for name in self.weights if name.endswith("/kernel")]
        known = {id(it) for it in kernels}
        return kernels, [it for it in self.parameters() if id(it) not in known]
