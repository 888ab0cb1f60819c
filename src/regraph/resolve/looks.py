"""Claims that say the same, or many claims on one measure, into the features by which they are held together.

A `Look` is what a claim, and all that say the same (`sayings`), show of their measure; a `Profile` is what all claims
put to a measure so far show. Of a claim that names a day, nothing but that weighs where it is put, so the first of
its like stands for all, however many documents repeat it.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Final

from regraph import dates, reference
from regraph.dates import Bounds
from regraph.ids import digest
from regraph.model import STANDING, Claim, Document
from regraph.resolve import citations
from regraph.resolve.coverage import Scope, closure, coverage, scope
from regraph.resolve.values import Groups, Told

_EXPORT: Final = frozenset(
    "export_licensing export_ban export_quota export_tax export_control technology_control".split()
)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Look:
    """What claims that say the same show of the measure that they are about."""

    id: str  # of the saying, see `look_id`
    key: tuple[str, ...]  # canonical: by content first, by id last
    claim: Claim
    document: Document
    block: str
    state: str
    kind: str
    action: str
    target: frozenset[str]
    scope: Scope
    stuff: frozenset[str]  # single materials that it may be about
    items: frozenset[str]
    date: Bounds | None
    published: Bounds | None
    after: dt.date | None  # of the talks it came through
    until: Bounds | None
    citation: frozenset[str]
    part: str | None
    rate: float | None
    rank: int

    @property
    def alike(self) -> tuple[object, ...]:
        """What it says; two claims that say the same are weighed once."""
        return self.claim.values, self.claim.modality, self.rank

    @property
    def dated(self) -> bool:
        """True for an introduction that is told as a fact, with its day."""
        return self.action == "introduced" and self.claim.modality == "fact" and self.date is not None

    @property
    def latest(self) -> dt.date | None:
        """The last day on which what it tells can have happened, or been told."""
        if self.date and self.published:
            return max(self.date.latest, self.published.latest) if self.action == "introduced" else self.date.latest
        bounds = self.date or self.published
        return bounds.latest if bounds else None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Profile:
    """What the claims that found a measure show of it."""

    id: str
    anchor: str | None
    block: str
    layer: int  # 0: made from records; 1: dated introductions; 2: other claims
    founders: tuple[str, ...]  # ids of the looks that found it, sorted
    kinds: frozenset[str]
    targets: frozenset[str]
    covers: frozenset[str]
    may_cover: frozenset[str]
    single: frozenset[str]  # the single materials among both
    counts: frozenset[int]  # how many materials its claims count, or name in full
    whole: frozenset[str]  # groups covered as a whole
    items: frozenset[str]
    announced: dt.date | None  # by then it was told of, or had begun
    start: Bounds | None  # day of effect
    citation: frozenset[str]
    cited: frozenset[str]  # numbers that its changes cite
    part: str | None
    rates: frozenset[float]
    changes: tuple[tuple[str, Bounds, Bounds | None], ...]  # action, day, last day of its term

    @property
    def shows(self) -> tuple[object, ...]:
        """All that a claim is held to; founders that show the same make no other measure."""
        return tuple(getattr(self, one.name) for one in fields(self) if one.name != "founders")


def state(actor: str) -> str:
    """Return the state or union that an actor counts as, the actor itself where nobody says.

    >>> state("CN/MOFCOM"), state("some-firm")
    ('CN', 'some-firm')
    """
    return reference.state_of(actor) or actor


def states(actors: Iterable[str]) -> frozenset[str]:
    """Return the states that actors count as."""
    return frozenset(state(actor) for actor in actors)


def family(claim: Claim) -> str:
    """Return the kind family by which claims are blocked; all controls of exports are one."""
    kind = claim.word("kind") or "other"
    if kind in _EXPORT:
        counted = dict(claim.get("count") or ())  # type: ignore[arg-type]
        firms = "companies" in counted and not claim.names("materials") and not claim.names("items")
        return "entity_listing" if firms and kind == "export_control" else "export"
    return kind


def block_key(claim: Claim) -> str:
    """Return the key of the block of a measure claim."""
    return f"{'+'.join(sorted(states(claim.names('imposer'))))}|{family(claim)}"


@lru_cache(maxsize=4096)
def bounds(text: str | None) -> Bounds | None:
    """Return the bounds of an EDTF text, None where there is none."""
    return dates.parse(text) if text else None


def told_day(told: Told) -> Bounds | None:
    """Return the day that a claim speaks of, else that of its publication."""
    claim, document = told
    return bounds(claim.word("date")) or bounds(document.published)


def saying(told: Told) -> str:
    """Return the key that all claims share which say the same; of a record the claim's own id."""
    claim, document = told
    if claim.record:
        return claim.id
    day = "" if claim.word("date") else document.published or ""
    return digest("saying", repr(claim.values), claim.modality, document.kind, day)


def look_id(key: str, claim_id: str, published: str | None) -> str:
    """Return the id of the look of a saying, by the claim that stands for it and when that was published.

    A record says what nobody else does: its saying and its look bear the id of its claim.
    """
    return key if key == claim_id else f"{key}.{digest(published or '', length=8)}"


