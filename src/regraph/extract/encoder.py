"""The sentences of a document in, how likely each tells each act out: small nets over words and over sentences.

Beside the words as such (`likely`), it hears which words stand together and how like they are to words that no
labelled article holds: each word is a vector of what it means where it stands (`context`), and a vector of its own
where it is frequent; windows of one to five words are looked at, and of each window's answers the strongest counts
(Kim 2014, "Convolutional Neural Networks for Sentence Classification"). Each word speaks to each label by itself too,
and counts for it as much as it bears on it (Mullenbach et al. 2018, "Explainable Prediction of Medical Codes from
Clinical Text"). What the sentences before and behind tell is heard by a gated recurrent unit in both directions (Cho et
al. 2014): harm is told where a measure is, and what was told before is not told again. Names, times and numbers stand
as their kinds. `bench/fit_encoder.py` fits it; its weights are whole numbers from -127 to 127 with a scale a row, in
`ontology/frames/encoder.npz`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np

from regraph.extract import context, fillers, weights
from regraph.extract.likely import marked
from regraph.extract.times import Time
from regraph.extract.tokens import Sentence
from regraph.extract.weights import Array
from regraph.model import Mention
from regraph.resources import path

Words = tuple[tuple[str, ...], tuple[str, ...]]  # the words of a sentence, and what is noted of the whole (`notes`)

Senses = Callable[[Sequence[Sequence[str]]], Sequence[Array]]  # sentences -> what their words mean, one row a word

WINDOWS: Final = (1, 2, 3, 5)  # words
LONGEST: Final = 72  # words of a sentence; what follows is not read
NOTED: Final = 0.5  # what a note counts, against answers of windows
SPAN: Final = 64  # sentences that hear of each other, so that time stays in line with the length, and memory bounded
_APART: Final = max(WINDOWS) // 2  # empty words between two sentences, so that no window sees both
_UNHEARD: Final = 1e4  # by which empty words count less


def words_of(
    sentence: Sentence, names: Sequence[Mention], times: Sequence[Time], features: Iterable[str] = ()
) -> Words:
    """Return what the encoder reads of a sentence; `features` are those of `likely`."""
    words, _ = placed(sentence, names, times)
    return tuple(words), tuple(name for name in features if name[:2] in ("l:", "r:"))


def placed(sentence: Sentence, names: Sequence[Mention], times: Sequence[Time]) -> tuple[list[str], list[int]]:
    """Return the words of a sentence, and for each token the place of its word; -1 behind the last that is read."""
    words: list[str] = []
    places: list[int] = []
    last = ""
    for token, (_, kind) in zip(sentence.tokens, marked(sentence, names, times), strict=True):
        if not kind:
            words.append("<n>" if token.text[0].isdigit() else token.text.lower())
        elif kind != last:
            words.append(kind.replace(" ", ":"))
        last = kind
        places.append(len(words) - 1 if len(words) <= LONGEST else -1)
    return words[:LONGEST], places


@dataclass(frozen=True, slots=True)
class Unit:
    """A gated recurrent unit, with the gates reset, update and new one behind the other, as PyTorch has them."""

    told: tuple[Array, Array]  # (width, 3 * memory), bias
    kept: tuple[Array, Array]  # (memory, 3 * memory), bias

    def over(self, x: Array, *, backward: bool) -> Array:
        """Return the memory at each step (steps, memory); `x` is (steps, width)."""
        size = len(self.kept[0])
        steps = x @ self.told[0] + self.told[1]
        memory = np.zeros(size, dtype=np.float32)
        out = np.zeros((len(x), size), dtype=np.float32)
        order = range(len(x))
        for step in reversed(order) if backward else order:
            kept = memory @ self.kept[0] + self.kept[1]
            gates = weights.sigmoid(steps[step, : 2 * size] + kept[: 2 * size])
            new = np.tanh(steps[step, 2 * size :] + gates[:size] * kept[2 * size :])
            update = gates[size:]
            memory = (1 - update) * new + update * memory
            out[step] = memory
        return out


@dataclass(frozen=True, slots=True)
class Net:
    """One fitted net."""

    sense: Array  # (numbers of a word in its sentence, those that the windows look at)
    own: Array  # (words, width): a vector of its own for each frequent word; the first is of all others
    windows: tuple[tuple[Array, Array], ...]  # by size: weights (words of the window * width, answers), bias
    heed: Array  # (width, outputs): how much each word counts for each output
    worth: tuple[Array, Array]  # (width, numbers of what it says), bias
    says: Array  # (numbers of what a word says, outputs)
    head: tuple[Array, Array]  # (answers of all windows and notes, outputs), bias
    narrow: tuple[Array, Array]  # what of a sentence others hear: (answers of all windows and notes, width), bias
    units: tuple[Unit, Unit]  # over the sentences forward, and backward
    beside: Array  # (memory of both, outputs)

    def logits(self, senses: Array, words: Array, real: Array, starts: Array, notes: Array) -> Array:
        """Return the logits (sentences, outputs).

        `senses` are all words, one row a word, `words` their rows in `own`, `real` which are no gap.
        """
        x = np.concatenate([senses @ self.sense, self.own[words]], 1)
        alone = self._alone(x, real, starts, notes)
        told = alone @ self.head[0] + self.head[1] + self._around(alone) @ self.beside
        return np.asarray(told + self._said(x, real, starts))

    def _said(self, x: Array, real: Array, starts: Array) -> Array:
        """Return what the words of each sentence say (sentences, outputs): a mean, weighed for each output apart."""
        heed = x @ self.heed - _UNHEARD * (1 - real)
        most = np.maximum.reduceat(heed, starts, 0)
        sizes = np.diff(starts, append=len(x))
        heed = np.exp(heed - np.repeat(most, sizes, 0))
        said = np.tanh(x @ self.worth[0] + self.worth[1]) @ self.says
        return np.asarray(np.add.reduceat(heed * said, starts, 0) / np.add.reduceat(heed, starts, 0))

    def _around(self, alone: Array) -> Array:
        """Return what each sentence hears of those around it (sentences, memory of both units)."""
        told = np.tanh(alone @ self.narrow[0] + self.narrow[1])
        heard = [unit.over(told, backward=back) for unit, back in zip(self.units, (False, True), strict=True)]
        return np.concatenate(heard, 1)

    def _alone(self, x: Array, real: Array, starts: Array, notes: Array) -> Array:
        """Return what each sentence tells by itself (sentences, answers of all windows and notes)."""
        strongest = []
        for size, (window, bias) in zip(WINDOWS, self.windows, strict=True):
            before = size // 2
            room = np.zeros((len(x) + size - 1, x.shape[1]), dtype=np.float32)
            room[before : before + len(x)] = x
            seen = np.concatenate([room[place : place + len(x)] for place in range(size)], 1)
            answers = np.maximum(seen @ window + bias, 0) * real
            strongest.append(np.maximum.reduceat(answers, starts, 0))
        return np.concatenate([*strongest, notes], 1)


@dataclass(frozen=True, slots=True)
class Reading:
    """What is read in a sentence: how likely each label and each kind of measure is, and what its words may fill."""

    labels: Mapping[str, float]
    kinds: Mapping[str, float]
    roles: Array | None = None  # (words, roles), see `fillers`


@dataclass(frozen=True, slots=True)
class Encoder:
    """The fitted nets, which answer together."""

    frequent: Mapping[str, int]  # word -> row of its own vector
    notes: Mapping[str, int]
    outputs: tuple[str, ...]  # types, labels within their type, kinds of measures
    nets: tuple[Net, ...]

    def answers(self, sentences: Sequence[Words], senses: Senses) -> Iterator[tuple[Array, Array]]:
        """Yield for each sentence of a document the probability of each output, and what its words mean in it."""
        for first in range(0, len(sentences), SPAN):
            part = sentences[first : first + SPAN]
            means = senses([words for words, _ in part])
            yield from zip(self._together(part, means), means, strict=True)

    def _together(self, sentences: Sequence[Words], senses: Sequence[Array]) -> Array:
        """Return the probabilities of sentences that hear of each other."""
        rows: list[str] = []
        starts, real = [], []
        gap = np.zeros((_APART, senses[0].shape[1]), dtype=np.float32)
        noted = np.zeros((len(sentences), len(self.notes)), dtype=np.float32)
        for place, (words, notes) in enumerate(sentences):
            starts.append(len(rows))
            rows += [*words, *[""] * _APART]
            real += [1.0] * len(words) + [0.0] * _APART
            for name in notes:
                if name in self.notes:
                    noted[place, self.notes[name]] = NOTED
        told = np.concatenate([part for sense in senses for part in (sense, gap)])
        own = np.array([self.frequent.get(word, 0) for word in rows])
        mask, first = np.array(real, dtype=np.float32)[:, None], np.array(starts)
        return weights.sigmoid(np.mean([net.logits(told, own, mask, first, noted) for net in self.nets], 0))


def read(sentences: Sequence[Words], by: Encoder | None = None) -> list[Reading]:
    """Return what is read in each sentence of a document."""
    made, filling = by or encoder(), fillers.fillers()
    told = made.answers(sentences, context.context().vectors_of)
    return [_reading(made.outputs, row, filling.logits(senses, row)) for row, senses in told]


def _reading(outputs: Sequence[str], row: Array, roles: Array) -> Reading:
    """Return what a sentence tells: the probability of a label is that of its type times that within the type."""
    found = dict(zip(outputs, map(float, row), strict=True))
    labels: dict[str, float] = {}
    kinds: dict[str, float] = {}
    for name, value in found.items():
        made, _, sort = name.partition(":")
        if made == "kind":
            kinds[sort] = value
        elif sort:
            labels[name] = value * found[made]
    return Reading(labels, kinds, roles)


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
    return weights.load(file, _read, "bench/fit_encoder.py")


def _read(data: Mapping[str, Any]) -> Encoder:
    def unit(name: str) -> Unit:
        return Unit(weights.layer(data, name + "/told"), weights.layer(data, name + "/kept"))

    about = weights.about(data)
    nets = tuple(
        Net(
            sense=np.ascontiguousarray(weights.matrix(data, f"{number}/sense").T),
            own=weights.matrix(data, f"{number}/own"),
            windows=tuple(weights.layer(data, f"{number}/window{size}") for size in WINDOWS),
            heed=np.ascontiguousarray(weights.matrix(data, f"{number}/heed").T),
            worth=weights.layer(data, f"{number}/worth"),
            says=np.ascontiguousarray(weights.matrix(data, f"{number}/says").T),
            head=weights.layer(data, f"{number}/head"),
            narrow=weights.layer(data, f"{number}/narrow"),
            units=(unit(f"{number}/forward"), unit(f"{number}/backward")),
            beside=np.ascontiguousarray(weights.matrix(data, f"{number}/beside").T),
        )
        for number in range(about["nets"])
    )
    return Encoder(
        frequent={word: number for number, word in enumerate(about["frequent"], 1)},
        notes={name: number for number, name in enumerate(about["notes"])},
        outputs=tuple(about["outputs"]),
        nets=nets,
    )
