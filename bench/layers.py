"""The layers of MiniLM as they are trained further: word pieces of a batch in, a vector of each piece out.

What `regraph.extract.context` reads; the vectors of pieces and places stay as MiniLM has them.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from torch import nn

from bench.fit_context import NORMS, PARTS, Weights, joined
from regraph.extract.context import HEADS, WIDTH, Context

DROPPED = 0.1
TABLES = 8  # of sentences of like length
LEAST = -1e4  # score of what is no piece
KEPT = 1  # of the layers, the first: words by themselves mean here what they mean elsewhere


class Room:
    """Where the pieces of a batch stand: one behind the other, and in tables of sentences of like length."""

    def __init__(self, sentences: Sequence[np.ndarray]) -> None:
        lengths = torch.tensor([len(one) for one in sentences])
        self.rows = torch.from_numpy(np.concatenate(sentences))
        self.starts = torch.cumsum(lengths, 0) - lengths
        self.places = torch.cat([torch.arange(length) for length in lengths.tolist()])
        self.tables = [self._table(part, lengths[part]) for part in torch.argsort(lengths).chunk(TABLES)]
        self.order = torch.argsort(torch.cat([table[real] for table, real in self.tables]))  # of the rows of all tables

    def _table(self, sentences: torch.Tensor, lengths: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Return the pieces of some sentences, a row each, and which of them are real (sentences, longest)."""
        columns = torch.arange(int(lengths.max()))
        real = columns < lengths[:, None]
        return torch.where(real, self.starts[sentences][:, None] + columns, 0), real


class Layer(nn.Module):
    """One layer."""

    def __init__(self, model: Weights, number: int) -> None:
        super().__init__()
        self.prefix = f"encoder.layer.{number}."
        for name in PARTS:
            weight, bias = (torch.tensor(joined(model, self.prefix, name, what)) for what in ("weight", "bias"))
            made = nn.Linear(weight.shape[1], weight.shape[0])
            made.weight.data, made.bias.data = weight, bias
            setattr(self, name, made)
        for name, part in NORMS.items():
            setattr(self, name, _norm(model, self.prefix + part))
        self.drop = nn.Dropout(DROPPED)

    def forward(self, x: torch.Tensor, room: Room) -> torch.Tensor:
        """Return the pieces (all, width) after this layer."""
        asked = self.asked(x)
        heard = torch.cat([_attention(asked[table], real) for table, real in room.tables])[room.order]
        x = self.heard(x + self.drop(self.answer(heard)))
        wide = nn.functional.silu(1.702 * self.wide(x)) / 1.702  # as `context` has it
        return self.told(x + self.drop(self.narrow(wide)))

    def weights(self) -> dict[str, np.ndarray]:
        """Return the weights by the names that MiniLM has for them."""
        out = {}
        for name, parts in (PARTS | {name: (part,) for name, part in NORMS.items()}).items():
            made = getattr(self, name)
            for what, value in (("weight", made.weight), ("bias", made.bias)):
                for part, own in zip(parts, value.detach().chunk(len(parts)), strict=True):
                    out[f"{self.prefix}{part}.{what}"] = own.numpy()
        return out


def _attention(asked: torch.Tensor, real: torch.Tensor) -> torch.Tensor:
    """Return what each real piece of sentences hears of the others of its sentence (pieces, width)."""
    query, key, value = asked.unflatten(2, (3, HEADS, WIDTH // HEADS)).permute(2, 0, 3, 1, 4)
    scores = (query / (WIDTH // HEADS) ** 0.5) @ key.transpose(2, 3)
    scores = scores.masked_fill(~real[:, None, None], LEAST).softmax(3)  # by hand: PyTorch's own is slow to learn here
    return (scores.to(value.dtype) @ value).transpose(1, 2).flatten(2)[real]


def _norm(model: Weights, name: str) -> nn.LayerNorm:
    made = nn.LayerNorm(WIDTH, eps=1e-12)
    made.weight.data, made.bias.data = torch.tensor(model[name + ".weight"]), torch.tensor(model[name + ".bias"])
    return made


class Layers(nn.Module):
    """All layers that are read, over the vectors of pieces that `context` has."""

    def __init__(self, model: Weights, fitted: Context) -> None:
        super().__init__()
        self.pieces = nn.Embedding.from_pretrained(torch.tensor(fitted.vectors))
        self.places = nn.Embedding.from_pretrained(torch.tensor(fitted.places))
        self.norm = _norm(model, "embeddings.LayerNorm").requires_grad_(requires_grad=False)
        self.layers = nn.ModuleList([Layer(model, number) for number in range(len(fitted.layers))])
        for layer in self.layers[:KEPT]:
            layer.requires_grad_(requires_grad=False)

    def forward(self, room: Room) -> torch.Tensor:
        """Return the pieces (all, width)."""
        with torch.no_grad():
            x = self.norm(self.pieces(room.rows) + self.places(room.places))
            for layer in self.layers[:KEPT]:
                x = layer(x, room)
        for layer in self.layers[KEPT:]:
            x = layer(x, room)
        return x

    def weights(self) -> dict[str, Any]:
        """Return the weights of the layers by the names that MiniLM has for them."""
        return {name: value for layer in self.layers for name, value in layer.weights().items()}
