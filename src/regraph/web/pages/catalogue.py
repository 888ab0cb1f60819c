"""A store in, what lists and the search show of its things out: one entry a thing, found by any of its names."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from regraph import ids, sparql
from regraph.web.pages import links
from regraph.web.pages.call import Call
from regraph.web.pages.facts import Facts

KINDS: Final = ("measure", "material", "item", "actor", "agreement", "document")
KIND_TITLES: Final = {
    "measure": "Measures",
    "material": "Materials",
    "item": "Goods and technologies",
    "actor": "Actors",
    "agreement": "Agreements",
    "document": "Documents",
}
_ROOTS: Final = {
    "measure": ("Measure",),
    "agreement": ("Agreement",),
    "material": ("ChemicalElement", "Mineral", "Compound", "MaterialGroup", "Material"),
    "item": ("Good", "Technology", "Item"),
    "actor": (
        "State", "SupranationalUnion", "Ministry", "Agency", "GovernmentBody", "Company", "Association", "NewsAgency",
        "Person", "IntergovernmentalOrganization", "Actor",
    ),
}  # fmt: skip
_NAMES: Final = (
    "label",
    "title",
    "altLabel",
    "identifier",
    "symbol",
    "demonym",
    "legalReference",
    "hsCode",
    "publisher",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A thing as a list shows it."""

    iri: str
    kind: str  # a key of KINDS
    type: str  # class of the ontology
    label: str
    words: str  # all its names, in lower case

    @property
    def page(self) -> str:
        """The address of its page."""
        return links.page(self.iri)


_DOCUMENTS: Final = """
SELECT ?iri ?name ?kind ?title ?publisher ?published (COUNT(?claim) AS ?claims) {
  ?iri a rg:Document ; dcterms:identifier ?name ; rg:documentKind ?kind .
  OPTIONAL { ?iri dcterms:title ?title }
  OPTIONAL { ?iri dcterms:publisher ?publisher }
  OPTIONAL { ?iri dcterms:issued ?published }
  OPTIONAL { ?claim prov:wasDerivedFrom ?iri }
} GROUP BY ?iri ?name ?kind ?title ?publisher ?published
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A document as a list shows it; its text is not read for that."""

    iri: str
    title: str
    name: str
    kind: str
    publisher: str
    published: str  # EDTF
    claims: int

    @property
    def page(self) -> str:
        """The address of its page."""
        return links.page(self.iri)


def documents(call: Call) -> dict[str, Source]:
    """Return the documents by IRI."""
    return call.cached("documents", lambda: {one.iri: one for one in _documents(call)})


def _documents(call: Call) -> Iterator[Source]:
    for row in sparql.solutions(call.store.engine, _DOCUMENTS):
        told = {name: term.value for name, term in row.items()}
        yield Source(
            iri=told["iri"],
            title=told.get("title") or told["name"],
            name=told["name"],
            kind=told["kind"].rpartition("-")[2],
            publisher=told.get("publisher", ""),
            published=told.get("published", ""),
            claims=int(told["claims"]),
        )


def entries(call: Call, kind: str) -> list[Entry]:
    """Return the things of a kind, by label."""
    if kind == "document":
        return call.cached(("entries", kind), lambda: sorted(map(_of_source, documents(call).values()), key=_order))
    return call.cached(("entries", kind), lambda: sorted(_entries(call.facts, kind), key=_order))


def _of_source(one: Source) -> Entry:
    words = "\n".join([links.split(one.iri)[1], one.title, one.name, one.publisher]).lower()
    return Entry(iri=one.iri, kind="document", type="Document", label=one.title, words=words)


def _order(entry: Entry) -> tuple[str, str]:
    return entry.label.lower(), entry.iri


def _entries(facts: Facts, kind: str) -> Iterator[Entry]:
    start = ids.iri(kind, "")
    for iri in {iri for name in _ROOTS[kind] for iri in facts.of_class(name) if iri.startswith(start)}:
        said = facts[iri]
        names = [name for prop in _NAMES for name in said.get(prop, ())]
        yield Entry(
            iri=iri,
            kind=kind,
            type=facts.kind(iri),
            label=facts.label(iri),
            words="\n".join([iri.rpartition("/")[2], *names]).lower(),
        )


def matching(found: Iterable[Entry], text: str) -> list[Entry]:
    """Return the entries that have every word of a text in their names, the nearest first.

    That is: those called so, those whose label begins with it, those that have it as a word, those with a word that
    begins with it, and all others.
    """
    wanted = text.lower().split()
    fits = [one for one in found if all(word in one.words for word in wanted)]
    whole = text.strip().lower()
    if not whole:
        return sorted(fits, key=_order)
    word, start = re.compile(rf"\b{re.escape(whole)}\b"), re.compile(rf"\b{re.escape(whole)}")

    def near(one: Entry) -> int:
        label = one.label.lower()
        steps = (label == whole, label.startswith(whole), word.search(one.words), start.search(one.words))
        return next((place for place, fits in enumerate(steps) if fits), len(steps))

    return sorted(fits, key=lambda one: (near(one), _order(one)))
