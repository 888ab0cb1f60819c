"""The words of sentences in, what each means where it stands out: the layers of MiniLM, in numpy.

A word means something else in another company: "cut" a rate, "cut" a quota, "cut off". The layers of a language model
that was trained on a billion sentences tell that (Wang et al. 2020, "MiniLM"; sentence-transformers/all-MiniLM-L6-v2,
Apache-2.0): word pieces (Wu et al. 2016) look at each other (Vaswani et al. 2017, "Attention Is All You Need").
`bench/fit_context.py` cuts the model down: whole numbers with a scale a row, and the pieces that our words need.
`bench/fit_encoder.py` trains all layers but the first further, with the nets that read them.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np

from regraph.extract import weights
from regraph.extract.weights import Array
from regraph.resources import path

WIDTH: Final = 384  # numbers of a word
HEADS: Final = 12
LONGEST: Final = 128  # pieces of a sentence, its two ends included
_SOFTENER: Final = 1e-12  # of the variance, as MiniLM was trained

# Names, times and numbers stand as their kinds; the model reads an ordinary word of the kind.
_STANDS_FOR: Final = {
    "<actor:state>": "china",
    "<actor:coref>": "they",
    "<actor:group>": "countries",
    "<actor:person>": "minister",
    "<actor:company>": "company",
    "<actor:body>": "ministry",
    "<actor:organisation>": "association",
    "<time>": "monday",
    "<n>": "5",
    "<item>": "goods",
    "<material>": "metals",
    "<place>": "city",
    "<measure>": "ban",
    "<agreement>": "agreement",
    "*": "and",
}
_PARTS: Final = re.compile(r"\w+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Layer:
    """One layer: matrices with their bias, and the scale and shift of both norms."""

    asked: tuple[Array, Array]  # queries, keys and values beside each other: (width, 3 * width)
    answer: tuple[Array, Array]
    heard: tuple[Array, Array]
    wide: tuple[Array, Array]  # (width, 4 * width)
    narrow: tuple[Array, Array]
    told: tuple[Array, Array]

    def over(self, x: Array, spans: Sequence[tuple[int, int]]) -> Array:
        """Return the pieces (all, width) after this layer; `spans` are the rows of each sentence."""
        asked = x @ self.asked[0] + self.asked[1]
        heard = np.empty_like(x)
        for start, end in spans:
            heard[start:end] = _attention(asked[start:end])
        x = _norm(x + heard @ self.answer[0] + self.answer[1], self.heard)
        wide = x @ self.wide[0] + self.wide[1]
        return _norm(x + _gelu(wide) @ self.narrow[0] + self.narrow[1], self.told)


def _attention(asked: Array) -> Array:
    """Return what each piece of one sentence hears of the others (pieces, width)."""
    size = WIDTH // HEADS
    query, key, value = asked.reshape(len(asked), 3, HEADS, size).transpose(1, 2, 0, 3)
    scores = query @ key.transpose(0, 2, 1) / np.float32(size**0.5)
    scores = np.exp(scores - scores.max(-1, keepdims=True))
    scores /= scores.sum(-1, keepdims=True)
    return np.asarray((scores @ value).transpose(1, 0, 2).reshape(len(asked), WIDTH))


def _norm(x: Array, scale: tuple[Array, Array]) -> Array:
    x = x - x.mean(-1, keepdims=True)
    spread = np.sqrt(np.einsum("nw,nw->n", x, x) / WIDTH + _SOFTENER)
    return np.asarray(x / spread[:, None] * scale[0] + scale[1])


def _gelu(x: Array) -> Array:
    """Return x times its chance to be larger than a normal number; by a sigmoid, which is seven times as fast."""
    return np.asarray(x * weights.sigmoid(1.702 * x))


@dataclass(frozen=True, slots=True)
class Pieces:
    """The pieces that words are cut into; one inside a word begins with "##"."""

    rows: Mapping[str, int]
    known: dict[str, tuple[int, ...]] = field(default_factory=dict)  # words that were cut before

    def cut(self, word: str) -> tuple[int, ...]:
        """Return the rows of the pieces of a word, the longest first; at least one."""
        found = self.known.get(word)
        if found is None:
            plain = unicodedata.normalize("NFD", _STANDS_FOR.get(word, word.strip("<>")))
            parts = _PARTS.findall("".join(c for c in plain if unicodedata.category(c) != "Mn"))
            found = tuple(row for part in parts for row in self._of(part)) or (self.rows["[UNK]"],)
            if len(self.known) < _KEPT:
                self.known[word] = found
        return found

    def of(self, sentence: Sequence[str]) -> tuple[list[int], list[int]]:
        """Return the rows of the pieces of a sentence between its two ends, and where each word begins among them.

        Words from piece `LONGEST` on are left out.
        """
        rows, starts = [self.rows["[CLS]"]], []
        for word in sentence:
            cut = self.cut(word)
            if len(rows) + len(cut) >= LONGEST:
                break
            starts.append(len(rows))
            rows += cut
        return [*rows, self.rows["[SEP]"]], starts

    def _of(self, part: str) -> list[int]:
        out: list[int] = []
        start = 0
        while start < len(part):
            for end in range(len(part), start, -1):
                row = self.rows.get("##" * (start > 0) + part[start:end])
                if row is not None:
                    break
            else:
                return [self.rows["[UNK]"]]
            out.append(row)
            start = end
        return out


_KEPT: Final = 50_000  # words whose pieces are kept, so that memory has a bound


@dataclass(frozen=True, slots=True)
class Context:
    """The layers of the model."""

    pieces: Pieces
    vectors: Array  # of pieces
    places: Array  # of pieces in a sentence
    norm: tuple[Array, Array]
    layers: tuple[Layer, ...]

    def vectors_of(self, sentences: Sequence[Sequence[str]]) -> list[Array]:
        """Return for each sentence what its words mean in it (words, WIDTH); zeros from piece `LONGEST` on."""
        rows: list[int] = []
        spans: list[tuple[int, int]] = []
        words: list[tuple[int, list[int]]] = []  # sentence, rows of the first pieces of its words
        for number, sentence in enumerate(sentences):
            if sentence:
                pieces, starts = self.pieces.of(sentence)
                words.append((number, [len(rows) + start for start in starts]))
                spans.append((len(rows), len(rows) + len(pieces)))
                rows += pieces
        out = [np.zeros((len(sentence), WIDTH), dtype=np.float32) for sentence in sentences]
        if rows:
            x = self._read(rows, spans)
            for number, starts in words:
                out[number][: len(starts)] = x[starts]
        return out

    def _read(self, rows: Sequence[int], spans: Sequence[tuple[int, int]]) -> Array:
        places = np.concatenate([np.arange(end - start) for start, end in spans])
        x = _norm(self.vectors[rows] + self.places[places], self.norm)
        for layer in self.layers:
            x = layer.over(x, spans)
        return x


@cache
def context() -> Context:
    """Return the model.

    Raises: OntologyError where one of its files is broken.
    """
    return load(path("ontology", "frames", "context.npz"), path("ontology", "frames", "pieces.npz"))


def load(layers: Path, pieces: Path) -> Context:
    """Return the model of two files.

    Raises: OntologyError where one is broken.
    """
    names, vectors = weights.load(
        pieces, lambda data: (weights.about(data)["pieces"], weights.matrix(data, "pieces")), "bench/fit_context.py"
    )

    def read(data: Mapping[str, Any]) -> Context:
        def norm(name: str) -> tuple[Array, Array]:
            return weights.plain(data, name + "/weight"), weights.plain(data, name + "/bias")

        parts = ("asked", "answer", "wide", "narrow")
        return Context(
            pieces=Pieces({name: row for row, name in enumerate(names)}),
            vectors=vectors,
            places=weights.matrix(data, "places"),
            norm=norm("norm"),
            layers=tuple(
                Layer(
                    **{name: weights.layer(data, f"{n}/{name}") for name in parts},
                    heard=norm(f"{n}/heard"),
                    told=norm(f"{n}/told"),
                )
                for n in range(weights.about(data)["layers"])
            ),
        )

    return weights.load(layers, read, "bench/fit_context.py")
