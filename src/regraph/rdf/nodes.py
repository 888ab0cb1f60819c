"""Names, numbers and known things in, RDF nodes and the triples that describe them out."""

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from pyoxigraph import Literal, NamedNode

from regraph import ids, reference, terms
from regraph.model import FieldKind

Term = NamedNode | Literal
Triple = tuple[NamedNode, NamedNode, Term]

TYPE: Final = NamedNode(terms.term("rdf:type"))
LABEL: Final = NamedNode(terms.term("rdfs:label"))
IDENTIFIER: Final = NamedNode(terms.term("dcterms:identifier"))
XSD: Final = {name: NamedNode(terms.term(f"xsd:{name}")) for name in ("date", "decimal", "integer", "anyURI")}

# field of the claim schema -> property of the ontology; fields of one name and two meanings carry their type
FIELD_PROPERTY: Final[Mapping[str, str]] = {
    **{name: name for name in ("action", "indicator", "effect", "stance", "imposer", "target", "promisor")},
    **{name: name for name in ("beneficiary", "issuer", "subject", "affected", "about", "date", "until", "duration")},
    **{name: name for name in ("reference", "via", "follows", "unit", "value", "place")},
    "parties": "party",
    "participants": "participant",
    "holders": "holder",
    "materials": "material",
    "material": "material",
    "items": "item",
    "kind": "measureKind",
    "meeting.kind": "meetingKind",
    "status": "agreementStatus",
    "name": "agreementName",
    "rate_from": "rateFrom",
    "rate_to": "rateTo",
}
COUNT_PROPERTY: Final = {
    "materials": "materialCount",
    "companies": "companyCount",
    "holders": "holderCount",
    "other": "otherCount",
}


def node(iri: str) -> NamedNode:
    """Return an IRI as a node."""
    return NamedNode(iri)


def rg(name: str) -> NamedNode:
    """Return a class or property of the ontology as a node."""
    return NamedNode(terms.rg(name))


def integer(value: int) -> Literal:
    """Return an xsd:integer."""
    return Literal(str(value), datatype=XSD["integer"])


def decimal(value: float) -> Literal:
    """Return an xsd:decimal in canonical form, so that what is stored is what is read."""
    text = f"{value:.6f}".rstrip("0").rstrip(".")
    return Literal("0" if text == "-0" else text, datatype=XSD["decimal"])


def date(value: object) -> Literal:
    """Return an xsd:date."""
    return Literal(str(value), datatype=XSD["date"])


def actor_triples(actor: str) -> Iterator[Triple]:
    """Return class, label, id and state of an actor that a claim names."""
    me = node(ids.actor_iri(actor))
    yield me, TYPE, rg(reference.actor_class(actor))
    yield me, LABEL, Literal(reference.label(actor))
    yield me, IDENTIFIER, Literal(actor)
    state = reference.state_of(actor)
    if state and state != actor:
        yield me, rg("partOfState"), node(ids.actor_iri(state))


def material_triples(material: str) -> Iterator[Triple]:
    """Return class, label and id of a material that a claim names."""
    me = node(ids.material_iri(material))
    known = reference.materials().get(material)
    yield me, TYPE, rg(known.type if known else "Material")
    yield me, LABEL, Literal(reference.label(material))
    yield me, IDENTIFIER, Literal(material)


def item_triples(item: str) -> Iterator[Triple]:
    """Return class, label and id of a good, technology or service that a claim names."""
    me = node(ids.item_iri(item))
    words = set(item.split("-"))
    technology = words & {"technology", "technologies", "software", "know", "equipment"}
    yield me, TYPE, rg("Technology" if technology else "Good")
    yield me, LABEL, Literal(item.replace("-", " "))
    yield me, IDENTIFIER, Literal(item)


Describe = Callable[[str], Iterator[Triple]]
DESCRIBED: Final[Mapping[FieldKind, tuple[Callable[[str], str], Describe]]] = {
    FieldKind.ACTORS: (ids.actor_iri, actor_triples),
    FieldKind.MATERIALS: (ids.material_iri, material_triples),
    FieldKind.MATERIAL: (ids.material_iri, material_triples),
    FieldKind.ITEMS: (ids.item_iri, item_triples),
}
