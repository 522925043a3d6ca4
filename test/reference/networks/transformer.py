"""A transformer encoder by PyTorch's own TransformerEncoderLayer, in float64: every layer that can be tapped, and the
gradient of the mean cross-entropy by every weight. Writes golden/transformer.json beside it."""

import json
from pathlib import Path

import torch
from torch import nn
from torch.nn import functional

UNITS, HEADS, WIDE, BLOCKS, VOCABULARY, LENGTH, CLASSES = 8, 2, 12, 2, 11, 6, 3
TEXTS = torch.tensor([[2, 7, 5, 9, 3, 0], [2, 10, 3, 0, 0, 0], [2, 6, 6, 8, 7, 3]])
LABELS = torch.tensor([0, 2, 1])
generator = torch.Generator().manual_seed(7)


def drawn(*shape, deviation=0.5, around=0.0):
    values = torch.randn(shape, generator=generator, dtype=torch.float64) * deviation + around
    return ((values * 1000).round() / 1000).float().double().requires_grad_()


def layer_weights(block):
    name = f"block-{block}"
    weights = {}
    for part in ("query", "key", "value", "attended"):
        weights[f"{name}-{part}/kernel"] = drawn(UNITS, UNITS)
        # The softmax cancels a bias of the keys: ours have none.
        if part != "key":
            weights[f"{name}-{part}/bias"] = drawn(UNITS)
    weights[f"{name}-wide/kernel"], weights[f"{name}-wide/bias"] = drawn(UNITS, WIDE), drawn(WIDE)
    weights[f"{name}-narrow/kernel"], weights[f"{name}-narrow/bias"] = drawn(WIDE, UNITS), drawn(UNITS)
    for norm in ("attended-norm", "norm"):
        weights[f"{name}-{norm}/gamma"] = drawn(UNITS, around=1.0)
        weights[f"{name}-{norm}/beta"] = drawn(UNITS)
    return weights


weights = {"embedding/table": drawn(VOCABULARY, UNITS), "places/table": drawn(LENGTH, UNITS)}
weights |= {"embedding-norm/gamma": drawn(UNITS, around=1.0), "embedding-norm/beta": drawn(UNITS)}
for block in range(1, BLOCKS + 1):
    weights |= layer_weights(block)
weights |= {"language-dense/kernel": drawn(UNITS, UNITS), "language-dense/bias": drawn(UNITS)}
weights |= {"language-norm/gamma": drawn(UNITS, around=1.0), "language-norm/beta": drawn(UNITS)}
weights |= {"language/bias": drawn(VOCABULARY)}
weights |= {"logits/kernel": drawn(UNITS, CLASSES), "logits/bias": drawn(CLASSES)}


def norm(x, name):
    return functional.layer_norm(x, (UNITS,), weights[f"{name}/gamma"], weights[f"{name}/beta"], 1e-12)


def encoder_layer(block):
    """PyTorch's layer, with its parameters as functions of ours."""
    layer = nn.TransformerEncoderLayer(UNITS, HEADS, WIDE, 0.0, "gelu", 1e-12, batch_first=True, dtype=torch.float64)
    of = lambda part, what: weights.get(f"block-{block}-{part}/{what}", torch.zeros(UNITS, dtype=torch.float64))
    together = lambda what, along: torch.cat([of(it, what) for it in ("query", "key", "value")], along)
    return layer, {
        "self_attn.in_proj_weight": together("kernel", 1).T,
        "self_attn.in_proj_bias": together("bias", 0),
        "self_attn.out_proj.weight": of("attended", "kernel").T,
        "self_attn.out_proj.bias": of("attended", "bias"),
        "linear1.weight": of("wide", "kernel").T,
        "linear1.bias": of("wide", "bias"),
        "linear2.weight": of("narrow", "kernel").T,
        "linear2.bias": of("narrow", "bias"),
        "norm1.weight": of("attended-norm", "gamma"),
        "norm1.bias": of("attended-norm", "beta"),
        "norm2.weight": of("norm", "gamma"),
        "norm2.bias": of("norm", "beta"),
    }


padded = TEXTS == 0
hidden = norm(functional.embedding(TEXTS, weights["embedding/table"]) + weights["places/table"], "embedding-norm")
taps = {"embedding-norm": hidden}
for block in range(1, BLOCKS + 1):
    layer, parameters = encoder_layer(block)
    layer.train()
    # Padding is told as −inf on the keys; PyTorch's fast path, which leaves padded rows out, is off while it learns.
    hidden = torch.func.functional_call(layer, parameters, (hidden,), {"src_key_padding_mask": padded})
    taps[f"block-{block}-norm"] = hidden
language = norm(
    functional.gelu(hidden @ weights["language-dense/kernel"] + weights["language-dense/bias"]), "language-norm"
)
taps["language"] = language @ weights["embedding/table"].T + weights["language/bias"]
counted = (~padded).double().unsqueeze(-1)
pooled = (hidden * counted).sum(1) / counted.sum(1)
taps["logits"] = pooled @ weights["logits/kernel"] + weights["logits/bias"]
functional.cross_entropy(taps["logits"], LABELS).backward()

flat = lambda x: [round(it, 12) for it in x.detach().reshape(-1).tolist()]
golden = {
    "params": {"units": UNITS, "heads": HEADS, "feedForward": WIDE, "blocks": BLOCKS, "languageHead": True},
    "vocabulary": VOCABULARY,
    "texts": TEXTS.tolist(),
    "labels": LABELS.tolist(),
    "classes": CLASSES,
    "weights": {name: flat(it) for name, it in weights.items()},
    "taps": {name: flat(it) for name, it in taps.items()},
    "gradients": {name: flat(it.grad) for name, it in weights.items() if it.grad is not None},
}
folder = Path(__file__).parent / "golden"
(folder / "transformer.json").write_text(json.dumps(golden, separators=(",", ":")) + "\n")
