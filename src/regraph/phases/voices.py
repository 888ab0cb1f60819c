"""One claim on one measure, into a voice: what it says of the history, when it became known, what it weighs.

The invariant: `known` is the last day on which the document can have been published, so that nothing counts as
known too early; and `UNKNOWN_START` stands for a day that nobody tells: it bounds, and is never shown nor computed
with. A document without any date of publication counts as known from the earliest day on which it can have been
written, the latest day that it speaks of as past; `undated` says so.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from regraph import dates
from regraph.dates import Bounds
from regraph.model import STANDING, Claim, Document

UNKNOWN_START: Final = dt.date.min  # "no source says since when"
SOLID: Final = 0.5  # claims of less confidence never make an answer certain

_RANK: Final = STANDING.get
_DAY: Final = dt.timedelta(days=1)
# told in the past tense: an imprecise date cannot reach beyond the publication
_PAST: Final = frozenset({"maintained", "eased", "suspended", "postponed"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """What one claim says of a measure's history."""

    claim_id: str
    action: str  # a concept of the scheme `action`
    modality: str = "fact"
    date: Bounds | None = None  # of effect, or of announcement; of a `maintained` claim the day it speaks of
    after: dt.date | None = None  # no earlier than this, where no date is told (the talks it came through)
    until: Bounds | None = None  # last day of the term, inclusive
    duration: str | None = None
    known: dt.date  # known from this day on
    published: Bounds | None = None  # None: the document bears no date
    standing: str = "press"
    solid: bool = True
    only_for: tuple[str, ...] = ()
    rate_to: float | None = None

    @property
    def rank(self) -> int:
        """Weight of the document against others: 3 official, 2 reference, 1 press."""
        return _RANK(self.standing, 1)

    def outdates(self, other: "Voice") -> bool:
        """Return whether this was published for certain after `other`."""
        return bool(self.published and other.published and self.published.earliest > other.published.latest)


@dataclass(frozen=True, slots=True)
class Teller:
    """A claim among those that say the same: all in which their voices differ."""

    claim_id: str
    published: str | None  # EDTF; None: the document bears no date
    known: dt.date
    solid: bool


def known_day(document: Document, claims: Iterable[Claim]) -> dt.date:
    """Return the day from which what `document` says counts as known; `claims` are all of the document.

    Where neither the document nor any of its claims has a date, it counts as known since ever (0001-01-01).
    """
    if document.published:
        return dates.parse(document.published).latest
    past = [_past_day(claim) for claim in claims if claim.modality == "fact"]
    return max((day for day in past if day), default=UNKNOWN_START)


def _past_day(claim: Claim) -> dt.date | None:
    told = claim.word("date")
    return dates.parse(told).earliest if told else dates.slug_month(claim.word("via"))


def teller(claim: Claim, document: Document, known: dt.date) -> Teller:
    """Return who says what a claim says; `known` as `known_day` gives it."""
    return Teller(claim.id, document.published, known, claim.confidence >= SOLID)


def voice(claim: Claim, document: Document, known: dt.date, only_for: tuple[str, ...] = ()) -> Voice:
    """Return what a measure claim says of its measure's history; `known` as `known_day` gives it."""
    return voices(claim, document.kind, [teller(claim, document, known)], only_for)[0]


def voices(claim: Claim, standing: str, tellers: Iterable[Teller], only_for: tuple[str, ...] = ()) -> list[Voice]:
    """Return the voices of all who say what a measure claim says, in documents of one standing."""
    rate, until = claim.get("rate_to"), claim.word("until")
    action = claim.word("action") or "introduced"
    after, last = dates.slug_month(claim.word("via")), dates.parse(until) if until else None
    told, duration = claim.word("date"), claim.word("duration")
    out = []
    for one in tellers:
        published = dates.parse(one.published) if one.published else None
        out.append(
            Voice(
                claim_id=one.claim_id,
                action=action,
                modality=claim.modality,
                date=_told_date(told, action, published),
                after=after,
                until=last,
                duration=duration,
                known=one.known,
                published=published,
                standing=standing,
                solid=one.solid,
                only_for=only_for,
                rate_to=float(rate) if isinstance(rate, int | float) else None,
            )
        )
    return out


def _told_date(told: str | None, action: str, published: Bounds | None) -> Bounds | None:
    if told is None:
        return published if action == "maintained" else None
    bounds = dates.parse(told)
    if published and action in _PAST and bounds.earliest <= published.latest < bounds.latest:
        return Bounds(bounds.earliest, published.latest)
    return bounds


def term(told: Voice, date: Bounds | None) -> Bounds | None:
    """Return the last day of the term that `told` gives a change of `date`; None where it gives none.

    Where nobody says since when, the earliest end is as unknown as the start.
    """
    if told.until:
        return told.until
    if not told.duration or date is None or date.latest == UNKNOWN_START:
        return None
    return later_by(date, told.duration)


def later_by(bounds: Bounds, duration: str) -> Bounds:
    """Return bounds moved by an ISO 8601 duration; an unknown first day stays unknown."""
    known = bounds.earliest != UNKNOWN_START
    first = dates.add_duration(bounds.earliest, duration) if known else UNKNOWN_START
    return Bounds(first, dates.add_duration(bounds.latest, duration))


def next_day(day: dt.date) -> dt.date:
    """Return the day after; the last day of the calendar stays, and so does the first: it stands for "unknown".

    >>> next_day(dt.date(2026, 11, 10)), next_day(UNKNOWN_START) == UNKNOWN_START
    (datetime.date(2026, 11, 11), True)
    """
    return day if day in (dt.date.max, UNKNOWN_START) else day + _DAY


def told_bounds(bounds: Bounds | None) -> Bounds | None:
    """Return bounds that may be shown: None where their first day is unknown.

    >>> told_bounds(Bounds(UNKNOWN_START, dt.date(2025, 10, 30))) is None
    True
    """
    return None if bounds is None or bounds.earliest == UNKNOWN_START else bounds
