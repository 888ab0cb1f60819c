"""A selection in, its VoID and DCAT description out: what the graph holds, how much of it, since when, how to get it.

Counts are of the union of all graphs, taken in one pass; a description has no clock in it: `modified` is the newest
day of publication that the graph knows.
Source: W3C, Describing Linked Datasets with the VoID Vocabulary (2011); W3C, Data Catalog Vocabulary 3 (2024).
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib import metadata
from typing import IO, Final

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, serialize

from regraph import ids, terms
from regraph.export.options import Options
from regraph.export.selecting import Selection

VOID: Final = "http://rdfs.org/ns/void#"
DCAT: Final = "http://www.w3.org/ns/dcat#"
DATASET: Final = f"{ids.ID}dataset"
LICENCE: Final = "https://www.apache.org/licenses/LICENSE-2.0"
RIGHTS: Final = (
    "What regraph says is under Apache-2.0. Quoted passages (oa:exact) and texts of documents (rg:text) stay with "
    "their publishers; an export without quotes holds none of them."
)
_PREFIXES: Final = {"void": VOID, "dcat": DCAT, "part": f"{DATASET}/"}
_TYPE: Final = terms.term("rdf:type")
_DAY: Final = NamedNode(terms.term("xsd:date"))
_INTEGER: Final = NamedNode(terms.term("xsd:integer"))
_EXAMPLES: Final = ("Measure", "Actor", "Claim", "Document")
_FORMATS: Final = (
    ("nq", "application/n-quads", "N-Quads"),
    ("trig", "application/trig", "TriG"),
    ("ttl", "text/turtle", "Turtle"),
    ("jsonld", "application/ld+json", "JSON-LD"),
)


@dataclass(slots=True)
class Counts:
    """How much a graph holds."""

    triples: int = 0
    properties: Counter[str] = field(default_factory=Counter)
    classes: Counter[str] = field(default_factory=Counter)
    first: str | None = None  # days on which documents were published
    last: str | None = None
    examples: dict[str, str] = field(default_factory=dict)  # class -> smallest IRI of it


def write(selection: Selection, stream: IO[bytes], options: Options) -> None:
    """Write the description as Turtle."""
    triples = sorted(description(selection, options), key=str)
    serialize(triples, stream, RdfFormat.TURTLE, prefixes={**terms.PREFIXES, **_PREFIXES})


def description(selection: Selection, options: Options | None = None) -> Iterator[Triple]:
    """Yield the triples that describe a selection as a dataset.

    With `options.site`, they name the SPARQL endpoint `SITE/sparql` and the downloads `SITE/export/graph.FORMAT`.
    """
    counts = count(selection)
    yield from _what(counts)
    yield from _how_much(counts)
    if options is not None and options.site is not None:
        yield from _where(options.site.rstrip("/"))


def count(selection: Selection) -> Counts:
    """Return how much a selection holds; a statement that two graphs hold counts once."""
    out = Counts()
    published = {terms.rg("publishedEarliest"), terms.rg("publishedLatest")}
    wanted = {terms.rg(name): name for name in _EXAMPLES}
    for quad in selection.union():
        out.triples += 1
        out.properties[quad.predicate.value] += 1
        value = quad.object
        if quad.predicate.value == _TYPE and isinstance(value, NamedNode):
            out.classes[value.value] += 1
            name = wanted.get(value.value)
            if name and isinstance(quad.subject, NamedNode):
                out.examples[name] = min(out.examples.get(name, quad.subject.value), quad.subject.value)
        elif quad.predicate.value in published and isinstance(value, Literal):
            out.first = min(out.first or value.value, value.value)
            out.last = max(out.last or value.value, value.value)
    return out


def version() -> str:
    """Return the version of regraph that is installed."""
    return metadata.version("regraph-kg")


def _what(counts: Counts) -> Iterator[Triple]:
    me = NamedNode(DATASET)
    for kind in (f"{VOID}Dataset", f"{DCAT}Dataset"):
        yield _link(me, _TYPE, kind)
    yield _text(me, "dcterms:title", "regraph: trade measures on critical minerals, and who says so", "en")
    about = (
        "What articles and notices claim about trade measures on critical minerals, with the passages, and which "
        "measures, events, phases, agreements and promises follow from that."
    )
    yield _text(me, "dcterms:description", about, "en")
    yield _link(me, terms.term("dcterms:license"), LICENCE)
    yield _text(me, "dcterms:rights", RIGHTS, "en")
    yield _text(me, "dcterms:provenance", f"Made by regraph {version()}.", "en")
    for word in ("trade policy", "export controls", "critical minerals", "rare earths"):
        yield _text(me, f"{DCAT}keyword", word, "en")
    if counts.first and counts.last:
        span = NamedNode(f"{DATASET}/published")
        yield _link(me, terms.term("dcterms:temporal"), span.value)
        yield _link(span, _TYPE, terms.term("dcterms:PeriodOfTime"))
        yield Triple(span, NamedNode(f"{DCAT}startDate"), Literal(counts.first, datatype=_DAY))
        yield Triple(span, NamedNode(f"{DCAT}endDate"), Literal(counts.last, datatype=_DAY))
        yield Triple(me, NamedNode(terms.term("dcterms:modified")), Literal(counts.last, datatype=_DAY))


def _how_much(counts: Counts) -> Iterator[Triple]:
    me = NamedNode(DATASET)
    yield _number(me, "triples", counts.triples)
    yield _number(me, "properties", len(counts.properties))
    yield _number(me, "classes", len(counts.classes))
    yield Triple(me, NamedNode(f"{VOID}uriSpace"), Literal(ids.ID))
    for name in ("rg", "dcterms", "oa", "prov", "skos"):
        yield _link(me, f"{VOID}vocabulary", terms.PREFIXES[name])
    for example in counts.examples.values():
        yield _link(me, f"{VOID}exampleResource", example)
    for kind, partition, entry, unit, found in (
        ("class", "classPartition", "class", "entities", counts.classes),
        ("property", "propertyPartition", "property", "triples", counts.properties),
    ):
        for iri, number in sorted(found.items()):
            part = NamedNode(f"{DATASET}/{kind}-{_short(iri)}")
            yield _link(me, f"{VOID}{partition}", part.value)
            yield _link(part, f"{VOID}{entry}", iri)
            yield _number(part, unit, number)


def _where(site: str) -> Iterator[Triple]:
    me = NamedNode(DATASET)
    yield _link(me, f"{VOID}sparqlEndpoint", f"{site}/sparql")
    yield _link(me, f"{DCAT}landingPage", f"{site}/")
    for ending, media, title in _FORMATS:
        file = NamedNode(f"{site}/export/graph.{ending}")
        yield _link(me, f"{VOID}dataDump", file.value)
        distribution = NamedNode(f"{DATASET}/distribution/{ending}")
        yield _link(me, f"{DCAT}distribution", distribution.value)
        yield _link(distribution, _TYPE, f"{DCAT}Distribution")
        yield _text(distribution, "dcterms:title", title, "en")
        yield _link(distribution, f"{DCAT}downloadURL", file.value)
        yield _link(distribution, f"{DCAT}mediaType", f"https://www.iana.org/assignments/media-types/{media}")
        yield _link(distribution, terms.term("dcterms:license"), LICENCE)


def _short(iri: str) -> str:
    """Return an IRI as a part of another: by its prefix and name where it has them, else by its digest."""
    found = next((name for name, base in terms.PREFIXES.items() if iri.startswith(base)), None)
    local = iri.removeprefix(terms.PREFIXES[found]) if found else ""
    return f"{found}-{local}" if local.isalnum() else ids.digest(iri)


def _link(subject: NamedNode, prop: str, value: str) -> Triple:
    return Triple(subject, NamedNode(prop), NamedNode(value))


def _text(subject: NamedNode, prop: str, text: str, language: str) -> Triple:
    iri = terms.term(prop) if prop.partition(":")[0] in terms.PREFIXES else prop
    return Triple(subject, NamedNode(iri), Literal(text, language=language))


def _number(subject: NamedNode, name: str, value: int) -> Triple:
    return Triple(subject, NamedNode(f"{VOID}{name}"), Literal(str(value), datatype=_INTEGER))
