"""A SPARQL query in, the page of the editor with its result out; the query runs in a worker, under its limits."""

import json
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from pyoxigraph import NamedNode
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from regraph import ids, questions, sparql, terms
from regraph.errors import RegraphError
from regraph.network.formats.html import json_in_html
from regraph.network.records import first
from regraph.questions import END_OF_TIME
from regraph.sparql import Term
from regraph.web.pages import links
from regraph.web.pages.call import Call, Kept, endpoint
from regraph.web.pages.facts import Facts
from regraph.web.pages.rendering import render
from regraph.web.pages.wording import told
from regraph.web.problems import status_of
from regraph.web.service import Query, Service

_SHOWN: Final = 500  # rows
_PLACE: Final = re.compile(r"\b(\d+):(\d+)\b")
_FIRST: Final = """SELECT ?measure ?label ?status ?certainty {
  ?measure a rg:Measure ; rdfs:label ?label .
  ?phase rg:ofMeasure ?measure ; rg:status ?status ; rg:certainty ?certainty .
  FILTER NOT EXISTS { ?phase rg:validUntil ?end }
  FILTER NOT EXISTS { ?phase rg:knownUntil ?forgotten }
}
ORDER BY ?label
LIMIT 25"""
_TERMS: Final = (
    ("class", "owl:Class"),
    ("property", "owl:ObjectProperty"),
    ("property", "owl:DatatypeProperty"),
    ("concept", "skos:Concept"),
)
_ROW_FORMATS: Final = (("CSV", "csv"), ("TSV", "tsv"), ("JSON", "json"), ("XML", "xml"))
_GRAPH_FORMATS: Final = (
    ("Turtle", "ttl"), ("JSON-LD", "jsonld"), ("N-Triples", "nt"), ("RDF/XML", "rdf"), ("TriG", "trig"),
    ("N-Quads", "nq"), ("N3", "n3"),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of a query: rows, a graph, a truth value, or what was wrong with it."""

    columns: tuple[str, ...] = ()
    rows: tuple[tuple[dict[str, str], ...], ...] = ()
    total: int = 0
    graph: str = ""
    truth: bool | None = None
    problem: str = ""
    status: int = 200
    place: tuple[str, str] = ("", "")  # line and column of what was wrong


def route(service: Service, kept: Kept) -> Callable[[Request], Awaitable[Response]]:
    """Return the handler of the editor's page."""

    async def editor(request: Request) -> Response:
        text = request.query_params.get("query", "").replace("\r\n", "\n")
        found = await run(service, text) if text.strip() else None
        answer = endpoint(service, kept, partial(page, text=text, found=found))
        return await run_in_threadpool(answer, request)

    return editor


async def run(service: Service, text: str) -> Outcome:
    """Return the outcome of a query."""
    try:
        result = await service.query(Query(text=text, rows="json", graph="ttl"))
    except RegraphError as error:
        place = _PLACE.search(str(error))
        return Outcome(
            problem=told(str(error)), status=status_of(error), place=(place[1], place[2]) if place else ("", "")
        )
    if result.form != "json":
        return Outcome(graph=result.body.decode("utf-8", "replace"))
    data = json.loads(result.body)
    if "boolean" in data:
        return Outcome(truth=bool(data["boolean"]))
    columns = tuple(data["head"].get("vars", ()))
    bindings = data["results"]["bindings"]
    rows = tuple(tuple(_cell(row.get(name)) for name in columns) for row in bindings[:_SHOWN])
    return Outcome(columns=columns, rows=rows, total=len(bindings))


def _cell(term: dict[str, Any] | None) -> dict[str, str]:
    """Return a term of a result as text, with the page of what is a thing of the graph."""
    if term is None:
        return {"text": "", "page": "", "whole": ""}
    value = str(term.get("value", ""))
    if term.get("type") != "uri":
        return {"text": value, "page": "", "whole": ""}
    return {"text": _short(value), "page": links.page(value), "whole": value}


def _short(iri: str) -> str:
    fits = [(base, prefix) for prefix, base in terms.PREFIXES.items() if iri.startswith(base)]
    if not fits:
        return iri
    base, prefix = max(fits, key=lambda fit: len(fit[0]))
    return f"{prefix}:{iri[len(base) :]}"


def page(call: Call, *, text: str, found: Outcome | None) -> Response:
    """Return the page: the editor, the examples, and the result of a query that was run.

    Raises: NotFoundError where an example is asked for that there is none of.
    """
    example = call.query.get("example", "")
    shown = text or (_example(call, example) if example else _FIRST)
    downloads = [
        (name, links.address("/sparql", query=text, format=form))
        for name, form in (_GRAPH_FORMATS if found and found.graph else _ROW_FORMATS)
    ]
    return render(
        call,
        "editor.html",
        found.status if found else 200,
        active="SPARQL",
        text=shown,
        found=found,
        examples=list(questions.catalogue().values()),
        downloads=downloads,
        vocabulary=call.cached("vocabulary", lambda: json_in_html(vocabulary(call.facts))),
        shown=_SHOWN,
    )


def _example(call: Call, name: str) -> str:
    """Return a stored question with sample names in its slots, as it can be run."""
    query = questions.find(name).query
    facts = call.facts
    measure = next(facts.of_class("Measure"), "")
    agreement = next(facts.of_class("Agreement"), "")
    samples: dict[str, Term] = {
        "on": sparql.term(str(call.today)),
        "known_by": sparql.term(str(END_OF_TIME)),
        "from": sparql.term(f"{call.today.year}-01-01"),
        "to": sparql.term(str(call.today)),
        "material": NamedNode(ids.material_iri("samarium")),
        "actor": NamedNode(ids.actor_iri("CN")),
        "other": NamedNode(ids.actor_iri("US")),
        "measure": NamedNode(measure or ids.iri("measure", "none")),
        "agreement": NamedNode(agreement or ids.iri("agreement", "none")),
    }
    wanted = sparql.parameters(query)
    return sparql.bind(query, {slot: term for slot, term in samples.items() if slot in wanted})


def vocabulary(facts: Facts) -> dict[str, Any]:
    """Return what the editor completes: prefixes, terms of the ontology, and the things that measures are about."""
    found = [
        {
            "name": _short(iri),
            "kind": kind,
            "label": first(facts[iri], "label") or first(facts[iri], "prefLabel"),
            "definition": first(facts[iri], "definition"),
        }
        for kind, name in _TERMS
        for iri in facts.instances(terms.term(name))
        if iri.startswith(ids.ONTOLOGY)
    ]
    things = {
        iri
        for measure in facts.of_class("Measure")
        for prop in ("imposedBy", "targets", "covers", "coversItem")
        for iri in facts.links(measure, prop)
    }
    found += [{"name": f"<{iri}>", "kind": links.split(iri)[0], "label": facts.label(iri)} for iri in sorted(things)]
    return {"prefixes": dict(terms.PREFIXES), "terms": sorted(found, key=lambda one: (one["kind"], one["name"]))}
