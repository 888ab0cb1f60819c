"""Agreements, meetings, promises, licence decisions, figures and impacts: what is told and is no measure.

Every thing carries the ids of the claims that tell of it, sorted, so that each answer can open its evidence;
`anchor` is the id of the reference record that fits, None where there is none.
"""

import datetime as dt
from dataclasses import dataclass

from regraph.dates import Bounds


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """A deal, pact, truce or understanding, as many claims tell of it."""

    id: str
    label: str
    parties: tuple[str, ...]
    status: str  # a concept of the scheme `agreement`
    date: Bounds | None = None
    place: str | None = None
    follows: tuple[str, ...] = ()  # ids of agreements, or the slug as told where none is known
    claim_ids: tuple[str, ...] = ()
    anchor: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """A summit, a round of talks, a call or a visit."""

    id: str
    label: str
    kind: str  # a concept of the scheme `meeting`
    participants: tuple[str, ...]
    date: Bounds | None = None
    place: str | None = None
    modality: str = "fact"
    claim_ids: tuple[str, ...] = ()
    anchor: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fulfilment:
    """An event that keeps a promise, and since when that is known."""

    event_id: str
    measure_id: str
    known: dt.date
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment:
    """A promise: changes nothing, until an event keeps it."""

    id: str
    label: str
    action: str  # a concept of the scheme `commitment`
    promisors: tuple[str, ...]
    beneficiaries: tuple[str, ...] = ()
    kind: str | None = None  # of the measure promised on, a concept of the scheme `kind`
    materials: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    date: Bounds | None = None
    until: Bounds | None = None
    duration: str | None = None
    announced: dt.date | None = None  # since when the promise is known
    modality: str = "fact"
    agreement: str | None = None  # id of the agreement it was made under
    about: tuple[str, ...] = ()  # ids of the measures it is about
    fulfilled_by: tuple[Fulfilment, ...] = ()
    claim_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """Licences or permits given or withheld in fact."""

    id: str
    label: str
    action: str  # a concept of the scheme `decision`
    issuers: tuple[str, ...]
    holders: tuple[str, ...] = ()
    holder_count: int | None = None
    materials: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    date: Bounds | None = None
    until: Bounds | None = None
    duration: str | None = None
    modality: str = "fact"
    measure: str | None = None  # id of the measure under which it was given, where one fits
    claim_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """One figure about a state, a firm or a group of materials; equal figures of several sources are one."""

    id: str
    label: str
    indicator: str  # a concept of the scheme `indicator`
    subjects: tuple[str, ...]
    material: str | None
    value: float
    unit: str | None
    date: Bounds | None = None
    claim_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Impact:
    """Harm or change that a source lays at the door of a measure."""

    id: str
    label: str
    effect: str  # a concept of the scheme `effect`
    affected: tuple[str, ...] = ()
    materials: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    date: Bounds | None = None
    duration: str | None = None
    modality: str = "fact"
    claim_ids: tuple[str, ...] = ()


Thing = Agreement | Meeting | Commitment | Decision | Observation | Impact
