"""A measure in, its page out: what holds on a day and why, its phases, events, promises, and what was known when."""

from collections.abc import Iterable
from typing import Any, Final

from pyoxigraph import NamedNode
from starlette.exceptions import HTTPException
from starlette.responses import Response

from regraph import ids, sparql
from regraph.explaining import Explanation, Step, explain_thing
from regraph.network.records import first
from regraph.timeline import timeline
from regraph.web.pages import bars, passages
from regraph.web.pages.call import Call
from regraph.web.pages.facts import Facts
from regraph.web.pages.rendering import render


def measure(call: Call) -> Response:
    """Return the page of a measure."""
    iri = ids.iri("measure", call.path["name"])
    facts = call.facts
    if not facts.knows(iri):
        raise HTTPException(404, f"The store knows no measure “{call.path['name']}”.")
    when = call.when
    found = explain_thing(call.store, iri, on=when.on, known_by=when.known_by)
    line = timeline(call.store, iri, on=when.on, known_by=when.known_by)
    said = facts[iri]
    return render(
        call,
        "measure.html",
        active="Measures",
        iri=iri,
        label=facts.label(iri),
        kind=first(said, "measureKind"),
        about=about(facts, iri),
        references=said.get("legalReference", ()),
        phases=[
            {**_step(facts, step), "coming": str(step.what.get("due") or "")[:10] >= when.on.isoformat()}
            for step in _joined(found.phases)
        ],
        events=[_step(facts, step) for step in found.events],
        promises=[_step(facts, step) for step in found.promises],
        licences=decisions(facts, iri),
        knowledge=_history(found),
        chart=bars.chart(line.bars, line.first, line.last, when, room=680) if line.bars else None,
        bars=line.bars,
        sources=sources(call, said.get("basedOn", ())),
    )


def about(facts: Facts, iri: str) -> dict[str, Any]:
    """Return who and what a measure is about."""
    said = facts[iri]
    return {
        "imposers": facts.actors(said.get("imposedBy", ())),
        "targets": facts.actors(said.get("targets", ())),
        "covers": facts.named(_tops(facts, said.get("covers", ()))),
        "all_covered": len(said.get("covers", ())),
        "items": facts.named(said.get("coversItem", ())),
        "may_cover": facts.named(said.get("mayCover", ())),
        "excludes": facts.named(said.get("excludes", ())),
    }


def _tops(facts: Facts, materials: Iterable[str]) -> list[str]:
    """Return materials without the members of groups that are among them too."""
    every = set(materials)
    return [one for one in every if not set(facts.links(one, "broader")) & every]


def _joined(steps: Iterable[Step]) -> list[Step]:
    """Return the phases once each, with all the materials that one is only for."""
    out: dict[str, Step] = {}
    for step in steps:
        name = str(step.what["it"])
        before = out.setdefault(name, step).what
        only = {*str(before.get("only_for") or "").split(", "), str(step.what.get("only_for") or "")} - {""}
        before["only_for"] = ", ".join(sorted(only))
    return list(out.values())


# what a phase, an event or a promise may lack
_ABSENT: Final = dict.fromkeys("only_for since due last_evidence date until known_from kept".split())


def _step(facts: Facts, step: Step) -> dict[str, Any]:
    return {
        **_ABSENT,
        **step.what,
        "settle": step.settle,
        "evidence": passages.said(facts, step.evidence),
        "against": passages.said(facts, step.against),
    }


def _history(found: Explanation) -> list[dict[str, Any]]:
    """Return what was known when of the day asked for, the newest knowledge first, neighbours that agree as one."""
    steps = sorted(found.knowledge, key=lambda row: (row.get("known_from") or "", str(row.get("only_for") or "")))
    out: list[dict[str, Any]] = []
    for row in steps:
        same = out and all(out[-1].get(key) == row.get(key) for key in ("status", "certainty", "only_for"))
        if not same:
            out.append(row)
        else:  # the same by newer evidence
            out[-1] = {**row, "known_from": out[-1].get("known_from")}
    return [{**_ABSENT, **row} for row in reversed(out)]


def decisions(facts: Facts, iri: str) -> list[dict[str, Any]]:
    """Return the licence decisions under a measure."""
    found = [one for one in facts.backlinks(iri, "aboutMeasure") if facts.kind(one) == "LicenceDecision"]
    return [
        {
            "label": facts.label(one),
            "action": first(facts[one], "action"),
            "date": first(facts[one], "date"),
            "evidence": passages.of(facts, facts.links(one, "basedOn")),
        }
        for one in found
    ]


_SOURCES: Final = """
SELECT ?iri ?name ?kind ?title ?publisher ?published (COUNT(DISTINCT ?claim) AS ?claims) {
  VALUES ?claim { %s }
  ?claim prov:wasDerivedFrom ?iri .
  ?iri dcterms:identifier ?name ; rg:documentKind ?kind .
  OPTIONAL { ?iri dcterms:title ?title }
  OPTIONAL { ?iri dcterms:publisher ?publisher }
  OPTIONAL { ?iri dcterms:issued ?published }
} GROUP BY ?iri ?name ?kind ?title ?publisher ?published
"""


def sources(call: Call, claims: Iterable[str]) -> list[dict[str, Any]]:
    """Return the documents that tell of a thing, with how many of their claims do, the newest first.

    Neither the quotes nor the texts are read for that: a material that everybody writes about has thousands.
    """
    nodes = sorted(NamedNode(iri).value for iri in set(claims))
    if not nodes:
        return []
    out = []
    for row in sparql.solutions(call.store.engine, _SOURCES % sparql.values(map(NamedNode, nodes))):
        told = {name: term.value for name, term in row.items()}
        out.append(
            {
                "iri": told["iri"],
                "title": told.get("title") or told["name"],
                "publisher": told.get("publisher", ""),
                "published": told.get("published", ""),
                "standing": told["kind"].rpartition("-")[2],
                "claims": int(told["claims"]),
            }
        )
    return sorted(out, key=lambda one: (str(one["published"]), str(one["title"]), one["iri"]), reverse=True)
