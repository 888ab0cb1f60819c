"""A document in, its page out: its text with every claim marked in its place, and the claims beside it."""

from typing import Any, Final

from starlette.exceptions import HTTPException
from starlette.responses import Response

from regraph import ids, rdf, reference
from regraph.ids import slug
from regraph.model import FIELD_KINDS, Claim, Document, FieldKind, Value
from regraph.web.pages import links
from regraph.web.pages.call import Call
from regraph.web.pages.facts import Facts
from regraph.web.pages.marking import Spot, front_matter, paragraphs
from regraph.web.pages.rendering import render
from regraph.web.pages.wording import MODALITY, concept, day, duration, number

_IRIS: Final = {
    FieldKind.ACTORS: ids.actor_iri,
    FieldKind.MATERIALS: ids.material_iri,
    FieldKind.MATERIAL: ids.material_iri,
    FieldKind.ITEMS: ids.item_iri,
}
_TIES: Final = {"follows": ("agreement",), "via": ("agreement", "meeting", "actor")}
_NAMES: Final = {"rate_from": "rate before", "rate_to": "rate", "reference": "act", "via": "through"}


def document(call: Call) -> Response:
    """Return the page of a document."""
    name = call.path["name"]
    graph = ids.graph_iri("document", name)
    if not call.store.has_graph(graph):
        raise HTTPException(404, f"The store holds no document “{name}”.")
    return render(
        call, "reader.html", active="Documents", **call.cached(("reader", name), lambda: context(call, graph))
    )


def context(call: Call, graph: str) -> dict[str, Any]:
    """Return what the reader shows of a document's graph."""
    found, claims = rdf.read_document(call.store.graph(graph))
    spots = [
        Spot(number=place, claim=claim.id, start=claim.start, end=claim.end) for place, claim in enumerate(claims, 1)
    ]
    return {
        "iri": ids.iri("document", found.id),
        "document": found,
        "title": found.title or found.name,
        "url": links.outside(found.url),
        "front": front_matter(found, spots),
        "paragraphs": paragraphs(found, spots),
        "wrapped": found.name.endswith((".md", ".markdown")),
        "claims": [_claim(call.facts, found, claim, spot) for claim, spot in zip(claims, spots, strict=True)],
    }


def _claim(facts: Facts, found: Document, claim: Claim, spot: Spot) -> dict[str, Any]:
    iri = ids.iri("claim", claim.id)
    return {
        "id": claim.id,
        "number": spot.number,
        "type": claim.type,
        "quote": found.text[claim.start : claim.end],
        "modality": MODALITY.get(claim.modality, claim.modality),
        "confidence": round(claim.confidence, 2),
        "rule": claim.rule,
        "speaker": ", ".join(reference.label(one) for one in claim.speaker),
        "fields": [(_NAMES.get(field, concept(field)), values(facts, field, value)) for field, value in claim.values],
        "about": _about(facts, iri),
    }


def _about(facts: Facts, claim: str) -> list[dict[str, str]]:
    """Return what rests on a claim: measures, promises, agreements …, each once."""
    found = {iri for iri in facts.backlinks(claim, "basedOn") if links.split(iri)[0] not in ("phase", "doubt", "event")}
    rows = [{"page": links.page(iri), "label": facts.label(iri), "kind": facts.kind_words(iri)} for iri in found]
    return sorted(rows, key=lambda row: (row["kind"], row["label"]))


def values(facts: Facts, field: str, value: Value) -> list[dict[str, str]]:
    """Return the values of a field of a claim in words, with the pages of those that are things."""
    kind = FIELD_KINDS[field]
    if kind is FieldKind.COUNT:
        return [{"text": f"{amount} {counted}", "page": ""} for counted, amount in dict(value).items()]  # type: ignore[arg-type]
    if kind in _IRIS:
        names = [value] if isinstance(value, str) else list(value)  # type: ignore[arg-type]
        return [_thing(facts, _IRIS[kind](str(name)), str(name)) for name in names]
    if kind is FieldKind.DATE:
        return [{"text": day(str(value)), "page": ""}]
    if field == "place":
        return [{"text": concept(str(value).replace("-", " ")).title(), "page": ""}]
    if field in _TIES:  # an agreement or a meeting by its id; another name stays as it is told
        found = next((iri for iri in (ids.iri(one, slug(str(value))) for one in _TIES[field]) if facts.knows(iri)), "")
        return [{"text": facts.label(found) if found else str(value), "page": links.page(found) if found else ""}]
    if kind is FieldKind.DURATION:
        return [{"text": duration(str(value)), "page": ""}]
    return [{"text": concept(value) if kind is FieldKind.CONCEPT else number(value), "page": ""}]


def _thing(facts: Facts, iri: str, name: str) -> dict[str, str]:
    known = facts.knows(iri)
    return {"text": facts.who(iri).label if known else reference.label(name), "page": links.page(iri) if known else ""}
