"""The files of `ontology/`, `shapes/` and `queries/questions` in, the terms of the site out."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from rdflib import OWL, RDF, RDFS, SH, SKOS, Graph, Literal, URIRef
from rdflib.term import Node

from regraph import ids, resources, terms
from regraph.questions import Question, catalogue

MATERIAL: Final = ids.ID + "material/"
SHAPE: Final = "https://w3id.org/regraph/shapes#"
PREFIXES: Final[Mapping[str, str]] = {
    **{prefix: iri for prefix, iri in terms.PREFIXES.items() if prefix not in {"rgid", "rggraph"}},
    "eli": "http://data.europa.eu/eli/ontology#",
    "ftm": "https://schema.followthemoney.tech/#",
    "material": MATERIAL,
    "rgs": SHAPE,
}
_MATCHES: Final = {
    RDFS.subClassOf: "is a kind of",
    RDFS.subPropertyOf: "is a kind of",
    SKOS.exactMatch: "is the same as",
    SKOS.closeMatch: "is close to",
    SKOS.broadMatch: "is narrower than",
    SKOS.narrowMatch: "is broader than",
    SKOS.relatedMatch: "is related to",
}
_SOURCE: Final = URIRef(PREFIXES["dcterms"] + "source")
_USED: Final = re.compile(r"\brg:([A-Za-z][\w-]*)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """How a term relates to one of another vocabulary."""

    relation: str
    iri: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A class, property, scheme, concept or material; all but texts are IRIs, sorted."""

    iri: str
    name: str  # the local name, which is the id of its element
    kind: str  # class, object property, datatype property, scheme, concept, material
    label: str
    definition: str
    examples: tuple[str, ...]
    notes: tuple[str, ...]
    notations: tuple[str, ...]
    aliases: tuple[str, ...]
    sources: tuple[str, ...]
    supers: tuple[str, ...]  # of regraph itself; those of others are matches
    subs: tuple[str, ...]
    domain: tuple[str, ...]
    range: tuple[str, ...]
    disjoint: tuple[str, ...]
    schemes: tuple[str, ...]
    members: tuple[str, ...]
    functional: bool
    matches: tuple[Match, ...]
    facts: tuple[tuple[str, str], ...]  # label and value of a material: symbol, codes, lists
    questions: tuple[str, ...]  # names of stored questions that use it
    shapes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """A SHACL shape of the gate."""

    iri: str
    name: str
    message: str
    targets: tuple[str, ...]
    path: str
    rules: tuple[str, ...]
    terms: tuple[str, ...]  # terms of regraph that it names


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """All that the site shows, each part in its order on the page."""

    title: str
    description: str
    version: str
    classes: tuple[Term, ...]
    properties: tuple[Term, ...]
    schemes: tuple[Term, ...]
    concepts: tuple[Term, ...]
    materials: tuple[Term, ...]
    shapes: tuple[Shape, ...]
    questions: tuple[Question, ...]
    uses: Mapping[str, tuple[str, ...]]  # name of a question to IRIs of terms

    def every(self) -> tuple[Term, ...]:
        """Return all terms of the ontology, materials included."""
        return (*self.classes, *self.properties, *self.schemes, *self.concepts, *self.materials)


