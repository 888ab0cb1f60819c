"""The words of the network: ties between two nodes, the evidence they carry, and the table of relations.

A tie is one thing that one source actor does to, or with, one target: one measure, one agreement, one promise.
Dates are half-open: `end` is the first day on which the tie no longer holds.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, Final

from regraph import ids
from regraph.ids import digest

EVERYBODY: Final = ids.actor_iri("everybody")  # whom a measure without a target hits
LOOK_BACK_DAYS: Final = 90  # for how long a happening is shown after it, where one day is asked for
END_OF_TIME: Final = dt.date(9999, 12, 31)


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """A kind of tie."""

    name: str
    verb: str  # "China imposes on the United States"
    description: str
    colour: str  # of the Okabe-Ito palette, which colour-blind people can tell apart, or grey; black is the ink
    directed: bool = True
    happening: bool = False  # has a day; the others hold from a day on
    shown: bool = True  # where no relation is asked for


# Colours: M. Okabe and K. Ito, Color Universal Design (2008). The style of a line tells its sign as well.
RELATIONS: Final[Mapping[str, Relation]] = MappingProxyType(
    {
        relation.name: relation
        for relation in (
            Relation(
                name="imposes",
                verb="imposes a measure on",
                description="A measure of the one is aimed at the other; at everybody where it names no target.",
                colour="#D55E00",
            ),
            Relation(
                name="threatens",
                verb="plans or threatens a measure on",
                description="A measure that a source only expects, or that is only threatened.",
                colour="#E69F00",
            ),
            Relation(
                name="accuses",
                verb="accuses",
                description="A source reports that the one accuses the other.",
                colour="#CC79A7",
                happening=True,
            ),
            Relation(
                name="harms",
                verb="harms",
                description="Harm that a source lays at the door of a measure; the imposer is worked out, not told.",
                colour="#000000",
                happening=True,
            ),
            Relation(
                name="agrees",
                verb="has an agreement with",
                description="Both are party to a deal, pact, truce or understanding.",
                colour="#009E73",
                directed=False,
            ),
            Relation(
                name="promises",
                verb="promises something to",
                description="A promise; it changes nothing until a source sees it kept.",
                colour="#0072B2",
            ),
            Relation(
                name="licenses",
                verb="decides on a licence of",
                description="A licence or permit given (cooperation) or withheld (conflict) in fact.",
                colour="#56B4E9",
            ),
            Relation(
                name="meets",
                verb="meets",
                description="Both took part in a meeting, a round of talks or a call.",
                colour="#999999",
                directed=False,
                happening=True,
            ),
            Relation(
                name="restricts",
                verb="restricts",
                description="A measure of the actor covers the material or the good; only where it is asked for.",
                colour="#E69F00",
                shown=False,
            ),
            Relation(
                name="enacts",
                verb="imposes",
                description="Who imposes a measure; the measure is a node of its own.",
                colour="#D55E00",
                shown=False,
            ),
            Relation(
                name="aims_at",
                verb="is aimed at",
                description="Whom a measure is aimed at; the measure is a node of its own.",
                colour="#0072B2",
                shown=False,
            ),
            Relation(
                name="covers",
                verb="covers",
                description="The material or good that a measure covers; the measure is a node of its own.",
                colour="#009E73",
                shown=False,
            ),
        )
    }
)
DEFAULT_RELATIONS: Final = tuple(name for name, relation in RELATIONS.items() if relation.shown)
# What is a node: actors; actors and materials; actors, measures and materials, where no two of a kind are tied.
VIEWS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "actors": DEFAULT_RELATIONS,
        "materials": (*DEFAULT_RELATIONS, "restricts"),
        "measures": ("enacts", "aims_at", "covers"),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spell:
    """A stretch of time with one status; half-open, None is open."""

    status: str
    certainty: str
    start: dt.date | None
    end: dt.date | None

    def overlaps(self, first: dt.date, last: dt.date) -> bool:
        """Return whether the spell holds on a day from `first` to `last`, both inclusive."""
        return (self.start is None or self.start <= last) and (self.end is None or self.end > first)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """One thing that one node does to, or with, another."""

    relation: str
    source: str  # IRI
    target: str  # IRI
    thing: str  # IRI of the measure, agreement, meeting, promise, decision, impact; of the first claim of an accusation
    label: str
    sign: int  # 1 cooperation, -1 conflict, 0 neutral
    detail: str = ""  # kind of measure, action of a promise …
    spells: tuple[Spell, ...] = ()  # in the order of time
    claims: tuple[str, ...] = ()  # IRIs
    dated_by_publication: bool = False  # no source dates it; the first publication stands in
    inferred: bool = False  # who does it is worked out, not told

    @property
    def id(self) -> str:
        """Content-derived id."""
        return digest(self.relation, self.source, self.target, self.thing)

    @property
    def happening(self) -> bool:
        """Whether it has a day, and does not hold from a day on."""
        return RELATIONS[self.relation].happening

    def dated(self, spell: Spell, *, from_publication: bool) -> "Tie":
        """Return the tie with its one spell."""
        return replace(self, spells=(spell,), dated_by_publication=from_publication)

    @property
    def holding(self) -> tuple[Spell, ...]:
        """The spells in which it has not ended."""
        return tuple(spell for spell in self.spells if spell.status != "ended")


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A quoted passage, with the document it stands in."""

    claim: str  # id
    document: str  # file name
    title: str
    publisher: str
    published: str  # EDTF; empty where unknown
    url: str
    quote: str
    start: int
    end: int
    modality: str
    confidence: float

    def to_json(self) -> dict[str, Any]:
        """Return it as a JSON object."""
        return {name: getattr(self, name) for name in Evidence.__slots__}
