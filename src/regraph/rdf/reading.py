"""The graph of one document in, the document and its claims out: the inverse of `documents`."""

from collections.abc import Callable, Iterable
from typing import Any, Final

from pyoxigraph import NamedNode, Quad

from regraph import ids, terms
from regraph.errors import StoreError
from regraph.model import FIELD_KINDS, TYPE_FIELDS, Claim, Document, FieldKind, claim_values
from regraph.rdf.nodes import COUNT_PROPERTY, FIELD_PROPERTY

_DOCUMENT: Final = ids.iri("document", "")
_CLASS_TYPES: Final = {terms.rg(f"{kind.capitalize()}Claim"): kind for kind in TYPE_FIELDS}
# claim type -> field -> IRI of its property
_TYPE_PROPERTIES: Final = {
    kind: {
        field: terms.rg(FIELD_PROPERTY.get(f"{kind}.{field}") or FIELD_PROPERTY[field])
        for field in fields
        if field != "count"
    }
    for kind, fields in TYPE_FIELDS.items()
}
Properties = dict[str, list[Any]]  # IRI of a property -> its values
Describe = Callable[[str], Properties]  # IRI of a node -> its properties


def read_document(quads: Iterable[Quad]) -> tuple[Document, tuple[Claim, ...]]:
    """Return the document and claims that `document_quads` wrote into a graph; the inverse of it.

    Boilerplate spans are not kept in the graph and come back empty.
    Raises: StoreError where the graph holds no document.
    """
    by_subject: dict[str, Properties] = {}
    for quad in quads:
        if isinstance(quad.subject, NamedNode):
            by_subject.setdefault(quad.subject.value, {}).setdefault(quad.predicate.value, []).append(quad.object)
    known = ((iri, props) for iri, props in by_subject.items() if iri.startswith(_DOCUMENT))
    document = next((_read_document(iri, props) for iri, props in known), None)
    if document is None:
        raise StoreError("the graph holds no document: rebuild the store with `regraph build`")
    claims = [
        _read_claim(iri, document.id, lambda name: by_subject.get(name, {}))
        for iri, props in by_subject.items()
        if terms.rg("confidence") in props
    ]
    return document, tuple(sorted(claims, key=lambda claim: (claim.start, claim.end, claim.type, claim.id)))


def read_claim(iri: str, describe: Describe) -> tuple[Claim, Document]:
    """Return one claim and its document, without the document's text.

    `describe` gives the properties of a node as they stand in the store.
    Raises: StoreError where the store does not hold the claim whole.
    """
    try:
        source = describe(iri)[terms.term("prov:wasDerivedFrom")][0].value
        document = _read_document(source, describe(source), text=False)
        return _read_claim(iri, document.id, describe), document
    except (KeyError, IndexError, StopIteration) as error:
        raise StoreError(f"the store lacks a part of {iri} ({error}): rebuild it with `regraph build`") from error


def _read_document(iri: str, props: Properties, *, text: bool = True) -> Document:
    def one(iri: str) -> str | None:
        return props[iri][0].value if iri in props else None

    return Document(
        id=iri.removeprefix(_DOCUMENT),
        text=(one(terms.rg("text")) or "") if text else "",
        name=one(terms.term("dcterms:identifier")) or "",
        sha256=one(terms.rg("sha256")) or "",
        kind=(one(terms.rg("documentKind")) or "").rpartition("-")[2],
        title=one(terms.term("dcterms:title")),
        publisher=one(terms.term("dcterms:publisher")),
        url=one(terms.rg("url")),
        published=one(terms.term("dcterms:issued")),
    )


def _read_claim(iri: str, document_id: str, describe: Describe) -> Claim:
    props, selector = describe(iri), describe(f"{iri}/selector")
    classes = {iri.value for iri in props[terms.term("rdf:type")]}
    kind = next(_CLASS_TYPES[iri] for iri in sorted(classes) if iri in _CLASS_TYPES)
    fields: dict[str, Any] = {}
    for field, prop in _TYPE_PROPERTIES[kind].items():
        values = props.get(prop)
        if values:
            fields[field] = _read_field(field, values, describe)
    count = {
        counted: int(props[terms.rg(prop)][0].value)
        for counted, prop in COUNT_PROPERTY.items()
        if terms.rg(prop) in props
    }
    return Claim(
        type=kind,
        document_id=document_id,
        start=int(selector[terms.term("oa:start")][0].value),
        end=int(selector[terms.term("oa:end")][0].value),
        values=claim_values(kind, {**fields, **({"count": count} if count else {})}),
        modality=props[terms.rg("modality")][0].value.rpartition("-")[2],
        speaker=tuple(sorted(_identifier(describe, actor) for actor in props.get(terms.rg("speaker"), ()))),
        confidence=float(props[terms.rg("confidence")][0].value),
        rule=props[terms.rg("rule")][0].value if terms.rg("rule") in props else "",
    )


def _read_field(field: str, values: list[Any], describe: Describe) -> Any:
    what = FIELD_KINDS[field]
    if what in (FieldKind.ACTORS, FieldKind.MATERIALS, FieldKind.ITEMS):
        return [_identifier(describe, value) for value in values]
    value = values[0].value
    if what is FieldKind.MATERIAL:
        return _identifier(describe, values[0])
    if what is FieldKind.CONCEPT:
        return value.rpartition("-")[2]
    if what is FieldKind.NUMBER:
        number = float(value)
        return int(number) if number.is_integer() else number
    if field == "place":
        return value.rpartition("/")[2]
    return value


def _identifier(describe: Describe, value: Any) -> str:
    """Return the id of a named thing; the last part of its IRI where it carries none."""
    found = describe(value.value).get(terms.term("dcterms:identifier"))
    return str(found[0].value) if found else str(value.value).rpartition("/")[2]
