"""A store and the parameters of a request in, the JSON object of an answer out: one operation of the API each."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from pyoxigraph import Literal, NamedNode

from regraph import explaining, ids, network, questions, sparql
from regraph.dates import Bounds
from regraph.errors import NotFoundError
from regraph.questions import END_OF_TIME, plain
from regraph.questions.finding import resolve
from regraph.store import Store
from regraph.timeline import bars_of, timeline

Values = Mapping[str, Any]
Run = Callable[[Store, Values], dict[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A parameter of an operation, in its path or in the query string."""

    name: str
    told: str  # what it means
    kind: str = "string"  # string, date or integer
    required: bool = False
    in_path: bool = False
    many: bool = False
    default: Any = None
    choices: tuple[str, ...] = ()
    least: int = 0
    most: int = 1_000_000
    example: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """What the API answers at one address, for GET."""

    path: str
    name: str
    told: str
    run: Run
    answer: str  # name of the schema of its answer, in `openapi`
    parameters: tuple[Parameter, ...] = ()


_ON = Parameter(name="on", told="The day asked for; today by default.", kind="date", example="2025-11-15")
_KNOWN_BY = Parameter(
    name="known_by",
    told="Only what was published by this day; everything by default.",
    kind="date",
    default=END_OF_TIME,
)
_LIMIT = Parameter(name="limit", told="At most so many.", kind="integer", default=1000, least=1, most=10_000)
_OFFSET = Parameter(name="offset", told="Leave out so many at the beginning.", kind="integer", default=0)
_NAME_OF = "an id, an IRI or a name: cn-mofcom-2025-18, samarium, MOFCOM"


def today() -> dt.date:
    """Return the day on which the service is asked."""
    return dt.datetime.now().astimezone().date()


def ask(store: Store, given: Values) -> dict[str, Any]:
    """Answer a question in plain English, or a stored one by its name."""
    return questions.ask(store, given["q"], on=given["on"], known_by=given["known_by"]).to_json()


def stored_questions(_: Store, __: Values) -> dict[str, Any]:
    """List the stored questions."""
    found = [
        {
            "name": one.name,
            "description": one.description,
            "phrasings": list(one.phrasings),
            "parameters": list(one.slots),
            "columns": list(one.columns),
        }
        for one in questions.catalogue().values()
    ]
    return {"total": len(found), "items": found}


def bars(store: Store, given: Values) -> dict[str, Any]:
    """Tell what was in force when, for one thing."""
    found = timeline(
        store,
        resolve(store, given["about"]).iri,
        on=given["on"] or today(),
        known_by=given["known_by"],
        window=(given["from"], given["to"]),
    )
    return found.to_json()


def ties(store: Store, given: Values) -> dict[str, Any]:
    """Give a network of actors as node-link JSON, the evidence on each edge."""
    import networkx as nx

    day = given["on"]
    graph = network.build(
        store,
        on=Bounds(day, day) if day else None,
        known_by=given["known_by"],
        about=[resolve(store, name).iri for name in given["about"]],
        around=resolve(store, given["around"]).iri if given["around"] else None,
        depth=given["depth"],
        relations=given["relation"] or None,
        level=given["level"],
    )
    return dict(nx.node_link_data(graph, edges="edges"))


def evidence(store: Store, given: Values) -> dict[str, Any]:
    """Tell why: phases, events, promises, and the passages for and against."""
    found = explaining.explain_thing(store, given["name"], on=given["on"] or today(), known_by=given["known_by"])
    return explaining.to_json(found)


_DOCUMENTS: Final = """
SELECT ?document ?name ?kind ?published ?publisher ?title ?url (COUNT(?claim) AS ?claims) {
  ?document a rg:Document ; dcterms:identifier ?name ; rg:documentKind ?kind .
  OPTIONAL { ?document dcterms:issued ?published }
  OPTIONAL { ?document dcterms:publisher ?publisher }
  OPTIONAL { ?document dcterms:title ?title }
  OPTIONAL { ?document rg:url ?url }
  OPTIONAL { ?claim prov:wasDerivedFrom ?document }
} GROUP BY ?document ?name ?kind ?published ?publisher ?title ?url ORDER BY ?published ?name ?document
"""
_MEASURES: Final = """
SELECT ?measure ?label ?kind ?imposer {
  ?measure a rg:Measure ; rdfs:label ?label .
  OPTIONAL { ?measure rg:measureKind ?kind }
  OPTIONAL { ?measure rg:imposedBy/rdfs:label ?imposer }
} ORDER BY ?measure ?imposer
"""
_MATERIALS: Final = """
SELECT ?material ?label ?symbol (COUNT(DISTINCT ?measure) AS ?measures) {
  ?material a ?class ; rdfs:label ?label .
  VALUES ?class { rg:ChemicalElement rg:Mineral rg:Compound rg:MaterialGroup rg:Material }
  FILTER(STRSTARTS(STR(?material), $base))
  OPTIONAL { ?material rg:symbol ?symbol }
  OPTIONAL { ?measure rg:covers ?material ; a rg:Measure }
} GROUP BY ?material ?label ?symbol ORDER BY ?material ?label
"""


def documents(store: Store, given: Values) -> dict[str, Any]:
    """List the documents, oldest first."""
    return _page(_rows(store, _DOCUMENTS), given)