@cache
def read() -> Vocabulary:
    """Return what the files of the installation declare.

    Raises: OntologyError where a file is missing.
    """
    graph = Graph()
    for name in ("regraph", "schemes", "materials"):
        graph.parse(resources.path("ontology", f"{name}.ttl"))
    shapes = _shapes(Graph().parse(resources.path("shapes", "data.ttl")))
    questions = tuple(catalogue().values())
    reader = _Reader(graph=graph, shapes=shapes, uses=_uses(graph, questions))
    head = URIRef(ids.ONTOLOGY.rstrip("#"))
    return Vocabulary(
        title=_text(graph, head, URIRef(PREFIXES["dcterms"] + "title")),
        description=_text(graph, head, URIRef(PREFIXES["dcterms"] + "description")),
        version=_text(graph, head, OWL.versionInfo),
        classes=reader.of("class", OWL.Class),
        properties=tuple(
            sorted(
                reader.of("object property", OWL.ObjectProperty) + reader.of("datatype property", OWL.DatatypeProperty),
                key=lambda term: (term.name.lower(), term.name),
            )
        ),
        schemes=reader.of("scheme", SKOS.ConceptScheme),
        concepts=reader.of("concept", SKOS.Concept),
        materials=reader.materials(),
        shapes=shapes,
        questions=questions,
        uses=reader.uses,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reader:
    """Reads terms out of the graph of the ontology."""

    graph: Graph
    shapes: tuple[Shape, ...]
    uses: Mapping[str, tuple[str, ...]]

    def of(self, kind: str, type_: URIRef) -> tuple[Term, ...]:
        """Return the terms of a type in regraph's own namespace, by name."""
        found = {str(node) for node in self.graph.subjects(RDF.type, type_) if str(node).startswith(ids.ONTOLOGY)}
        return tuple(self.term(iri, kind) for iri in sorted(found, key=lambda iri: (iri.lower(), iri)))

    def materials(self) -> tuple[Term, ...]:
        """Return the materials by label."""
        found = {str(node) for node in self.graph.subjects(SKOS.inScheme, None) if str(node).startswith(MATERIAL)}
        return tuple(sorted((self.term(iri, "material") for iri in found), key=lambda term: term.label.lower()))

    def term(self, iri: str, kind: str) -> Term:
        """Return one term with all that is said of it."""
        node = URIRef(iri)
        parents = self._iris(node, RDFS.subClassOf, RDFS.subPropertyOf, SKOS.broader)
        return Term(
            iri=iri,
            name=local(iri),
            kind=kind,
            label=_text(self.graph, node, RDFS.label) or _text(self.graph, node, SKOS.prefLabel),
            definition=_text(self.graph, node, SKOS.definition),
            examples=self._texts(node, SKOS.example),
            notes=self._texts(node, SKOS.scopeNote, SKOS.note),
            notations=self._texts(node, SKOS.notation),
            aliases=self._texts(node, SKOS.altLabel),
            sources=self._texts(node, _SOURCE),
            supers=tuple(parent for parent in parents if _own(parent)),
            subs=self._of(node, RDFS.subClassOf, RDFS.subPropertyOf, SKOS.broader),
            domain=self._iris(node, RDFS.domain),
            range=self._iris(node, RDFS.range),
            disjoint=self._iris(node, OWL.disjointWith, OWL.propertyDisjointWith),
            schemes=self._iris(node, SKOS.inScheme),
            members=self._of(node, SKOS.inScheme),
            functional=(node, RDF.type, OWL.FunctionalProperty) in self.graph,
            matches=self._matches(node),
            facts=self._facts(node) if kind == "material" else (),
            questions=tuple(sorted(name for name, used in self.uses.items() if iri in used)),
            shapes=tuple(shape.iri for shape in self.shapes if iri in shape.terms),
        )

    def _matches(self, node: URIRef) -> tuple[Match, ...]:
        return tuple(
            Match(relation=words, iri=other)
            for predicate, words in _MATCHES.items()
            for other in self._iris(node, predicate)
            if not _own(other)
        )

    def _facts(self, node: URIRef) -> tuple[tuple[str, str], ...]:
        """Return the values of regraph's own properties of a material, and its class, in words."""
        facts = [("class", _text(self.graph, class_, RDFS.label)) for class_ in self.graph.objects(node, RDF.type)]
        for predicate in sorted({str(one) for one in self.graph.predicates(node) if str(one).startswith(ids.ONTOLOGY)}):
            words = ", ".join(self._texts(node, URIRef(predicate)))
            facts.append((_text(self.graph, URIRef(predicate), RDFS.label), words))
        return tuple(facts)

    def _iris(self, node: URIRef, *predicates: Node) -> tuple[str, ...]:
        found = (one for predicate in predicates for one in self.graph.objects(node, predicate))
        return tuple(sorted({str(one) for one in found if isinstance(one, URIRef)}))

    def _of(self, node: URIRef, *predicates: Node) -> tuple[str, ...]:
        found = (one for predicate in predicates for one in self.graph.subjects(predicate, node))
        return tuple(sorted({str(one) for one in found if isinstance(one, URIRef) and _own(str(one))}))

    def _texts(self, node: URIRef, *predicates: Node) -> tuple[str, ...]:
        return tuple(sorted({str(one) for predicate in predicates for one in self.graph.objects(node, predicate)}))


def local(iri: str) -> str:
    """Return the local name of an IRI.

    >>> local("https://w3id.org/regraph/ontology#Measure")
    'Measure'
    """
    return re.split(r"[#/]", iri)[-1]


def curie(iri: str) -> str:
    """Return an IRI with its prefix, or as it is where it has none.

    >>> curie("http://www.w3.org/ns/prov#Agent")
    'prov:Agent'
    """
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace) and iri != namespace:
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri


