def train(name, loss, *, data, batch, epochs, seed, networks, optimizer, rate, schedule, clip, measured, part, views=None):
    """Trains networks on a loss(images, labels, progress); all others are as in evaluation."""
    kernels, others = (sum(lists, []) for lists in zip(*(it.learning() for it in networks.values()), strict=True))
    steps = epochs * math.ceil(len(data.parts["train"][1]) / batch)
    update = optimizer(kernels, others)
    at = 0
    for epoch in range(epochs):
        for it in networks.values():
            it.train().requires_grad_(True)
        for images, labels in data.batches(seed, batch, epoch, epoch if views is None else epoch % views):
            if arguments.steps is not None and at >= arguments.steps:
                break
            for group in update.param_groups:
                group["lr"] = rate * schedule(at, steps)
            update.zero_grad()
            total = loss(images, labels, at / steps)
            total.backward()
            if clip is not None:
                nn.utils.clip_grad_norm_([*kernels, *others], clip)
            update.step()
            at += 1
            if arguments.log:
                print(json.dumps({"stage": name, "step": at, "loss": total.item()}), flush=True)
        for it in networks.values():
            it.train(False).requires_grad_(False)
        for title, network in measured.items():
            print(f"{name}, epoch {epoch + 1}: {title} {part} accuracy {accuracy(network, data, part):.2%}", flush=True)


@torch.no_grad()
def accuracy(network: Network, data: Data, part: str) -> float:
    images, labels = data.parts[part]
    right = 0
    for begin in range(0, len(labels), 512):
        said = network(data.numbers(images[begin : begin + 512]))[network.last].argmax(dim=1)
        right += (said == labels[begin : begin + 512].to(device)).sum().item()
    return right / len(labels)
