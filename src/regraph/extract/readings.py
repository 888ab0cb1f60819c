"""A sentence in, the topics that its words name out, and which of them is nearest to a figure of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from regraph.extract.clauses import Clause
from regraph.extract.mood import subject_actors
from regraph.extract.quantities import Quantity
from regraph.extract.view import At, View

MASS = frozenset(("t", "kg", "m3", "lb", "oz", "bbl", "ct"))
MONEY = frozenset(("USD", "EUR", "GBP", "CNY", "JPY", "INR", "AUD", "CAD"))

AMOUNTS: Mapping[str, str] = {
    "reserves": "reserves",
    "quota": "quota",
    "export": "export_volume",
    "import": "export_volume",
    "sale": "export_volume",
    "production": "production",
}


@dataclass(frozen=True, slots=True)
class Reading:
    """What a figure measures and the word that told.

    `relation` is change, share or amount; `place` the number of the word that told, -1 where none did.
    """

    indicator: str
    value: float
    rule: str
    relation: str
    place: int = -1


def topics(view: View) -> list[str]:
    """Return for every token the topic it names as noun or verb: export, import, production, price …, "" for none."""
    nouns, verbs = view.frames.labels("statistic", "nouns"), view.frames.labels("statistic", "verbs")
    following = [*(t.lower for t in view.tokens[1:]), ""]
    return [
        (verbs.get(view.parse.lemmas[k], "") if sign == "V" else nouns.get(token.lemma, ""))
        if sign in "VW" and (token.lemma != "sit" or following[k] == "on")
        else ""
        for k, (token, sign) in enumerate(zip(view.tokens, view.parse.tags, strict=True))
    ]


def scope(view: View, clause: Clause | None) -> list[int]:
    """Return the token numbers of a clause with its subject, in order."""
    return _scope(view, clause)[0]


def lemmas_in_scope(view: View, clause: Clause | None) -> frozenset[str]:
    """Return the lemmas of a clause with its subject."""
    return _scope(view, clause)[1]


def _scope(view: View, clause: Clause | None) -> tuple[list[int], frozenset[str]]:
    """Return the places and lemmas of a clause; found once, as every figure of a long sentence asks for them."""
    key = -1 if clause is None else clause.index
    if key not in view.scopes:
        inside = (
            range(len(view.tokens)) if clause is None else {*range(clause.start, clause.end), *range(*clause.subject)}
        )
        places = sorted(inside)
        view.scopes[key] = places, frozenset(view.tokens[k].lemma for k in places)
    found: tuple[list[int], frozenset[str]] = view.scopes[key]
    return found


def distance(view: View, at: At[Quantity], place: int) -> int:
    """Return how far a word is from the figure; another figure or a comma between them sets it apart."""
    low, high = (place, at.start) if place < at.start else (at.end, place)
    apart = sum(4 for k in range(low, high) if view.tokens[k].text in (",", ";", "(", ")") or view.parse.tags[k] == "C")
    others = sum(4 for f in view.figures if low < f.start < high and f.value.unit == at.value.unit)
    return high - low + apart + others


def nearest(
    view: View,
    clause: Clause | None,
    at: At[Quantity],
    named: Sequence[str],
    wanted: Mapping[str, str] | frozenset[str],
) -> tuple[int, str]:
    """Return (token, topic) of the nearest word of the wanted topics in the clause, (-1, "") where none is."""
    best, found = 99, (-1, "")
    for place in scope(view, clause):
        if named[place] in wanted and not at.start <= place < at.end:
            far = min(
                distance(view, at, place),
                9 if clause is not None and clause.subject[0] <= place < clause.subject[1] else 99,
            )
            if far < best:
                best, found = far, (place, named[place])
    return found


def has_material(view: View) -> bool:
    """Tell whether the sentence, or one before it, names a material or goods."""
    return bool(view.topic) or any(n.value.kind == "material" for n in view.names)


def subject_states(view: View, clause: Clause | None) -> list[str]:
    """Return the states that are subject of the clause."""
    if clause is None:
        return []
    return [i for n in subject_actors(view, clause) if view.sort(n) in ("state", "union") for i in n.value.ids]
