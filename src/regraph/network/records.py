"""A store in, plain records of its things out: property name to the values it has, sorted.

A value is the text of a literal or the IRI of a node; concepts come as their name (`in_force`).
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Final

from pyoxigraph import Literal, NamedNode

from regraph import ids, terms
from regraph.store import Store

Record = Mapping[str, tuple[str, ...]]
_TYPE: Final = NamedNode(terms.term("rdf:type"))


def records(store: Store, name: str) -> Iterator[tuple[str, Record]]:
    """Yield the things of a class of the ontology as (IRI, record), in IRI order."""
    things = (quad.subject for quad in store.match(None, _TYPE, NamedNode(terms.rg(name))))
    for iri in sorted(thing.value for thing in things if isinstance(thing, NamedNode)):
        yield iri, record(store, iri)


def record(store: Store, iri: str) -> Record:
    """Return what the union of all graphs says of a thing."""
    out: dict[str, list[str]] = {}
    for quad in store.match(NamedNode(iri)):
        value = quad.object
        text = value.value if isinstance(value, Literal) else _concept(getattr(value, "value", ""))
        out.setdefault(_local(quad.predicate.value), []).append(text)
    return {name: tuple(sorted(values)) for name, values in out.items()}


def first(thing: Record, name: str, default: str = "") -> str:
    """Return the first value of a property."""
    return next(iter(thing.get(name, ())), default)


def day(thing: Record, name: str) -> dt.date | None:
    """Return the day of a property, None where it has none."""
    text = first(thing, name)
    return dt.date.fromisoformat(text) if text else None


def _local(iri: str) -> str:
    return iri.replace("#", "/").rpartition("/")[2]


def _concept(iri: str) -> str:
    local = iri.removeprefix(ids.ONTOLOGY)
    return local.partition("-")[2] or local if local != iri else iri
