"""Tables of `seeds/reference` in, known actors and materials by id out.

The tables are the one source for names, aliases, types and groups; the Turtle under `ontology/` and the
lexicon of the extractor are made from the same rows.
"""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from regraph import resources


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A state, body, company, association or person that news can name."""

    id: str  # as in the claim schema: CN, CN/MOFCOM, ford
    label: str
    type: str  # a class of the ontology
    state: str | None = None  # id of the state it belongs to or acts for
    aliases: tuple[str, ...] = ()
    demonyms: tuple[str, ...] = ()
    office: str = ""
    source: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """An element, mineral, compound or group of materials."""

    id: str
    label: str
    type: str  # ChemicalElement, Mineral, Compound, MaterialGroup
    symbol: str = ""
    groups: tuple[str, ...] = ()  # ids of the groups it directly belongs to
    aliases: tuple[str, ...] = ()


def rows(name: str) -> Iterator[dict[str, str]]:
    """Yield the rows of a table of `seeds/reference` by its file name."""
    with resources.path("seeds", "reference", name).open(newline="", encoding="utf-8") as file:
        yield from csv.DictReader(file)


def _split(cell: str | None) -> tuple[str, ...]:
    return tuple(part.strip() for part in (cell or "").split("|") if part.strip())


@cache
def actors() -> Mapping[str, Actor]:
    """Return every known actor by id; states first, then the others, each in the order of its table."""
    out: dict[str, Actor] = {}
    for row in rows("states.csv"):
        out[row["id"]] = Actor(
            id=row["id"],
            label=row["label"],
            type="SupranationalUnion" if row["id"] == "EU" else "State",
            state=row["id"],
            aliases=_split(row["aliases"]),
            demonyms=_split(row["demonyms"]),
            note=row.get("note") or "",
        )
    for row in rows("actors.csv"):
        out[row["id"]] = Actor(
            id=row["id"],
            label=row["label"],
            type=row["type"],
            state=row["state"] or None,
            aliases=_split(row["aliases"]),
            office=row.get("office") or "",
            source=row.get("source") or "",
        )
    return MappingProxyType(out)


@cache
def materials() -> Mapping[str, Material]:
    """Return every known material and group by id, in the order of the table."""
    out = {
        row["id"]: Material(
            id=row["id"],
            label=row["label"],
            type=row["type"],
            symbol=row.get("symbol") or "",
            groups=_split(row["groups"]),
            aliases=_split(row["aliases"]),
        )
        for row in rows("materials.csv")
    }
    return MappingProxyType(out)


def state_of(actor: str) -> str | None:
    """Return the state that an actor is, belongs to or acts for; None where nobody says.

    >>> state_of("CN/MOFCOM"), state_of("some-new-company")
    ('CN', None)
    """
    known = actors().get(actor)
    if known:
        return known.state
    head, slash, _ = actor.partition("/")
    return head if slash or (len(head) == 2 and head.isupper()) else None


def actor_class(actor: str) -> str:
    """Return the class of an actor id; `GovernmentBody` for an unknown `XX/body`, else `Actor`."""
    known = actors().get(actor)
    if known:
        return known.type
    return "GovernmentBody" if "/" in actor else "Actor"


def label(name: str) -> str:
    """Return the label of an actor or material id; an unknown slug is written with spaces.

    >>> label("some-new-company")
    'some new company'
    """
    known = actors().get(name) or materials().get(name)
    if known:
        return known.label
    return name.rpartition("/")[2].replace("-", " ")
