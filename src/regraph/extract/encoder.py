"""Sentences in, how likely each tells each act out: a small convolutional net over the words in their order.

Beside the words as such (`likely`), it hears which words stand together and how like they are to words that no
labelled article holds: each word is a vector of meaning, and a vector of its own where it is frequent; windows of one
to five words are looked at, and of each window's answers the strongest counts (Kim 2014, "Convolutional Neural
Networks for Sentence Classification"). Names, times and numbers stand as their kinds. `bench/fit_encoder.py` fits it;
its weights are whole numbers from -127 to 127 with a scale a row, in `ontology/frames/encoder.npz`.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np

from regraph.errors import OntologyError
from regraph.extract.likely import marked
from regraph.extract.times import Time
from regraph.extract.tokens import Sentence
from regraph.model import Mention
from regraph.resources import path

Array = np.ndarray[Any, np.dtype[Any]]  # of 32-bit floats
Words = tuple[tuple[str, ...], tuple[str, ...]]  # the words of a sentence, and what is noted of the whole (`notes`)

WINDOWS: Final = (1, 2, 3, 5)  # words
LONGEST: Final = 72  # words of a sentence; what follows is not read
NOTED: Final = 0.5  # what a note counts, against answers of windows
_APART: Final = max(WINDOWS) // 2  # empty words between two sentences, so that no window sees both


def words_of(
    sentence: Sentence, names: Sequence[Mention], times: Sequence[Time], features: Iterable[str] = ()
) -> Words:
    """Return what the encoder reads of a sentence; `features` are those of `likely`."""
    out: list[str] = []
    last = ""
    for token, (_, kind) in zip(sentence.tokens, marked(sentence, names, times), strict=True):
        if not kind:
            out.append("<n>" if token.text[0].isdigit() else token.text.lower())
        elif kind != last:
            out.append(kind.replace(" ", ":"))
        last = kind
    return tuple(out[:LONGEST]), tuple(name for name in features if name[:2] in ("l:", "r:"))


@dataclass(frozen=True, slots=True)
class Net:
    """One fitted net."""

    own: Array  # (words, width): a vector of its own for each frequent word; the first is of all others
    windows: tuple[tuple[Array, Array], ...]  # by size: weights (words of the window * width, answers), bias
    head: tuple[Array, Array]  # (answers of all windows and notes, outputs), bias

    def logits(self, x: Array, real: Array, starts: Array, notes: Array) -> Array:
        """Return the logits (sentences, outputs); `x` are all words, one row a word, `real` which are no gap."""
        strongest = []
        for size, (weights, bias) in zip(WINDOWS, self.windows, strict=True):
            before = size // 2
            room = np.zeros((len(x) + size - 1, x.shape[1]), dtype=np.float32)
            room[before : before + len(x)] = x
            seen = np.concatenate([room[place : place + len(x)] for place in range(size)], 1)
            answers = np.maximum(seen @ weights + bias, 0) * real
            strongest.append(np.maximum.reduceat(answers, starts, 0))
        return np.asarray(np.concatenate([*strongest, notes], 1) @ self.head[0] + self.head[1])


@dataclass(frozen=True, slots=True)
class Encoder:
    """The fitted nets, which answer together."""

    meaning: Mapping[str, int]  # word -> row of its vector
    vectors: Array
    frequent: Mapping[str, int]  # word -> row of its own vector
    notes: Mapping[str, int]
    outputs: tuple[str, ...]  # types, labels within their type, kinds of measures
    nets: tuple[Net, ...]

    def probabilities(self, sentences: Sequence[Words]) -> Array:
        """Return the probability of each output for each sentence (sentences, outputs)."""
        rows: list[str] = []
        starts, real = [], []
        noted = np.zeros((len(sentences), len(self.notes)), dtype=np.float32)
        for place, (words, notes) in enumerate(sentences):
            starts.append(len(rows))
            rows += [*words, *[""] * _APART]
            real += [1.0] * len(words) + [0.0] * _APART
            for name in notes:
                if name in self.notes:
                    noted[place, self.notes[name]] = NOTED
        told = self.vectors[[self.meaning.get(word, 0) for word in rows]]
        own = np.array([self.frequent.get(word, 0) for word in rows])
        mask, first = np.array(real, dtype=np.float32)[:, None], np.array(starts)
        logits = [net.logits(np.concatenate([told, net.own[own]], 1), mask, first, noted) for net in self.nets]
        return np.asarray(1 / (1 + np.exp(-np.clip(np.mean(logits, 0), -30, 30))))


def read(sentences: Sequence[Words], by: Encoder | None = None) -> list[dict[str, float]]:
    """Return for each sentence the probability of each label, and of each kind of measure as `kind:…`."""
    if not sentences:
        return []
    made = by or encoder()
    return [dict(_labels(made.outputs, row)) for row in made.probabilities(sentences)]


def _labels(outputs: Sequence[str], row: Array) -> Iterator[tuple[str, float]]:
    """Yield labels with their probability: that of the type times that within the type."""
    found = dict(zip(outputs, map(float, row), strict=True))
    for name, value in found.items():
        made, _, sort = name.partition(":")
        if sort:
            yield name, value if made == "kind" else value * found[made]


@cache
def encoder() -> Encoder:
    """Return the fitted encoder.

    Raises: OntologyError where its file is broken.
    """
    return load(path("ontology", "frames", "encoder.npz"))


def load(file: Path) -> Encoder:
    """Return the encoder of a file.

    Raises: OntologyError where the file is broken.
    """
    try:
        with np.load(file) as data:
            return _read(data)
    except (ValueError, KeyError, OSError) as error:
        raise OntologyError(f"{file}: not a fitted encoder ({error!r}); run bench/fit_encoder.py") from error


def _read(data: Mapping[str, Any]) -> Encoder:
    def whole(name: str) -> Array:
        return np.asarray(data[name], dtype=np.float32) * np.asarray(data[name + "/scale"], dtype=np.float32)[:, None]

    def pair(name: str) -> tuple[Array, Array]:
        return np.ascontiguousarray(whole(name).T), np.asarray(data[name + "/bias"], dtype=np.float32)

    about = json.loads(bytes(data["about"]).decode("utf-8"))
    nets = tuple(
        Net(
            own=whole(f"{number}/own"),
            windows=tuple(pair(f"{number}/window{size}") for size in WINDOWS),
            head=pair(f"{number}/head"),
        )
        for number in range(about["nets"])
    )
    return Encoder(
        meaning={word: number for number, word in enumerate(about["words"], 1)},
        vectors=np.concatenate([np.zeros((1, data["vectors"].shape[1]), dtype=np.float32), whole("vectors")]),
        frequent={word: number for number, word in enumerate(about["frequent"], 1)},
        notes={name: number for number, name in enumerate(about["notes"])},
        outputs=tuple(about["outputs"]),
        nets=nets,
    )
