"""A store in, what pages tell of its things out: labels, records, names, each read once a snapshot."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from pyoxigraph import NamedNode

from regraph import terms
from regraph.network.records import Record, first, record
from regraph.store import Store
from regraph.web.pages import links

_TYPE: Final = NamedNode(terms.term("rdf:type"))
_BODIES: Final = frozenset({"Ministry", "Agency", "GovernmentBody"})
# the most telling class first; a node may have several
CLASSES: Final = (
    "SupranationalUnion State Ministry Agency IntergovernmentalOrganization NewsAgency Association Company Person "
    "GovernmentBody ChemicalElement Mineral Compound MaterialGroup Technology Good Material Item Actor Measure "
    "MeasureEvent Phase Agreement Commitment Meeting LicenceDecision Observation Impact Document Place"
).split()
CLASS_WORDS: Final = {
    "SupranationalUnion": "union of states",
    "GovernmentBody": "public body",
    "IntergovernmentalOrganization": "intergovernmental organisation",
    "NewsAgency": "news agency",
    "ChemicalElement": "element",
    "MaterialGroup": "group of materials",
    "MeasureEvent": "event",
    "LicenceDecision": "licence decision",
    "Commitment": "promise",
    "Observation": "figure",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A thing with the label that people know it by."""

    iri: str
    label: str

    @property
    def page(self) -> str:
        """The address of its page; empty where it has none."""
        return links.page(self.iri)

    @property
    def name(self) -> str:
        """Its kind and id, as filters take it: `actor/cn`."""
        return "/".join(links.split(self.iri))


class Facts:
    """What a store says of its things; each is read once."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._records: dict[str, Record] = {}

    def __getitem__(self, iri: str) -> Record:
        """Return what the union of all graphs says of a thing: property -> values, sorted."""
        if iri not in self._records:
            said = dict(record(self.store, iri))
            said.pop("text", None)  # that of a document is for its reader alone
            self._records[iri] = said
        return self._records[iri]

    def knows(self, iri: str) -> bool:
        """Return whether the store says anything of a thing."""
        return bool(self[iri])

    def label(self, iri: str) -> str:
        """Return the label of a thing, else the last part of its IRI."""
        said = self[iri]
        return first(said, "label") or first(said, "title") or iri.rpartition("/")[2].rpartition("#")[2]

    def kind(self, iri: str) -> str:
        """Return the most telling class of a thing, without its namespace; empty where it has none."""
        types = {one.rpartition("#")[2] for one in self[iri].get("type", ())}
        return next((name for name in CLASSES if name in types), "")

    def kind_words(self, iri: str) -> str:
        """Return the class of a thing in words."""
        kind = self.kind(iri)
        return CLASS_WORDS.get(kind, kind.lower())

    def who(self, iri: str) -> Named:
        """Return an actor as it acts: a public body with its state before it."""
        said = self[iri]
        state, short = first(said, "partOfState"), first(said, "identifier").partition("/")[2]
        if state and short and self.kind(iri) in _BODIES:
            name = self.label(iri) if short.islower() else short  # MOFCOM, but no "uel-mechanism"
            return Named(iri=iri, label=f"{self.label(state)} ({name})")
        return Named(iri=iri, label=self.label(iri))

    def state(self, iri: str) -> str:
        """Return the state that an actor is or acts for; itself where nobody says."""
        return first(self[iri], "partOfState", iri)

    def named(self, iris: Iterable[str]) -> list[Named]:
        """Return things with their labels, by label."""
        return sorted((Named(iri=iri, label=self.label(iri)) for iri in set(iris)), key=lambda one: one.label.lower())

    def actors(self, iris: Iterable[str]) -> list[Named]:
        """Return actors as they act, by label."""
        return sorted((self.who(iri) for iri in set(iris)), key=lambda one: one.label.lower())

    def links(self, iri: str, prop: str) -> tuple[str, ...]:
        """Return the values of a property of a thing."""
        return self[iri].get(prop, ())

    def backlinks(self, iri: str, prop: str) -> list[str]:
        """Return the things that point at another by a property, sorted."""
        predicate = terms.term(prop) if ":" in prop else terms.rg(prop)
        found = (quad.subject for quad in self.store.match(None, NamedNode(predicate), NamedNode(iri)))
        return sorted({one.value for one in found if isinstance(one, NamedNode)})

    def of_class(self, name: str) -> Iterator[str]:
        """Yield the things of a class of the ontology, in the order of their IRIs."""
        yield from self.instances(terms.rg(name))

    def instances(self, iri: str) -> list[str]:
        """Return the things of a class, by the IRI of the class, sorted."""
        found = (quad.subject for quad in self.store.match(None, _TYPE, NamedNode(iri)))
        return sorted(one.value for one in found if isinstance(one, NamedNode))