def _own(iri: str) -> bool:
    return iri.startswith((ids.ONTOLOGY, MATERIAL))


def _text(graph: Graph, node: Node, predicate: URIRef) -> str:
    return min((str(one) for one in graph.objects(node, predicate)), default="")


def _uses(graph: Graph, questions: Iterable[Question]) -> dict[str, tuple[str, ...]]:
    """Return which declared terms each question names."""
    known = {str(node) for node in graph.subjects() if isinstance(node, URIRef)}
    return {
        question.name: tuple(sorted({ids.ONTOLOGY + name for name in _USED.findall(question.query)} & known))
        for question in questions
    }


def _shapes(graph: Graph) -> tuple[Shape, ...]:
    """Return the named shapes and SPARQL constraints of the gate by name."""
    named = {node for node in graph.subjects() if isinstance(node, URIRef) and str(node).startswith(SHAPE)}
    return tuple(_shape(graph, node) for node in sorted(named, key=lambda node: (str(node).lower(), str(node))))


_TARGETS: Final = (SH.targetClass, SH.targetSubjectsOf, SH.targetObjectsOf)
_HIDDEN: Final = frozenset({RDF.type, SH.message, SH.path, SH.select, SH.prefixes, *_TARGETS})


def _shape(graph: Graph, node: URIRef) -> Shape:
    said: defaultdict[str, list[str]] = defaultdict(list)
    named: set[str] = set()
    for predicate, value in graph.predicate_objects(node):
        values = list(graph.items(value)) or [value]
        named |= {str(one) for one in values if isinstance(one, URIRef)}
        if predicate not in _HIDDEN:
            said[local(str(predicate))] += [_rule(graph, one) for one in values]
    queries = [node, *graph.objects(node, SH.sparql)]
    selects = [str(one) for query in queries for one in graph.objects(query, SH.select)]
    named |= {ids.ONTOLOGY + name for select in selects for name in _USED.findall(select)}
    path = graph.value(node, SH.path)
    homes = [node, *graph.subjects(SH.sparql, node)]  # a constraint looks at what its shape looks at
    targets = {str(one) for home in homes for aim in _TARGETS for one in graph.objects(home, aim)}
    return Shape(
        iri=str(node),
        name=local(str(node)),
        message=_text(graph, node, SH.message),
        targets=tuple(sorted(targets)),
        path=str(path) if isinstance(path, URIRef) else "",
        rules=tuple(f"{name}: {', '.join(sorted(values))}" for name, values in sorted(said.items())),
        terms=tuple(sorted(iri for iri in named if iri.startswith(ids.ONTOLOGY))),
    )


def _rule(graph: Graph, value: Node) -> str:
    if isinstance(value, URIRef):
        return curie(str(value))
    if isinstance(value, Literal):
        return str(value)
    return _text(graph, value, SH.message) or "a query"
