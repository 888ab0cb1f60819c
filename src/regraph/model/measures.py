"""Measures, their events and their phases: what many claims add up to."""

import datetime as dt
from dataclasses import dataclass

from regraph.dates import Bounds


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One restriction or support, as many claims tell of it."""

    id: str
    label: str
    kind: str
    imposers: tuple[str, ...]
    targets: tuple[str, ...] = ()  # empty: everybody
    covers: tuple[str, ...] = ()  # materials named by a source, groups closed over their members
    may_cover: tuple[str, ...] = ()  # members of a partly named group
    excludes: tuple[str, ...] = ()  # carved out
    items: tuple[str, ...] = ()
    references: tuple[str, ...] = ()  # legal references as written
    anchor: str | None = None  # id of the reference record that fits
    claim_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A dated change of a measure; what several claims say of one change is one event."""

    id: str
    measure_id: str
    action: str  # a concept of the scheme `action`
    modality: str = "fact"
    date: Bounds | None = None  # of effect where known, else of announcement
    until: Bounds | None = None  # last day of the term, inclusive
    duration: str | None = None
    announced: dt.date | None = None  # first publication that tells of it; None where no document is dated
    standing: str = "press"  # strongest of its documents: official, reference, press
    solid: bool = True  # False: only unverified or disputed sources tell of it
    only_for: tuple[str, ...] = ()  # materials, where it touches only some
    rate_to: float | None = None
    claim_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """A claim that was put to a measure without being sure of it: worth a person's look."""

    claim_id: str
    measure_id: str
    score: float  # 0 to 1: how well it fits
    reason: str  # what fits
    runner_up: str | None = None  # id of the measure that fits nearly as well


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase:
    """An interval in which a measure holds one status with one certainty; half-open in both times.

    The phases of a measure (and of one `only_for`) with the same `known` interval do not overlap.
    """

    id: str
    measure_id: str
    status: str
    certainty: str
    reason: str  # one plain sentence: why this status, why this sure
    valid_from: dt.date
    valid_until: dt.date | None  # exclusive; None: open
    known_from: dt.date
    known_until: dt.date | None  # exclusive; None: to this day
    since: Bounds | None = None  # when the status began, as exactly as the sources say
    due: Bounds | None = None  # when its term ends, where one is told
    last_evidence: dt.date | None = None  # publication of the newest document it rests on
    only_for: tuple[str, ...] = ()
    claim_ids: tuple[str, ...] = ()  # what it rests on, strongest first
    against: tuple[str, ...] = ()  # claims that say otherwise
