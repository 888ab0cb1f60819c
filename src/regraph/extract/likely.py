"""A sentence in, how likely it tells each act out: a linear model over its words, learned from labelled articles.

The rules of the frames say what they know; this model says what the words of a sentence usually tell, also words that
no rule knows ("turned off the tap"). `bench/fit_likely.py` fits the weights in `ontology/frames/likely.json` on the
development articles. A label is a type with what sorts it: `measure:lifted`, `impact:shortage`, `meeting:call`.

Its probability is that of the type, times that of the label within the type; both are logistic sums over the words
and pairs of words of the sentence, in which names, times and numbers stand as their kinds.
"""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final

from regraph.errors import OntologyError
from regraph.extract.draft import Draft
from regraph.extract.grammar import read_yaml
from regraph.extract.lemmas import lemma
from regraph.extract.times import Time
from regraph.extract.tokens import Sentence
from regraph.extract.weights import Array
from regraph.model import Mention
from regraph.resources import path

SORTED_BY: Final[Mapping[str, str]] = {
    "measure": "action", "commitment": "action", "licence": "action", "agreement": "status", "meeting": "kind",
    "statistic": "indicator", "impact": "effect", "statement": "stance",
}  # fmt: skip


def label(draft: Draft) -> str:
    """Return the label of a draft: its type with what sorts it."""
    return f"{draft.type}:{draft.values.get(SORTED_BY[draft.type], '')}"


def speaks_for(draft: Draft) -> bool:
    """Tell whether the words of a sentence make what is drafted from it not unlikely.

    Then what the rules miss in the draft, such as a second party, is no reason to drop it, but one to be less sure.
    """
    return heard(draft) >= _NOT_UNLIKELY


_NOT_UNLIKELY: Final = 0.25


def heard(draft: Draft) -> float:
    """Return how likely the words of its sentence make a draft, 0 where they were not heard."""
    return draft.heard.get(label(draft), 0.0) if draft.heard is not None else 0.0


def features(sentence: Sentence, names: Sequence[Mention], times: Sequence[Time]) -> tuple[str, ...]:
    """Return what the model looks at, each once: role of the passage, words by lemma, their lists, pairs of neighbours.

    In the order of the text, so that sums are the same on every machine.
    """
    words = _words(sentence, names, times)
    lists, longest = word_lists()
    found = {"r:" + sentence.role: None}
    before = ""
    for place, word in enumerate(words):
        found["u:" + word] = None
        if before:
            found[f"b:{before} {word}"] = None
        before = word
        for size in range(1, longest.get(word, 0) + 1):
            for name in lists.get(" ".join(words[place : place + size]), ()):
                found[name] = None
    return tuple(found)


@cache
def word_lists() -> tuple[dict[str, tuple[str, ...]], dict[str, int]]:
    """Return the lists of `words.yaml` that hold a word or phrase, and how long the phrases of a first word are.

    A list is a feature of its own: a word that no labelled article holds counts as its neighbours do.
    """
    found: dict[str, set[str]] = {}
    longest: dict[str, int] = {}
    for name, entries in read_yaml("words").items():
        for entry in entries:
            words = [lemma(word) for word in entry.replace("-", " - ").split()]
            found.setdefault(" ".join(words), set()).add("l:" + name)
            longest[words[0]] = min(_LONGEST, max(len(words), longest.get(words[0], 1)))
    return {words: tuple(sorted(lists)) for words, lists in found.items()}, longest


_LONGEST: Final = 4  # words of a phrase


def _words(sentence: Sentence, names: Sequence[Mention], times: Sequence[Time]) -> list[str]:
    """Return the lemmas of a sentence, with a kind for each name, time and number."""
    out: list[str] = []
    last = -1
    for token, (place, kind) in zip(sentence.tokens, marked(sentence, names, times), strict=True):
        if not kind:
            out.append("<n>" if token.text[0].isdigit() else token.lemma)
        elif place != last:
            out.append(kind)
            last = place
    return out


def marked(sentence: Sentence, names: Sequence[Mention], times: Sequence[Time]) -> list[tuple[int, str]]:
    """Return for each token the name or time that it stands in, by number and kind; (-1, "") where it is in none."""
    spans = [
        (m.start, m.end, f"<{m.kind} {m.rule.split(':')[0]}>" if m.kind == "actor" else f"<{m.kind}>") for m in names
    ]
    spans += [(t.start, t.end, "<time>") for t in times]
    spans.sort()
    out: list[tuple[int, str]] = []
    index = 0
    for token in sentence.tokens:
        while index < len(spans) and spans[index][1] <= token.start:
            index += 1
        inside = index < len(spans) and spans[index][0] <= token.start
        out.append((index, spans[index][2]) if inside else (-1, ""))
    return out


Weights = Mapping[str, Sequence[tuple[int, float]]]


@dataclass(frozen=True, slots=True)
class Linear:
    """One linear model: its outputs with a bias each, and the weights of a feature as (place, weight) pairs."""

    outputs: tuple[str, ...]
    bias: tuple[float, ...]
    weights: Weights

    def logits(self, known: Sequence[str], norm: float) -> dict[str, float]:
        """Return the logit of each output for the features of a sentence that are known, each counted `norm` times."""
        total, get = list(self.bias), self.weights.get
        for feature in known:
            for place, weight in get(feature, ()):
                total[place] += weight * norm
        return dict(zip(self.outputs, total, strict=True))