def first(published: str | None, claim_id: str) -> tuple[object, ...]:
    """Sort key: of claims that say the same, the one published first stands for all."""
    day = bounds(published)
    return (day is None, day, claim_id)


def sayings(told: Iterable[Told], judged: Container[str] = ()) -> dict[str, list[Told]]:
    """Return claims by the look that they have in common, those that stand for others first.

    What a person judged has a look of its own; the first look of a saying has the id that it has without judgements.
    """
    by_key: dict[str, list[Told]] = defaultdict(list)
    for pair in told:
        by_key[saying(pair)].append(pair)
    out: dict[str, list[Told]] = {}
    for key, pairs in sorted(by_key.items()):
        together = sorted((pair for pair in pairs if pair[0].id not in judged), key=_first)
        some = [*([together] if together else []), *([pair] for pair in pairs if pair[0].id in judged)]
        for number, group in enumerate(sorted(some, key=lambda group: _first(group[0]))):
            out[judged_id(key, group[0][0].id) if number else _look_id(group[0])] = group
    return out


def judged_id(key: str, claim_id: str) -> str:
    """Return the id of the look of a claim that a person judged, where others say the same."""
    return f"{key}.{claim_id}"


def _look_id(told: Told) -> str:
    claim, document = told
    return look_id(saying(told), claim.id, document.published)


def _first(told: Told) -> tuple[object, ...]:
    return first(told[1].published, told[0].id)


def look(told: Told, known: Groups, name: str = "") -> Look:
    """Return what a measure claim, the first of those that say the same, shows of its measure; `name` is its id."""
    claim, document = told
    date = bounds(claim.word("date"))
    rate = claim.get("rate_to")
    written = claim.word("reference")
    materials = scope(claim, known)
    name = name or _look_id(told)
    return Look(
        id=name,
        key=_key(claim, name, date, materials, written),
        claim=claim,
        document=document,
        block=block_key(claim),
        state="+".join(sorted(states(claim.names("imposer")))),
        kind=claim.word("kind") or "other",
        action=claim.word("action") or "introduced",
        target=states(claim.names("target")),
        scope=materials,
        stuff=closure(materials.named | materials.groups, known) - known.members.keys(),
        items=frozenset(claim.names("items")),
        date=date,
        published=bounds(document.published),
        after=dates.slug_month(claim.word("via")),
        until=bounds(claim.word("until")) or _term(date, claim.word("duration")),
        citation=citations.numbers(written),
        part=citations.part(written),
        rate=float(rate) if isinstance(rate, int | float) else None,
        rank=STANDING.get(document.kind, 1),
    )


def _key(claim: Claim, name: str, date: Bounds | None, materials: Scope, written: str | None) -> tuple[str, ...]:
    return (
        str(date.earliest) if date else "9999",
        str(date.latest) if date else "9999",
        *sorted(materials.named | materials.groups),
        "|",
        *claim.names("items"),
        "|",
        *sorted(citations.numbers(written)),
        name,
    )


def _term(date: Bounds | None, duration: str | None) -> Bounds | None:
    if date is None or duration is None:
        return None
    return Bounds(dates.add_duration(date.earliest, duration), dates.add_duration(date.latest, duration))


def profile(looks: Sequence[Look], known: Groups, name: str, anchor: str | None = None) -> Profile:
    """Return what looks, taken together, show of a measure; `looks` are sorted by the caller."""
    starts = [one for one in looks if one.action == "introduced"]
    founding = starts or list(looks)
    covered = coverage([(one.claim, one.document.kind) for one in founding], known)
    counts = {one.scope.count for one in founding if one.scope.count is not None}
    counts |= {len(one.scope.named) for one in founding if one.scope.named and not one.scope.groups}
    covers = frozenset(covered.covers)
    published = [one.published.earliest for one in founding if one.published]
    dated = [one.date for one in starts if one.date]
    targets = Counter(target for one in founding for target in one.target)
    return Profile(
        id=name,
        anchor=anchor,
        block=looks[0].block,
        layer=0 if anchor else 1 if all(one.dated for one in looks) else 2,
        founders=tuple(sorted(one.id for one in looks)),
        kinds=frozenset(one.kind for one in founding),
        targets=frozenset(targets),
        covers=covers,
        may_cover=frozenset(covered.may_cover),
        single=(covers | frozenset(covered.may_cover)) - known.members.keys(),
        counts=frozenset(counts),
        whole=frozenset(group for group, members in known.members.items() if members and members <= covers),
        items=frozenset(item for one in founding for item in one.items),
        announced=min([*published, *(one.earliest for one in dated)], default=None),
        start=_narrowest(dated),
        citation=frozenset(number for one in founding for number in one.citation),
        cited=frozenset(number for one in looks if one.action != "introduced" for number in one.citation),
        part=next((one.part for one in founding if one.part), None),
        rates=frozenset(one.rate for one in looks if one.rate is not None),
        changes=tuple(
            sorted(
                ((one.action, one.date, one.until) for one in looks if one.action != "introduced" and one.date),
                key=str,
            )
        ),
    )


def _narrowest(dated: Sequence[Bounds]) -> Bounds | None:
    return min(dated, key=lambda one: (one.latest - one.earliest, one), default=None)
