"""A store in, plain records of its things out: property name to the values it has, sorted.

A value is the text of a literal or the IRI of a node; concepts come as their name (`in_force`).
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, Final

from pyoxigraph import Literal, NamedNode

from regraph import ids, terms
from regraph.store import Store

Record = Mapping[str, tuple[str, ...]]
_TYPE: Final = NamedNode(terms.term("rdf:type"))


class Records:
    """The records of a store, each read once: many views look at the same things."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._known: dict[str, Record] = {}
        self._classes: dict[str, list[str]] = {}
        self._columns: dict[str, Mapping[str, str]] = {}

    def __getitem__(self, iri: str) -> Record:
        """Return what the union of all graphs says of a thing, but for the text of a document."""
        if iri not in self._known:
            said = dict(record(self.store, iri))
            said.pop("text", None)  # long, and no tie needs it
            self._known[iri] = said
        return self._known[iri]

    def of(self, name: str) -> Iterator[tuple[str, Record]]:
        """Yield the things of a class of the ontology as (IRI, record), in IRI order."""
        return ((iri, self[iri]) for iri in self.iris(name))

    def iris(self, name: str) -> list[str]:
        """Return the things of a class of the ontology, sorted."""
        if name not in self._classes:
            things = (quad.subject for quad in self.store.match(None, _TYPE, NamedNode(terms.rg(name))))
            self._classes[name] = sorted(thing.value for thing in things if isinstance(thing, NamedNode))
        return self._classes[name]

    def column(self, prop: str) -> Mapping[str, str]:
        """Return thing -> first value, for all things that have a property: ten times as fast as one by one.

        `prop` is a prefixed name, `rg:` or another.
        """
        if prop not in self._columns:
            out: dict[str, str] = {}
            for quad in self.store.match(None, NamedNode(terms.term(prop))):
                iri, text = getattr(quad.subject, "value", ""), _text(quad.object)
                out[iri] = min(text, out.get(iri, text))
            self._columns[prop] = out
        return self._columns[prop]


def record(store: Store, iri: str) -> Record:
    """Return what the union of all graphs says of a thing."""
    out: dict[str, list[str]] = {}
    for quad in store.match(NamedNode(iri)):
        out.setdefault(_local(quad.predicate.value), []).append(_text(quad.object))
    return {name: tuple(sorted(values)) for name, values in out.items()}


def first(thing: Record, name: str, default: str = "") -> str:
    """Return the first value of a property."""
    return next(iter(thing.get(name, ())), default)


def day(thing: Record, name: str) -> dt.date | None:
    """Return the day of a property, None where it has none."""
    text = first(thing, name)
    return dt.date.fromisoformat(text) if text else None


def _text(value: Any) -> str:
    return value.value if isinstance(value, Literal) else _concept(getattr(value, "value", ""))


@lru_cache(maxsize=1024)  # a store has some hundred properties, and each thing a dozen of them
def _local(iri: str) -> str:
    return iri.replace("#", "/").rpartition("/")[2]


def _concept(iri: str) -> str:
    local = iri.removeprefix(ids.ONTOLOGY)
    return local.partition("-")[2] or local if local != iri else iri
