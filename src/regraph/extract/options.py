"""Drafts of a document in; for each field that names or counts something, what could fill it, with features.

The rules fill fields one sentence at a time. What they chose is one feature among many here: where else a thing is
named, what stands before and behind its name, who else in the document has it. `choice` weighs them.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from regraph.extract import likely
from regraph.extract.draft import Draft
from regraph.extract.named import GOODS, PART, Spot, Text, sort_of

ASKED: Final[Mapping[str, tuple[str, ...]]] = {
    "measure": (GOODS, "imposer", "target", "speaker", "date", "until", "duration", "count", "reference", "kind"),
    "commitment": (GOODS, "promisor", "beneficiary", "speaker", "date", "until", "duration", "kind"),
    "licence": (GOODS, "issuer", "holders", "speaker", "date", "until", "duration", "count"),
    "impact": (GOODS, "affected", "speaker", "date", "duration"),
    "statistic": ("material", "subject", "date"),
    "statement": ("speaker", "about"),
    "agreement": ("parties", "date"),
    "meeting": ("participants", "date"),
}
_IN_PERSON: Final = ("speaker", "participants")  # elsewhere a person stands for the state
BEFORE, AFTER = 5, 2  # sentences around an act in which its fields are sought
_MOST = 24  # options a field


@dataclass(slots=True)
class Option:
    """What could fill a field: its value, whether it is a material or an item, and what speaks for it."""

    value: str
    kind: str
    features: list[str] = field(default_factory=list)
    own: bool = False  # whether a rule filled the field with it
    role: float | None = None  # logit that its name, the likeliest near the act, fills the field


@dataclass(slots=True)
class Question:
    """A field of a draft, with what could fill it, and features that all options share."""

    draft: int
    field: str
    options: list[Option]
    features: list[str]


def key_of(name: str, value: str) -> str:
    """Return what makes two values of a field the same: a ministry stands for its state."""
    return value.partition("/")[0] if sort_of(name) == "actor" else value


def filled(draft: Draft, name: str) -> list[tuple[str, str]]:
    """Return the values of a field as they stand, each with its kind."""
    if name == GOODS:
        return [
            (value, kind)
            for plural, kind in (("materials", "material"), ("items", "item"))
            for value in draft.values.get(plural, [])
        ]
    if name == "speaker":
        return [(value, "") for value in draft.speaker]
    value = draft.values.get(name)
    if not value:
        return []
    if name == "count":
        return [(f"{what}={number}", what) for what, number in value.items()]
    if name == "material":
        return [(str(value), "material")]
    return [(str(one), "") for one in (value if isinstance(value, list | tuple) else [value])]


def counted(values: Iterable[str]) -> dict[str, int]:
    """Return what values of a count say: "companies=28" is 28 companies."""
    return {what: int(number) for what, _, number in (value.partition("=") for value in values)}


def _rule_of(draft: Draft, name: str, kind: str) -> str:
    if name == GOODS:
        return draft.fills.get("materials" if kind == "material" else "items", "")
    return draft.fills.get(name, "")


def questions(text: Text, drafts: Sequence[Draft]) -> Iterator[Question]:
    """Yield what is asked of the drafts of a document, which stand in its order."""
    told = [{name: {key_of(name, v) for v, _ in filled(d, name)} for name in ASKED[d.type]} for d in drafts]
    shared = _shared(drafts, told)
    for number, draft in enumerate(drafts):
        for name in ASKED[draft.type]:
            options = _options(text, draft, name)
            if options:
                common = _common(text, draft, name, len(options))
                whole = _Whole(text, name, options)
                beside = _Beside(drafts, told, number, name, shared)
                for option in options.values():
                    option.features += beside.of(option)
                    option.features += whole.of(option)
                yield Question(number, name, list(options.values()), common)


def _shared(drafts: Sequence[Draft], told: Sequence[Mapping[str, set[str]]]) -> dict[tuple[str, str], Counter[str]]:
    """Return how often each value fills a field, in all drafts of a type."""
    out: dict[tuple[str, str], Counter[str]] = {}
    for draft, values in zip(drafts, told, strict=True):
        for name, keys in values.items():
            out.setdefault((draft.type, name), Counter()).update(keys)
            out.setdefault(("", sort_of(name)), Counter()).update(keys)
    return out


def _options(text: Text, draft: Draft, name: str) -> dict[str, Option]:
    sort = sort_of(name)
    spots, at = text.spots[sort], text.at[sort]
    first, last = bisect_left(at, draft.sentence - BEFORE), bisect_right(at, draft.sentence + AFTER)
    near = sorted(spots[first:last], key=lambda spot: _distance(spot, draft))
    options: dict[str, Option] = {}
    for rank, spot in enumerate(near):
        if name == "material" and spot.kind != "material":
            continue
        value, kind = value_of(spot, name)
        key = key_of(name, value)
        role = spot.roles.get(f"{draft.type}:{name}") if spot.roles else None
        if key in options and role is not None:
            options[key].role = max(role, options[key].role or role)
        if not key or key in options or len(options) >= _MOST:
            continue
        options[key] = Option(value, kind, role=role)
        options[key].features += _place(text, draft, spot, rank)
        if role is not None:
            options[key].features += _role("role", role, spot.sentence == draft.sentence)
    for value, kind in filled(draft, name):
        key = key_of(name, value)
        option = options.setdefault(key, Option(value, kind, ["nowhere near"]))
        option.value, option.kind = value, kind or option.kind
        rule = _rule_of(draft, name, kind) or "?"
        option.own = True
        option.features += ["own", f"own:{rule}", f"own of {draft.frame}"]
    for value, kind in _elsewhere(text, name):
        options.setdefault(key_of(name, value), Option(value, kind, ["nowhere near"]))
    ranks = sorted(-option.role for option in options.values() if option.role is not None)
    for option in options.values():
        if option.role is not None:
            option.features += [*_role("likeliest", option.role), f"role rank:{min(8, ranks.index(-option.role))}"]
            option.features.append(f"behind:{_level(-ranks[0] - option.role)}")
    return options


def _role(name: str, logit: float, here: bool | None = None) -> list[str]:
    """Return the features of a logit: its level, and where the name stands in the sentence of the act, that too."""
    found = [f"{name}:{_level(logit)}"]
    if here is not None:
        found.append(f"{name} {'here' if here else 'there'}:{_level(logit)}")
    return found


def _level(logit: float) -> int:
    """Return a logit in steps, which the net reads as features of their own."""
    return round(max(-6.0, min(4.5, logit)) / _STEP)


_STEP: Final = 0.75


def _elsewhere(text: Text, name: str) -> Iterator[tuple[str, str]]:
    """Yield what the document as a whole offers: its main goods, states, and its day."""
    sort = sort_of(name)
    if sort == "time":
        if text.published:
            yield text.published, "published"
        return
    if sort == "actor":
        if name not in (*_IN_PERSON, "holders", "affected"):
            yield from ((state, "state") for state in text.states[:3])
        return
    if sort != "goods":
        return
    yield from ((value, kind) for value, kind in text.goods if name == GOODS or kind == "material")


def value_of(spot: Spot, name: str) -> tuple[str, str]:
    """Return what a name stands for in a field, and its kind: a person acts for the state, and speaks in person."""
    if spot.kind == "person" and name not in _IN_PERSON:
        return spot.state, "state"
    return spot.value, spot.kind


def _distance(spot: Spot, draft: Draft) -> tuple[int, int]:
    """Sort spots by how near they are: in the evidence, in its sentence, before, behind; parts of names last."""
    if draft.start <= spot.start < draft.end:
        return int(PART in spot.around), spot.start
    gap = spot.sentence - draft.sentence
    return 2 + 2 * (2 * gap if gap >= 0 else -2 * gap - 1) + (PART in spot.around), abs(spot.start - draft.start)


def _place(text: Text, draft: Draft, spot: Spot, rank: int) -> list[str]:
    gap = spot.sentence - draft.sentence
    inside = draft.start <= spot.start < draft.end
    order = text.orders[spot.sort][spot.sentence]
    where = "in" if inside else "before" if spot.start < draft.start else "behind"
    paragraph = text.sentences[spot.sentence].paragraph == text.sentences[draft.sentence].paragraph
    found = [
        f"gap:{gap}",
        f"where:{where}" if gap == 0 else f"far:{gap > 0}",
        f"rank:{min(rank, 8)}",
        f"order:{min(order.index(spot.start), 6)}",
        f"last:{min(len(order) - 1 - order.index(spot.start), 6)}",
        *spot.around,
    ]
    if gap == 0:
        found += [f"{'in' if inside else 'by'} {feature}" for feature in spot.around]
    if paragraph and gap:
        found.append("paragraph")
    if gap == 0 and not inside:
        found.append(f"off:{min(6, abs(spot.start - draft.start) // 25)}")
    return found


def _common(text: Text, draft: Draft, name: str, count: int) -> list[str]:
    """Return what holds of all options of a field."""
    label = likely.label(draft)
    own = len(filled(draft, name))
    found = [
        f"label:{label}",
        f"field:{name}",
        f"kind:{draft.values.get('kind')}",
        f"count:{min(count, 10)}",
        f"filled:{min(own, 4)}",
        f"modality:{draft.modality}",
        f"frame:{draft.frame}",
        f"passage:{draft.role}",
        f"place:{min(draft.sentence, 12) // 3}",
    ]
    found += [feature for feature in _NOTED if feature in draft.features]
    if draft.anaphoric:
        found.append("anaphoric")
    if any(token.text[0] in '"“”«»' for token in text.sentences[draft.sentence].tokens):
        found.append("quotes")
    if sort_of(name) in ("time", "term"):
        found += [f"has:{f}" for f in ("date", "until", "duration") if f != name and draft.values.get(f)]
    return found


_NOTED: Final = ("guessed", "presupposed", "general", "who-by-default", "in effect")


class _Beside:
    """What other drafts of the document, and other fields of the same one, say to an option."""

    def __init__(
        self,
        drafts: Sequence[Draft],
        told: Sequence[Mapping[str, set[str]]],
        number: int,
        name: str,
        shared: Mapping[tuple[str, str], Counter[str]],
    ) -> None:
        self.draft, self.name, self.sort = drafts[number], name, sort_of(name)
        self.own = told[number]
        self.before = next((told[k] for k in range(number - 1, max(-1, number - 4), -1) if told[k].get(name)), {})
        self.after = next((told[k] for k in range(number + 1, min(len(drafts), number + 4)) if told[k].get(name)), {})
        self.beside = [
            told[k]
            for k in range(max(0, number - 3), min(len(drafts), number + 4))
            if k != number and drafts[k].sentence == self.draft.sentence
        ]
        self.of_field = shared.get((self.draft.type, name), Counter())
        self.of_sort = shared.get(("", self.sort), Counter())

    def of(self, option: Option) -> list[str]:
        """Return the features of an option."""
        key = key_of(self.name, option.value)
        mine = key in self.own.get(self.name, ())
        found = [f"kind of value:{option.kind}"]
        found += [f"is {other}" for other, keys in self.own.items() if other != self.name and key in keys]
        for which, values in (("before", self.before), ("after", self.after)):
            if values:
                found.append(f"{which} {'has' if key in values[self.name] else 'not'}")
        if any(key in keys for values in self.beside for name, keys in values.items() if sort_of(name) == self.sort):
            found.append("beside")
        field_count, sort_count = self.of_field[key] - mine, self.of_sort[key] - mine
        found.append(f"field:{min(field_count, 4)}/{min(3, max(0, self.of_field.total() - field_count - mine))}")
        found.append(f"sort:{min(sort_count, 5)}")
        return found


class _Whole:
    """What the whole document says to an option: how often and where it is named, or how far from its day."""

    def __init__(self, text: Text, name: str, options: Mapping[str, Option]) -> None:
        self.text, self.sort = text, sort_of(name)
        self.counts, self.lead = text.counts[self.sort], text.lead[self.sort]
        self.ranks = text.ranks[self.sort]
        self.parts = {key: frozenset(key.split("-")) for key in options} if self.sort == "goods" else {}

    def of(self, option: Option) -> list[str]:
        """Return the features of an option."""
        count = self.counts[option.value]
        found = [f"named:{min(count, 8)}", f"rank of all:{min(8, self.ranks[count]) if count else 9}"]
        if option.value in self.lead:
            found.append("in the lead")
        if self.sort == "goods":
            found += self._goods(option)
        elif self.sort == "actor":
            state = option.value.partition("/")[0]
            place = self.text.states.index(state) if state in self.text.states else 9
            found.append(f"main state:{min(place, 4)}")
        elif self.sort == "time":
            found += self._time(option.value)
        return found

    def _goods(self, option: Option) -> list[str]:
        own = self.parts[option.value]
        found = [f"words:{len(own)}", f"head:{option.value.rpartition('-')[2]}"]
        if option.value == self.text.theme:
            found.append("theme")
        others = [parts for key, parts in self.parts.items() if key != option.value]
        if any(own < parts for parts in others):
            found.append("part of another")
        if any(parts < own for parts in others):
            found.append("more than another")
        return found

    def _time(self, value: str) -> list[str]:
        published = self.text.published
        if not published:
            return ["published:unknown"]
        start = value.partition("/")[0]
        if start[: len(published)] == published[: len(start)]:
            return [f"published:same {len(start)}"]
        try:
            months = 12 * (int(start[:4]) - int(published[:4]))
            months += int(start[5:7]) - int(published[5:7]) if len(start) > len("2025") else 0
        except ValueError:
            return ["published:?"]
        return [f"published:{'after' if start > published else 'before'} {_bucket(abs(months))}"]


def _bucket(number: int) -> int:
    return next((edge for edge in (0, 1, 3, 6, 12, 24, 60) if number <= edge), 99)
