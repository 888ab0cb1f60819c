"""Filters of a list in, its page out: measures, materials, actors, agreements, documents, and what a search finds."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from starlette.responses import Response

from regraph.network.records import first
from regraph.web.pages import catalogue, inputs, links, naming, rows
from regraph.web.pages.call import Call
from regraph.web.pages.catalogue import KIND_TITLES, KINDS, Entry, entries, matching
from regraph.web.pages.facts import CLASS_WORDS
from regraph.web.pages.rendering import render
from regraph.web.pages.rows import MeasureRow
from regraph.web.pages.wording import CERTAINTY, STATUS, concept

T = TypeVar("T")
_PAGE: Final = 60
_FOUND: Final = 12  # of each kind that a search shows


@dataclass(frozen=True, slots=True, kw_only=True)
class Paging:
    """Where a part of a list stands in the whole."""

    number: int
    total: int
    before: str  # address; empty on the first page
    after: str


def part(call: Call, found: Sequence[T], path: str, **query: object) -> tuple[Sequence[T], Paging]:
    """Return the part of a list that is asked for."""
    number = inputs.count(call.query, "page")
    last = max(1, -(-len(found) // _PAGE))
    number = min(number, last)
    return found[(number - 1) * _PAGE : number * _PAGE], Paging(
        number=number,
        total=len(found),
        before=links.address(path, **query, page=number - 1 if number > 2 else None) if number > 1 else "",
        after=links.address(path, **query, page=number + 1) if number < last else "",
    )


def measures(call: Call) -> Response:
    """Return the list of measures, with their status on a day."""
    asked = {name: call.query.get(name, "") for name in ("q", "status", "certainty", "kind", "by")}
    everything = rows.all_rows(call)
    fits = {one.iri for one in matching(entries(call, "measure"), asked["q"])}
    state = naming.resolve(call.store, asked["by"], ("actor",)) if asked["by"] else ""
    found = [row for row in everything if row.measure in fits and _fits(row, asked, state)]
    shown, paging = part(call, sorted(found, key=rows.order), "/measures", **asked, **call.when.query)
    states = Counter(one for row in everything for one in row.states)
    return render(
        call,
        "measures.html",
        active="Measures",
        asked=asked,
        rows=shown,
        paging=paging,
        statuses=[(name, STATUS[name]) for name in STATUS],
        certainties=CERTAINTY,
        kinds=sorted({row.kind for row in everything}),
        states=sorted(states, key=lambda one: one.label),
        by=state,
    )


def _fits(row: MeasureRow, asked: dict[str, str], state: str) -> bool:
    if asked["status"] and (row.span.status if row.span else "unknown") != asked["status"]:
        return False
    if asked["certainty"] and (row.span is None or row.span.certainty != asked["certainty"]):
        return False
    if asked["kind"] and row.kind != asked["kind"]:
        return False
    return not state or state in {one.iri for one in (*row.states, *row.by)}


def materials(call: Call) -> Response:
    """Return the list of materials, goods and technologies, with how many measures hold on them today."""
    text, kind = call.query.get("q", ""), call.query.get("kind", "")
    found = matching([*entries(call, "material"), *entries(call, "item")], text)
    types = {"element": ("ChemicalElement",), "group": ("MaterialGroup",), "good": ("Good", "Technology", "Item")}
    if kind:
        found = [one for one in found if one.type in types.get(kind, ())]
    tied = call.cached("material-ties", lambda: _material_ties(call))
    if not text:  # a search has an order of its own
        found.sort(key=lambda one: (-tied[one.iri][0], -tied[one.iri][1]))
    shown, paging = part(call, found, "/materials", q=text, kind=kind)
    table = [
        (one, _class_words(one), call.facts.named(call.facts.links(one.iri, "broader")), *tied[one.iri])
        for one in shown
    ]
    return render(
        call, "materials.html", active="Materials", q=text, kind=kind, kinds=list(types), rows=table, paging=paging
    )


def _class_words(one: Entry) -> str:
    return CLASS_WORDS.get(one.type, one.type.lower())


def _material_ties(call: Call) -> dict[str, tuple[int, int]]:
    """Return material or good -> number of measures in force today, and of all, that a source says cover it."""
    held, told = Counter[str](), Counter[str]()
    holding = {row.measure for row in rows.all_rows(call) if row.span and row.span.status == "in_force"}
    for iri in call.facts.of_class("Measure"):
        for good in {*call.facts.links(iri, "covers"), *call.facts.links(iri, "coversItem")}:
            told[good] += 1
            held[good] += iri in holding
    return defaultdict(lambda: (0, 0), {good: (held[good], told[good]) for good in told})


def actors(call: Call) -> Response:
    """Return the list of actors: those that the measures and agreements name first."""
    text, kind = call.query.get("q", ""), call.query.get("kind", "")
    types = {
        "state": ("State", "SupranationalUnion"),
        "body": ("Ministry", "Agency", "GovernmentBody"),
        "company": ("Company", "Association"),
        "person": ("Person",),
        "organisation": ("IntergovernmentalOrganization", "NewsAgency"),
    }
    found = matching(entries(call, "actor"), text)
    if kind:
        found = [one for one in found if one.type in types.get(kind, ())]
    tied = call.cached("actor-ties", lambda: _actor_ties(call))
    if not text:
        found.sort(key=lambda one: -sum(tied[one.iri]))
    shown, paging = part(call, found, "/actors", q=text, kind=kind)
    table = [
        (
            one,
            _class_words(one),
            call.facts.label(state) if (state := first(call.facts[one.iri], "partOfState")) else "",
            *tied[one.iri],
        )
        for one in shown
    ]
    return render(call, "actors.html", active="Actors", q=text, kind=kind, kinds=list(types), rows=table, paging=paging)


def _actor_ties(call: Call) -> dict[str, tuple[int, int, int]]:
    """Return actor -> number of measures imposed (by a state's bodies too), of measures aimed at it, of agreements."""
    facts = call.facts
    does, hit, agrees = Counter[str](), Counter[str](), Counter[str]()
    for iri in facts.of_class("Measure"):
        imposers = set(facts.links(iri, "imposedBy"))
        does.update(imposers | {facts.state(one) for one in imposers})
        hit.update(set(facts.links(iri, "targets")))
    for iri in facts.of_class("Agreement"):
        agrees.update(set(facts.links(iri, "party")))
    return defaultdict(lambda: (0, 0, 0), {one: (does[one], hit[one], agrees[one]) for one in {*does, *hit, *agrees}})


def agreements(call: Call) -> Response:
    """Return the list of agreements, the newest first, with how many of their promises were seen kept."""
    text = call.query.get("q", "")
    facts = call.facts
    promises: dict[str, list[bool]] = defaultdict(list)
    for iri in facts.of_class("Commitment"):
        for agreement in facts.links(iri, "underAgreement"):
            promises[agreement].append(bool(facts.links(iri, "fulfilment")))
    found = matching(entries(call, "agreement"), text)
    found.sort(key=lambda one: first(facts[one.iri], "dateLatest"), reverse=True)
    shown, paging = part(call, found, "/agreements", q=text)
    table = [
        {
            "entry": one,
            "date": first(facts[one.iri], "date"),
            "status": concept(first(facts[one.iri], "agreementStatus")),
            "parties": facts.named(facts.links(one.iri, "party")),
            "place": ", ".join(facts.label(place) for place in facts.links(one.iri, "place")),
            "promises": len(promises[one.iri]),
            "kept": sum(promises[one.iri]),
        }
        for one in shown
    ]
    return render(call, "agreements.html", active="Agreements", q=text, rows=table, paging=paging)


def documents(call: Call) -> Response:
    """Return the list of documents, the newest first."""
    text, kind = call.query.get("q", ""), call.query.get("kind", "")
    sources = catalogue.documents(call)
    found = [sources[one.iri] for one in matching(entries(call, "document"), text)]
    if kind:
        found = [one for one in found if one.kind == kind]
    found.sort(key=lambda one: one.published, reverse=True)
    shown, paging = part(call, found, "/documents", q=text, kind=kind)
    return render(call, "documents.html", active="Documents", q=text, kind=kind, rows=shown, paging=paging)


def search(call: Call) -> Response:
    """Return what has a name that is searched for, of every kind."""
    text = call.query.get("q", "").strip()
    groups: list[dict[str, Any]] = []
    for kind in KINDS if text else ():
        found = matching(entries(call, kind), text)
        folder = "/materials" if kind in ("material", "item") else f"/{kind}s"
        if found:
            groups.append(
                {
                    "title": KIND_TITLES[kind],
                    "found": found[:_FOUND],
                    "more": len(found) - _FOUND,
                    "all": links.address(folder, q=text, kind="good" if kind == "item" else None),
                }
            )
    return render(call, "search.html", q=text, groups=groups)
