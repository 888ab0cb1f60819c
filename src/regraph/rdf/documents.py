"""Documents, passages and claims in, quads of one named graph a document out.

Claims are nodes, not RDF-star: they live in every engine. Nothing is a blank node: every quad can be deleted by
name, and two runs give the same bytes.
"""

from collections.abc import Iterable, Iterator, Mapping

from pyoxigraph import Literal, NamedNode, Quad

from regraph import dates, ids, terms
from regraph.model import CONCEPT_SCHEMES, FIELD_KINDS, Claim, Document, FieldKind, Passage, Value
from regraph.rdf.nodes import (
    COUNT_PROPERTY,
    DESCRIBED,
    FIELD_PROPERTY,
    IDENTIFIER,
    LABEL,
    TYPE,
    XSD,
    Triple,
    actor_triples,
    date,
    decimal,
    integer,
    node,
    rg,
)


def document_quads(
    document: Document,
    passages: Iterable[Passage],
    claims: Iterable[Claim],
    described_as: Mapping[str, str] | None = None,
) -> list[Quad]:
    """Return the graph of one document: itself, the passages that claims stand in, and the claims.

    `described_as` maps a claim id to the material group by which its passage calls the named materials.
    Shape: quads of the graph `ids.graph_iri("document", document.id)`, sorted, without repeats.
    """
    graph = document_graph(document.id)
    spans = sorted(passages, key=lambda passage: passage.start)
    triples: set[Triple] = set(_document(document))
    for claim in claims:
        passage = _passage_of(claim, spans)
        triples.update(_claim(claim, document))
        if passage:
            triples.update(_passage(passage))
            triples.add((claim_node(claim.id), rg("statedIn"), _passage_node(passage)))
        group = (described_as or {}).get(claim.id)
        if group:
            triples.add((claim_node(claim.id), rg("describedAs"), node(ids.material_iri(group))))
    return sorted((Quad(s, p, o, graph) for s, p, o in triples), key=str)


def document_graph(document_id: str) -> NamedNode:
    """Return the named graph of a document."""
    return node(ids.graph_iri("document", document_id))


def claim_node(claim_id: str) -> NamedNode:
    """Return the node of a claim."""
    return node(ids.iri("claim", claim_id))


def _document(document: Document) -> Iterator[Triple]:
    me = node(ids.iri("document", document.id))
    yield me, TYPE, rg("Document")
    yield me, rg("documentKind"), node(terms.concept("document", document.kind))
    yield me, IDENTIFIER, Literal(document.name)
    yield me, rg("sha256"), Literal(document.sha256)
    yield me, rg("text"), Literal(document.text)
    yield me, rg("textLength"), integer(len(document.text))
    for curie, value in (("dcterms:title", document.title), ("dcterms:publisher", document.publisher)):
        if value:
            yield me, node(terms.term(curie)), Literal(value)
    if document.url:
        yield me, rg("url"), Literal(document.url, datatype=XSD["anyURI"])
    if document.published:
        bounds = dates.parse(document.published)
        yield me, node(terms.term("dcterms:issued")), Literal(document.published)
        yield me, rg("publishedEarliest"), date(bounds.earliest)
        yield me, rg("publishedLatest"), date(bounds.latest)


def _passage_of(claim: Claim, spans: list[Passage]) -> Passage | None:
    """Return the passage in which the evidence begins; a span over a page break belongs to its first part."""
    return next((passage for passage in spans if passage.start <= claim.start < passage.end), None)


def _passage_node(passage: Passage) -> NamedNode:
    return node(ids.iri("passage", f"{passage.document_id}-{passage.index}"))


def _passage(passage: Passage) -> Iterator[Triple]:
    me = _passage_node(passage)
    yield me, TYPE, rg("Passage")
    yield me, rg("partOf"), node(ids.iri("document", passage.document_id))
    yield me, rg("start"), integer(passage.start)
    yield me, rg("end"), integer(passage.end)
    yield me, rg("role"), node(terms.concept("role", passage.role))


def _claim(claim: Claim, document: Document) -> Iterator[Triple]:
    me = claim_node(claim.id)
    selector = node(f"{me.value}/selector")
    yield me, TYPE, rg("Claim")
    yield me, TYPE, rg(f"{claim.type.capitalize()}Claim")
    yield me, node(terms.term("prov:wasDerivedFrom")), node(ids.iri("document", document.id))
    yield me, rg("modality"), node(terms.concept("modality", claim.modality))
    yield me, rg("confidence"), decimal(round(claim.confidence, 3))
    if claim.rule:
        yield me, rg("rule"), Literal(claim.rule)
    yield me, node(terms.term("oa:hasSelector")), selector
    yield selector, TYPE, node(terms.term("oa:TextPositionSelector"))
    yield selector, TYPE, node(terms.term("oa:TextQuoteSelector"))
    yield selector, node(terms.term("oa:start")), integer(claim.start)
    yield selector, node(terms.term("oa:end")), integer(claim.end)
    yield selector, node(terms.term("oa:exact")), Literal(document.text[claim.start : claim.end])
    for actor in claim.speaker:
        yield me, rg("speaker"), node(ids.actor_iri(actor))
        yield from actor_triples(actor)
    for field, value in claim.values:
        yield from _field(claim.type, field, value, me)


def _field(kind: str, field: str, value: Value, me: NamedNode) -> Iterator[Triple]:
    what = FIELD_KINDS[field]
    prop = FIELD_PROPERTY.get(f"{kind}.{field}") or FIELD_PROPERTY.get(field, "")
    if field == "place":
        place = node(ids.place_iri(str(value)))
        yield me, rg("place"), place
        yield place, TYPE, rg("Place")
        yield place, LABEL, Literal(str(value).replace("-", " "))
    elif what is FieldKind.COUNT:
        for counted, number in dict(value).items():  # type: ignore[arg-type]
            yield me, rg(COUNT_PROPERTY[counted]), integer(int(number))
    elif what is FieldKind.CONCEPT:
        yield me, rg(prop), node(terms.concept(CONCEPT_SCHEMES[kind, field], str(value)))
    elif what is FieldKind.NUMBER:
        yield me, rg(prop), decimal(float(value))  # type: ignore[arg-type]
    elif what in DESCRIBED:
        iri, describe = DESCRIBED[what]
        for name in (value,) if isinstance(value, str) else value:  # type: ignore[union-attr]
            yield me, rg(prop), node(iri(str(name)))
            yield from describe(str(name))
    else:
        yield me, rg(prop), Literal(str(value))
        if what is FieldKind.DATE:
            bounds = dates.parse(str(value))
            yield me, rg(f"{field}Earliest"), date(bounds.earliest)
            yield me, rg(f"{field}Latest"), date(bounds.latest)
