"""Two small encoders with drawn weights under the names that published BERT and DistilBERT files use, and what PyTorch in
float64 makes of some texts with them. Every weight is exact in half precision. Writes golden/pretrained-encoder.json
beside it."""

import json
from pathlib import Path

import torch
from torch.nn import functional

UNITS, HEADS, WIDE, BLOCKS, PLACES = 8, 2, 12, 2, 7
PIECES = ["[unused0]", "[PAD]", "film", "[CLS]", "##s", "[SEP]", "good", "[MASK]", "bad", "[UNK]"]
WANTED = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "bad", "film", "##s"]
TEXTS = [["[CLS]", "bad", "film", "##s", "[SEP]"], ["[CLS]", "film", "[SEP]", "[PAD]", "[PAD]"]]
generator = torch.Generator().manual_seed(11)


def drawn(*shape, around=0.0):
    return (torch.randn(shape, generator=generator) * 0.5 + around).half().double()


def linear(weights, name, wide, out):
    weights[f"{name}.weight"], weights[f"{name}.bias"] = drawn(out, wide), drawn(out)


def norm(weights, name):
    weights[f"{name}.weight"], weights[f"{name}.bias"] = drawn(UNITS, around=1.0), drawn(UNITS)


BERT = {
    "prefix": "bert.",
    "config": {
        "model_type": "bert",
        "hidden_size": UNITS,
        "num_hidden_layers": BLOCKS,
        "num_attention_heads": HEADS,
        "intermediate_size": WIDE,
        "hidden_act": "gelu",
        "layer_norm_eps": 1e-3,
        "max_position_embeddings": PLACES,
        "vocab_size": len(PIECES),
    },
    "epsilon": 1e-3,
    "parts": lambda b: {
        "q": f"encoder.layer.{b}.attention.self.query",
        "k": f"encoder.layer.{b}.attention.self.key",
        "v": f"encoder.layer.{b}.attention.self.value",
        "out": f"encoder.layer.{b}.attention.output.dense",
        "out-norm": f"encoder.layer.{b}.attention.output.LayerNorm",
        "wide": f"encoder.layer.{b}.intermediate.dense",
        "narrow": f"encoder.layer.{b}.output.dense",
        "norm": f"encoder.layer.{b}.output.LayerNorm",
    },
    "head": ("cls.predictions.transform.dense", "cls.predictions.transform.LayerNorm", "cls.predictions.bias"),
}
DISTIL = {
    "prefix": "distilbert.",
    "config": {
        "model_type": "distilbert",
        "dim": UNITS,
        "n_layers": BLOCKS,
        "n_heads": HEADS,
        "hidden_dim": WIDE,
        "activation": "gelu",
        "max_position_embeddings": PLACES,
        "sinusoidal_pos_embds": False,
    },
    "epsilon": 1e-12,
    "parts": lambda b: {
        "q": f"transformer.layer.{b}.attention.q_lin",
        "k": f"transformer.layer.{b}.attention.k_lin",
        "v": f"transformer.layer.{b}.attention.v_lin",
        "out": f"transformer.layer.{b}.attention.out_lin",
        "out-norm": f"transformer.layer.{b}.sa_layer_norm",
        "wide": f"transformer.layer.{b}.ffn.lin1",
        "narrow": f"transformer.layer.{b}.ffn.lin2",
        "norm": f"transformer.layer.{b}.output_layer_norm",
    },
    "head": ("vocab_transform", "vocab_layer_norm", "vocab_projector.bias"),
}


def draw(kind):
    own = {
        "embeddings.word_embeddings.weight": drawn(len(PIECES), UNITS),
        "embeddings.position_embeddings.weight": drawn(PLACES, UNITS),
    }
    if kind is BERT:
        own["embeddings.token_type_embeddings.weight"] = drawn(2, UNITS)
        linear(own, "pooler.dense", UNITS, UNITS)
    norm(own, "embeddings.LayerNorm")
    for block in range(BLOCKS):
        part = kind["parts"](block)
        for it in ("q", "k", "v", "out"):
            linear(own, part[it], UNITS, UNITS)
        linear(own, part["wide"], UNITS, WIDE)
        linear(own, part["narrow"], WIDE, UNITS)
        norm(own, part["out-norm"])
        norm(own, part["norm"])
    weights = {f"{kind['prefix']}{name}": it for name, it in own.items()}
    dense, head_norm, bias = kind["head"]
    linear(weights, dense, UNITS, UNITS)
    norm(weights, head_norm)
    weights[bias] = drawn(len(PIECES))
    return weights


def run(kind, weights):
    own = lambda name: weights[f"{kind['prefix']}{name}"]
    dense = lambda x, name: functional.linear(x, own(f"{name}.weight"), own(f"{name}.bias"))
    normed = lambda x, name: functional.layer_norm(
        x, (UNITS,), own(f"{name}.weight"), own(f"{name}.bias"), kind["epsilon"]
    )
    ids = torch.tensor([[PIECES.index(it) for it in text] for text in TEXTS])
    there = ids != PIECES.index("[PAD]")
    n, length = ids.shape
    x = own("embeddings.word_embeddings.weight")[ids] + own("embeddings.position_embeddings.weight")[:length]
    if kind is BERT:
        x = x + own("embeddings.token_type_embeddings.weight")[0]
    x = normed(x, "embeddings.LayerNorm")
    taps = {"embedding-norm": x}
    heads = lambda it: it.view(n, length, HEADS, UNITS // HEADS).transpose(1, 2)
    for block in range(BLOCKS):
        part = kind["parts"](block)
        q, k, v = (heads(dense(x, part[it])) for it in ("q", "k", "v"))
        seen = functional.scaled_dot_product_attention(q, k, v, attn_mask=there[:, None, None, :])
        seen = seen.transpose(1, 2).reshape(n, length, UNITS)
        x = normed(x + dense(seen, part["out"]), part["out-norm"])
        x = normed(x + dense(functional.gelu(dense(x, part["wide"])), part["narrow"]), part["norm"])
        taps[f"block-{block + 1}-norm"] = x
    name, head_norm, bias = kind["head"]
    head = functional.gelu(functional.linear(x, weights[f"{name}.weight"], weights[f"{name}.bias"]))
    head = functional.layer_norm(
        head, (UNITS,), weights[f"{head_norm}.weight"], weights[f"{head_norm}.bias"], kind["epsilon"]
    )
    every = functional.linear(head, own("embeddings.word_embeddings.weight"), weights[bias])
    taps["language"] = every[..., [PIECES.index(it) for it in WANTED]]
    where = there[..., None].double()
    taps["pool"] = (x * where).sum(1) / where.sum(1)
    return taps


def plain(it):
    return {"shape": list(it.shape), "values": it.flatten().tolist()}


golden = {"rows": PIECES, "pieces": WANTED, "texts": [[WANTED.index(it) for it in text] for text in TEXTS], "encoders": {}}
for name, kind in (("bert", BERT), ("distilbert", DISTIL)):
    weights = draw(kind)
    golden["encoders"][name] = {
        "config": kind["config"],
        "weights": {it: plain(value) for it, value in weights.items()},
        "taps": {it: value.flatten().tolist() for it, value in run(kind, weights).items()},
    }
Path(__file__).with_name("golden").joinpath("pretrained-encoder.json").write_text(json.dumps(golden) + "\n")
