"""A store and the IRI of a node in; what the network shows of it, and what it folds into, out."""

from dataclasses import dataclass
from typing import Final

from pyoxigraph import Literal, NamedNode

from regraph import ids, terms
from regraph.network.records import Records, first
from regraph.network.ties import EVERYBODY

LEVELS: Final = ("state", "body", "all")
# The most telling class first; a node may have several.
_CLASSES: Final = (
    "SupranationalUnion State Ministry Agency IntergovernmentalOrganization NewsAgency Association Company Person "
    "GovernmentBody Measure ChemicalElement Mineral Compound MaterialGroup Technology Good Material Item Actor"
).split()
_FOLDED: Final = {
    "state": frozenset({"Ministry", "Agency", "GovernmentBody", "Person"}),
    "body": frozenset({"Person"}),
    "all": frozenset[str](),
}
_LABELS: Final = ("rdfs:label", "skos:prefLabel")


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """An actor, material or good of the network."""

    iri: str
    name: str  # its id in the claim schema
    label: str
    type: str  # a class of the ontology; Everybody where a measure names no target
    state: str | None  # IRI of the state it belongs to or acts for


class Nodes:
    """The nodes of a store; each is read once."""

    def __init__(self, records: Records, level: str) -> None:
        self._records = records
        self._folded = _FOLDED[level]
        self._known: dict[str, Node] = {}

    def __getitem__(self, iri: str) -> Node:
        """Return what the store says of a node."""
        if iri not in self._known:
            self._known[iri] = self._read(iri)
        return self._known[iri]

    def fold(self, iri: str) -> str:
        """Return the node that stands for another at the level asked for."""
        node = self[iri]
        return node.state if node.state and node.type in self._folded else iri

    def _read(self, iri: str) -> Node:
        if iri == EVERYBODY:
            return Node(iri=iri, name="everybody", label="all countries", type="Everybody", state=None)
        known = self._records[iri]
        classes = {text.removeprefix(ids.ONTOLOGY) for text in known.get("type", ())}
        name = first(known, "identifier") or iri.removeprefix(ids.ID).partition("/")[2]
        return Node(
            iri=iri,
            name=name,
            label=self._label(iri) or name.replace("-", " "),
            type=next((one for one in _CLASSES if one in classes), "Actor"),
            state=first(known, "partOfState") or None,
        )

    def _label(self, iri: str) -> str:
        """Return the label: in English or without a language, else the first of any."""
        for prop in _LABELS:
            found = [quad.object for quad in self._records.store.match(NamedNode(iri), NamedNode(terms.term(prop)))]
            labels = sorted(
                ((one.language or "") not in {"", "en"}, one.value) for one in found if isinstance(one, Literal)
            )
            if labels:
                return labels[0][1]
        return ""