def measures(store: Store, given: Values) -> dict[str, Any]:
    """List the measures with their status on a day."""
    found: dict[str, dict[str, Any]] = {}
    for row in _rows(store, _MEASURES):
        one = found.setdefault(
            row["measure"], {"measure": row["measure"], "label": row["label"], "kind": row.get("kind"), "imposers": []}
        )
        if row.get("imposer") and row["imposer"] not in one["imposers"]:
            one["imposers"].append(row["imposer"])
    day = given["on"] or today()
    held: dict[str, Any] = {
        bar.measure: span
        for bar in bars_of(store, known_by=given["known_by"])
        if not bar.only_for and (span := bar.on(day)) is not None
    }
    items = [
        {
            **one,
            "status": span.status if (span := held.get(iri)) else None,
            "certainty": span.certainty if span else None,
            "reason": span.reason if span else None,
        }
        for iri, one in found.items()
    ]
    return {"on": day.isoformat(), **_page(items, given)}


def materials(store: Store, given: Values) -> dict[str, Any]:
    """List the materials with how many measures cover them."""
    rows = _rows(store, _MATERIALS, base=Literal(ids.iri("material", "")))
    merged: dict[str, dict[str, Any]] = {}
    for row in rows:
        merged.setdefault(row["material"], {"symbol": None, **row})
    return _page(list(merged.values()), given)


def thing(store: Store, given: Values) -> dict[str, Any]:
    """Give what the graph says of a thing: each property with its values, and what points at it."""
    node = NamedNode(resolve(store, given["name"]).iri)
    out: dict[str, list[Any]] = {}
    for quad in store.match(node):
        if isinstance(quad.object, NamedNode | Literal):
            out.setdefault(quad.predicate.value, []).append(plain(quad.object))
    if not out:
        raise NotFoundError(f"the graph says nothing of {node.value}")
    incoming: dict[str, list[str]] = {}
    for quad in store.match(None, None, node):
        if isinstance(quad.subject, NamedNode):
            incoming.setdefault(quad.predicate.value, []).append(quad.subject.value)
    return {
        "iri": node.value,
        "label": questions.label_of(store, node),
        "properties": {name: sorted(out[name], key=str) for name in sorted(out)},
        "incoming": {name: sorted(incoming[name])[:_INCOMING] for name in sorted(incoming)},
    }


_INCOMING: Final = 200


def _rows(store: Store, query: str, **given: Literal) -> list[dict[str, Any]]:
    return [{name: plain(term) for name, term in row.items()} for row in sparql.solutions(store.engine, query, given)]


def _page(items: Sequence[dict[str, Any]], given: Values) -> dict[str, Any]:
    first = given["offset"]
    return {"total": len(items), "items": list(items[first : first + given["limit"]])}


OPERATIONS: Final = (
    Operation(
        path="/api/ask",
        name="ask",
        told="Answer a question; each row with its certainty and evidence.",
        run=ask,
        answer="Answer",
        parameters=(
            Parameter(
                name="q",
                told="A question in plain English, or the name of a stored one.",
                required=True,
                example="which measures on samarium are in force",
            ),
            _ON,
            _KNOWN_BY,
        ),
    ),
    Operation(
        path="/api/questions", name="questions", told="List the stored questions.", run=stored_questions, answer="Page"
    ),
    Operation(
        path="/api/timeline",
        name="timeline",
        told="Tell what was in force when, for a measure, a material, a good or an actor.",
        run=bars,
        answer="Timeline",
        parameters=(
            Parameter(name="about", told=_NAME_OF, required=True, example="samarium"),
            _ON,
            _KNOWN_BY,
            Parameter(name="from", told="First day; before the first change by default.", kind="date"),
            Parameter(name="to", told="Last day; after the last change by default.", kind="date"),
        ),
    ),
    Operation(
        path="/api/network",
        name="network",
        told="Give the network of actors as node-link JSON, with the evidence on each edge.",
        run=ties,
        answer="Network",
        parameters=(
            Parameter(name="on", told="The day on which a tie holds; all days by default.", kind="date"),
            _KNOWN_BY,
            Parameter(name="about", told="A material or a good; may be repeated.", many=True),
            Parameter(name="around", told="Only what is near this actor."),
            Parameter(name="depth", told="How near, in steps.", kind="integer", default=1, least=1, most=10),
            Parameter(
                name="relation", told="Only these relations.", many=True, choices=tuple(sorted(network.RELATIONS))
            ),
            Parameter(
                name="level",
                told="Fold bodies into states, or persons.",
                default="all",
                choices=("all", "body", "state"),
            ),
        ),
    ),
    Operation(
        path="/api/evidence/{name}",
        name="evidence",
        told="Tell why: phases, events, promises, and the passages for and against.",
        run=evidence,
        answer="Evidence",
        parameters=(
            Parameter(name="name", told=_NAME_OF, required=True, in_path=True, example="cn-mofcom-2025-18"),
            _ON,
            _KNOWN_BY,
        ),
    ),
    Operation(
        path="/api/documents",
        name="documents",
        told="List the documents, oldest first.",
        run=documents,
        answer="Page",
        parameters=(_LIMIT, _OFFSET),
    ),
    Operation(
        path="/api/measures",
        name="measures",
        told="List the measures with their status on a day.",
        run=measures,
        answer="Page",
        parameters=(_ON, _KNOWN_BY, _LIMIT, _OFFSET),
    ),
    Operation(
        path="/api/materials",
        name="materials",
        told="List the materials with how many measures cover them.",
        run=materials,
        answer="Page",
        parameters=(_LIMIT, _OFFSET),
    ),
    Operation(
        path="/api/things/{name}",
        name="thing",
        told="Give what the graph says of a thing, and what points at it.",
        run=thing,
        answer="Thing",
        parameters=(Parameter(name="name", told=_NAME_OF, required=True, in_path=True, example="samarium"),),
    ),
)