@dataclass(frozen=True, slots=True)
class Model:
    """The fitted weights: of types, of the labels within each type, of the kinds of measures, and of the decision."""

    types: Linear
    labels: Mapping[str, Linear]  # by type
    kinds: Linear
    decision: Mapping[str, float]  # of a label by what words and rules tell, see `weigh`
    accept: float  # from which belief on a label of a type that no rule found is told
    another: float  # from which belief on another label of a type that a rule found is
    vocabulary: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        """Note which features have a weight anywhere."""
        parts = (self.types, self.kinds, *self.labels.values())
        object.__setattr__(self, "vocabulary", frozenset(feature for part in parts for feature in part.weights))

    def probabilities(self, found: Sequence[str]) -> dict[str, float]:
        """Return the probability of each label whose type is not out of the question."""
        known, norm = self._known(found)
        out: dict[str, float] = {}
        for made, logit in self.types.logits(known, norm).items():
            if (whole := sigmoid(logit)) >= LEAST:
                for name, value in self.labels[made].logits(known, norm).items():
                    out[name] = whole * sigmoid(value)
        return out

    def _known(self, found: Sequence[str]) -> tuple[list[str], float]:
        """Return the features that have a weight, and what each counts: sentences of all lengths weigh the same."""
        return [feature for feature in found if feature in self.vocabulary], 1 / math.sqrt(len(found) or 1)

    def telling(self, name: str, found: Sequence[str]) -> list[str]:
        """Return the words that speak most for a label, for `--explain`."""
        made = name.partition(":")[0]
        pairs = (
            (self.types, self.types.outputs.index(made)),
            (self.labels[made], self.labels[made].outputs.index(name)),
        )
        sums: dict[str, float] = {}
        for linear, place in pairs:
            for feature in self._known(found)[0]:
                sums[feature] = sums.get(feature, 0.0) + dict(linear.weights.get(feature, ())).get(place, 0.0)
        words = {f.partition(":")[2]: value for f, value in sums.items() if value > 0 and f[0] in "ub"}
        return sorted(words, key=lambda word: (-words[word], word))[:3]

    def kind(self, found: Sequence[str], read: Mapping[str, float]) -> str:
        """Return the most likely kind of a measure that the sentence tells, with what a reader of it says to each."""
        kinds = self.kinds.logits(*self._known(found))
        sums = {name: value + logit(read.get(name, 0.0)) if read else value for name, value in kinds.items()}
        return max(sorted(sums), key=lambda name: sums[name])


LEAST: Final = 0.03  # a type less likely than this is not looked at closer


@dataclass(frozen=True, slots=True)
class Heard:
    """What the words of a sentence make likely: its features, and the probability of each label."""

    words: tuple[str, ...]
    labels: Mapping[str, float]
    kind: str = ""  # the most likely kind of a measure
    kinds: Mapping[str, float] = field(default_factory=dict)  # how likely the encoder makes each
    roles: Array | None = None  # of its words, as the encoder gives them

    def worth(self) -> bool:
        """Tell whether a sentence without a trigger is worth a reader's look."""
        return any(value >= HEARD for value in self.labels.values())


def joined(words: Mapping[str, float], read: Mapping[str, float]) -> dict[str, float]:
    """Return the probability of each label by its words and by the encoder: the mean of both logits, weighed.

    >>> joined({"measure:lifted": 0.5}, {"measure:lifted": 0.5, "measure:eased": 0.01})
    {'measure:lifted': 0.5}
    """
    names = {*words, *(name for name, value in read.items() if value >= LEAST)}
    return {
        name: sigmoid(
            (1 - _READ) * logit(max(words.get(name, 0.0), _UNHEARD)) + _READ * logit(max(read.get(name, 0.0), _UNHEARD))
        )
        for name in sorted(names)
    }


_READ: Final = 0.75  # what the encoder weighs beside the words
_UNHEARD: Final = 0.005  # of a label that one of both does not hear at all

HEARD: Final = 0.15  # below this probability no label can be believed where no rule found anything


def logit(probability: float) -> float:
    """Return the logit of a probability, within what a word that nobody knows can tell.

    >>> logit(0.5)
    0.0
    """
    return math.log(max(probability, _FLOOR) / max(1 - probability, _FLOOR))


_FLOOR: Final = 1e-3


def sigmoid(value: float) -> float:
    """Return the probability of a logit.

    >>> sigmoid(0.0)
    0.5
    """
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, value))))


@cache
def model() -> Model:
    """Return the fitted model.

    Raises: OntologyError where its file is broken.
    """
    try:
        data: dict[str, Any] = json.loads(path("ontology", "frames", "likely.json").read_text(encoding="utf-8"))
        return Model(
            types=_linear(data["types"]),
            labels={made: _linear(part) for made, part in data["labels"].items()},
            kinds=_linear(data["kinds"]),
            decision=data["decision"],
            accept=data["accept"],
            another=data["another"],
        )
    except (ValueError, KeyError, TypeError) as error:
        raise OntologyError(f"frames/likely.json: not a fitted model ({error!r}); run bench/fit_likely.py") from error


def _linear(data: Mapping[str, Any]) -> Linear:
    weights = {name: tuple(zip(row[::2], row[1::2], strict=True)) for name, row in data["weights"].items()}
    return Linear(tuple(data["outputs"]), tuple(data["bias"]), weights)
