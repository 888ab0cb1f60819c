"""Drafts of a document in; the same with what fills their fields chosen anew, where that is surer.

What the rules filled a field with stays while it is not unlikely; what they did not see, since another sentence names
it, is taken where it is likely. How likely is the answer of a small net to the `options` of a field: a sum of vectors
over the features of an option, those of the field among them, and two layers behind it. The second one sees what is
strongest in any option of the field too (Zaheer et al. 2017, "Deep Sets"): what a text is about gives way to what the
sentence names. `bench/fit_choice.py` fits it; its weights are whole numbers from -127 to 127 with a scale a row, in
`ontology/frames/choice.npz`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np

from regraph.extract import options, weights
from regraph.extract.draft import Draft
from regraph.extract.named import GOODS, Text
from regraph.extract.options import Option, Question
from regraph.extract.weights import Array
from regraph.resources import path

KEPT: Final = 0.25  # what a rule filled stays from here on
TAKEN: Final = 0.5  # what no rule filled in is taken from here on
ADDED: Final = 0.8  # what comes beside what a rule filled in must be as likely
AFAR: Final = 0.85  # goods of other sentences: what a text is about is not what each of its measures is on
_HERE: Final = "gap:0"
_KEPT: Final[Mapping[str, float]] = {"reference": 0.0}  # few texts teach it, and a number that is cited is worth having
_TAKEN: Final[Mapping[str, float]] = {"target": 0.8, "reference": 0.3}  # a wrong target parts what is one measure
_ONE: Final = frozenset(("date", "until", "duration", "material", "reference", "kind"))  # fields of one value
_NEEDED: Final[Mapping[str, tuple[str, ...]]] = {  # fields that are never emptied: the likeliest stays
    "measure": ("imposer", "kind"),
    "commitment": ("promisor",),
    "statistic": ("material",),
    "statement": ("speaker", "about"),
}
_MOSTLY_ONE: Final = frozenset(("imposer", "promisor", "issuer"))  # rules find two that act together
_SEVERAL: Final = frozenset(("parties", "participants"))  # of two or more
# A class before the list of what is meant of it ("rare earths including samarium"): where the rules took the list, the
# class would say more than the text, and the graph would hold the measure to be about all of its members.
_LISTED: Final = frozenset(("a1:include", "a2:include", "a12:such as", "a1:namely", "a1:like", "a1::"))
RULE: Final = "likeliest of the document"


@dataclass(frozen=True, slots=True)
class Chooser:
    """The fitted net."""

    rows: Mapping[str, int]  # feature -> row of its vector
    by_field: Mapping[str, Mapping[str, int]]  # field -> feature -> row of its vector in this field
    vectors: Array  # (rows, width)
    alone: Array  # (rows,): what each feature adds by itself
    first: Array  # (width,): bias
    second: tuple[Array, Array]  # (2 * width, width): of an option and of the strongest of its field; bias
    last: tuple[Array, Array]  # (width,), bias

    def probabilities(self, asked: Sequence[Question]) -> list[Array]:
        """Return how likely each option of each question is."""
        columns: list[int] = []
        starts: list[int] = []
        of: list[int] = []  # question of each option
        told = np.zeros((len(asked), self.vectors.shape[1]), dtype=np.float32)
        plain = np.zeros(len(asked), dtype=np.float32)
        for number, question in enumerate(asked):
            own = self.by_field.get(question.field, {})
            common = self._known(question.features, own)
            told[number], plain[number] = self.vectors[common].sum(0), self.alone[common].sum()
            for option in question.options:
                starts.append(len(columns))
                columns.append(0)
                columns += self._known(option.features, own)
                of.append(number)
        x = np.add.reduceat(self.vectors[columns], starts, 0) + told[of]
        x = np.maximum(x + self.first, 0)
        edges = np.cumsum([0, *(len(question.options) for question in asked[:-1])])
        here, whole = np.split(self.second[0], 2)
        x = np.maximum(x @ here + (np.maximum.reduceat(x, edges) @ whole)[of] + self.second[1], 0)
        logits = x @ self.last[0] + self.last[1] + np.add.reduceat(self.alone[columns], starts) + plain[of]
        return np.split(weights.sigmoid(logits), edges[1:])

    def _known(self, features: Sequence[str], own: Mapping[str, int]) -> list[int]:
        """Return the rows of features, of all fields and of one; the first row, 0, is of none."""
        known, of_field = self.rows.get, own.get
        found = [row for feature in features if (row := known(feature))]
        return found + [row for feature in features if (row := of_field(feature))]


def choose(text: Text, drafts: Sequence[Draft], by: Chooser | None = None) -> None:
    """Choose what fills the fields of the drafts of a document, which stand in its order."""
    asked = list(options.questions(text, drafts))
    if not asked:
        return
    for question, sure in zip(asked, (by or chooser()).probabilities(asked), strict=True):
        _settle(drafts[question.draft], question, [float(value) for value in sure])


def _settle(draft: Draft, question: Question, sure: Sequence[float]) -> None:
    """Fill one field anew where the choice is another one than the rules made."""
    rows = list(zip(question.options, sure, strict=True))
    likeliest = max(rows, key=lambda row: row[1])
    draft.sure[question.field] = likeliest[1]
    chosen = [option for option, value in rows if value >= _least(question, option)]
    if question.field == GOODS and any(option.own for option in chosen):
        chosen = [option for option in chosen if option.own or _LISTED.isdisjoint(option.features)]
    if question.field in _MOSTLY_ONE and any(option.own for option in chosen):
        chosen = [option for option in chosen if option.own]
    if question.field in _ONE and chosen:
        chosen = [_only([row for row in rows if row[0] in chosen])]
    if question.field in _SEVERAL and len(chosen) < 2:
        return
    if not chosen and question.field in _NEEDED.get(draft.type, ()) and any(option.own for option in question.options):
        chosen = [likeliest[0]]
    if chosen != [option for option in question.options if option.own]:
        least = min((value for option, value in rows if option in chosen), default=0.0)
        _fill(draft, question.field, chosen, f"{RULE}, {least:.2f}")


def _least(question: Question, option: Option) -> float:
    """Return from which probability on an option fills a field."""
    if option.own:
        return _KEPT.get(question.field, KEPT)
    beside = any(other.own for other in question.options)
    taken = ADDED if beside else _TAKEN.get(question.field, TAKEN)
    return max(taken, AFAR) if question.field == GOODS and _HERE not in option.features else taken


def _only(rows: Sequence[tuple[Option, float]]) -> Option:
    """Return the likeliest of what was chosen; a year or month does not replace a day in it that a rule read."""
    likeliest = max(rows, key=lambda row: row[1])[0]
    return next((o for o, _ in rows if o.own and o.value.startswith(f"{likeliest.value}-")), likeliest)


def _fill(draft: Draft, name: str, chosen: Sequence[Option], rule: str) -> None:
    if name == "speaker":
        draft.speaker = tuple(option.value for option in chosen)
        return
    if name == "count":
        draft.values.pop(name, None)
        draft.put(name, options.counted(option.value for option in chosen), rule)
        return
    parts = {name: [option.value for option in chosen]}
    if name == GOODS:
        parts = {
            plural: [option.value for option in chosen if option.kind == kind]
            for plural, kind in (("materials", "material"), ("items", "item"))
        }
    for field, values in parts.items():
        draft.values.pop(field, None)
        draft.fills.pop(field, None)
        if values:
            draft.put(field, values[0] if name in _ONE else values, rule)


@cache
def chooser() -> Chooser:
    """Return the fitted net.

    Raises: OntologyError where its file is broken.
    """
    return load(path("ontology", "frames", "choice.npz"))


def load(file: Path) -> Chooser:
    """Return the net of a file.

    Raises: OntologyError where the file is broken.
    """
    return weights.load(file, _read, "bench/fit_choice.py")


def _read(data: Mapping[str, Any]) -> Chooser:
    about = weights.about(data)
    rows = {name: row for row, name in enumerate(about["features"], 1)}
    last, by_field = len(rows), {}
    for name, features in about["fields"].items():
        by_field[name] = {about["features"][place]: last + row for row, place in enumerate(features, 1)}
        last += len(features)
    return Chooser(
        rows=rows,
        by_field=by_field,
        vectors=weights.matrix(data, "vectors"),
        alone=weights.plain(data, "alone"),
        first=weights.plain(data, "first"),
        second=(weights.matrix(data, "second"), weights.plain(data, "second/bias")),
        last=(weights.plain(data, "last"), weights.plain(data, "last/bias")),
    )
