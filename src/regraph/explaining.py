"""A measure, phase, event, promise or claim in; the chain down to its highlighted passages out (`regraph explain`)."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from pyoxigraph import Literal, NamedNode

from regraph import dates, ids, sparql, terms
from regraph.errors import NotFoundError
from regraph.questions import Evidence, evidence_of
from regraph.questions.answers import label_of, plain
from regraph.questions.finding import resolve
from regraph.store import Store
from regraph.timeline import bars_of

_DAY: Final = NamedNode(terms.term("xsd:date"))
_UNKNOWN: Final = dt.date.min.isoformat()  # in the store: a bound that no source tells


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One phase or event with the passages for and against it."""

    what: dict[str, Any]
    evidence: tuple[Evidence, ...]
    against: tuple[Evidence, ...] = ()
    settle: str = ""  # what would make it certain


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Why a measure has its status on a day, and what was known when."""

    iri: str
    label: str
    on: dt.date
    known_by: dt.date
    phases: tuple[Step, ...]
    events: tuple[Step, ...]
    promises: tuple[Step, ...]
    knowledge: tuple[dict[str, Any], ...]  # the status on that day, as known in each interval
    passages: dict[str, tuple[str, str, str]]  # claim IRI -> text before, quote, text after


_PHASES: Final = """
SELECT ?it ?status ?certainty ?reason ?valid_from ?valid_until ?known_from ?known_until ?only_for ?last_evidence
       ?since ?due {
  ?it rg:ofMeasure $measure ; a rg:Phase ; rg:status ?status ; rg:certainty ?certainty ; rg:reason ?reason ;
      rg:validFrom ?valid_from ; rg:knownFrom ?known_from .
  OPTIONAL { ?it rg:validUntil ?valid_until }
  OPTIONAL { ?it rg:knownUntil ?known_until }
  OPTIONAL { ?it rg:onlyFor/rdfs:label ?only_for }
  OPTIONAL { ?it rg:lastEvidence ?last_evidence }
  OPTIONAL { ?it rg:since ?since }
  OPTIONAL { ?it rg:due ?due }
  FILTER(?valid_from <= $on && (!BOUND(?valid_until) || $on < ?valid_until))
} ORDER BY ?known_from ?valid_from ?only_for ?it
"""
_EVENTS: Final = """
SELECT ?it ?action ?modality ?date ?until ?known_from ?standing {
  ?it rg:ofMeasure $measure ; a rg:MeasureEvent ; rg:action ?action ; rg:modality ?modality ; rg:standing ?standing .
  OPTIONAL { ?it rg:date ?date ; rg:dateEarliest ?first }
  OPTIONAL { ?it rg:until ?until }
  OPTIONAL { ?it rg:knownFrom ?known_from }
  FILTER(!BOUND(?known_from) || ?known_from <= $known_by)
} ORDER BY ?first ?known_from ?action ?it
"""
_PROMISES: Final = """
SELECT ?it ?promise ?date ?known_from (GROUP_CONCAT(DISTINCT ?why; separator="; ") AS ?kept) {
  ?it a rg:Commitment ; rg:aboutMeasure $measure ; rdfs:label ?promise .
  OPTIONAL { ?it rg:date ?date }
  OPTIONAL { ?it rg:knownFrom ?known_from }
  OPTIONAL {
    ?it rg:fulfilment ?how . ?how rg:ofMeasure $measure ; rg:reason ?why ; rg:knownFrom ?seen
    FILTER(?seen <= $known_by)
  }
  FILTER(!BOUND(?known_from) || ?known_from <= $known_by)
} GROUP BY ?it ?promise ?date ?known_from ORDER BY ?date ?promise ?it
"""


def explain_thing(store: Store, name: str, *, on: dt.date, known_by: dt.date) -> Explanation:
    """Return the explanation of a thing; of a phase or event, that of its measure.

    Raises: NotFoundError where nothing of that name can be explained.
    """
    found = resolve(store, name)
    node = NamedNode(found.iri)
    link = {"phase": "ofMeasure", "event": "ofMeasure", "commitment": "aboutMeasure"}.get(found.kind)
    up = next(store.match(node, NamedNode(terms.rg(link))), None) if link else None
    measure = up.object if up and isinstance(up.object, NamedNode) else node
    if found.kind == "claim":
        return _of_claim(store, node, on, known_by)
    if not measure.value.startswith(ids.iri("measure", "")):
        return _of_thing(store, node, on, known_by)
    bindings: dict[str, NamedNode | Literal] = {"measure": measure}
    every = sparql.solutions(store.engine, _PHASES, {**bindings, "on": Literal(on.isoformat(), datatype=_DAY)})
    bindings["known_by"] = Literal(known_by.isoformat(), datatype=_DAY)
    now = [row for row in every if _known(row, known_by)]
    imposers = [label_of(store, NamedNode(iri)) for iri in _links(store, measure, "imposedBy")]
    phases = _steps(store, now, known_by)
    steps = {
        "phases": tuple(replace(step, settle=settles(step.what, on, imposers)) for step in phases),
        "events": _steps(store, sparql.solutions(store.engine, _EVENTS, bindings), known_by),
        "promises": _steps(store, sparql.solutions(store.engine, _PROMISES, bindings), known_by),
    }
    claims = {one.claim for group in steps.values() for step in group for one in (*step.evidence, *step.against)}
    return Explanation(
        iri=measure.value,
        label=label_of(store, measure),
        on=on,
        known_by=known_by,
        knowledge=tuple(_plain(row) for row in every),
        passages={claim: context(store, claim) for claim in sorted(claims)},
        **steps,
    )


def _known(row: dict[str, Any], known_by: dt.date) -> bool:
    until = row.get("known_until")
    return row["known_from"].value <= known_by.isoformat() and (until is None or known_by.isoformat() < until.value)


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row as values of JSON; a day that no source tells is None."""
    told = {key: plain(value) for key, value in row.items()}
    if "kept" in told:
        told["kept"] = "; ".join(sorted(str(told["kept"]).split("; ")))  # the engine joins them in no order
    return {key: None if value == _UNKNOWN else value for key, value in told.items()}


def settles(phase: Mapping[str, Any], on: dt.date, imposers: Sequence[str]) -> str:
    """Return what would make an answer certain; empty where it is.

    >>> settles({"certainty": "presumed", "last_evidence": "2025-12-18"}, dt.date(2026, 11, 22), [])
    'any source published after 2025-12-18 that tells whether it still holds'
    """
    due, since, newest = (phase.get(name) for name in ("due", "since", "last_evidence"))
    if phase.get("certainty") == "contested":
        return f"an official notice by {' or '.join(imposers) or 'who imposed it'}"
    if phase.get("certainty") == "presumed":
        return f"any source published after {newest or 'today'} that tells whether it still holds"
    if phase.get("certainty") != "possible":
        return ""
    if due and dates.parse(due).latest < on:
        return f"a source published after {due} that tells whether the term was prolonged or ran out"
    if due and dates.parse(due).earliest < on:
        return "a source that names the last day of the term"
    if since and dates.parse(since).latest > on:
        return "a source that names the day of the change"
    return "a dated source that says since when" if not newest or not since else "a second, reliable source"


def _steps(store: Store, rows: list[dict[str, Any]], known_by: dt.date) -> tuple[Step, ...]:
    return tuple(
        Step(
            what=_plain(row),
            evidence=evidence_of(store, _links(store, row["it"], "basedOn"), known_by),
            against=evidence_of(store, _links(store, row["it"], "contradictedBy"), known_by),
        )
        for row in rows
    )


def _links(store: Store, node: NamedNode, link: str) -> list[str]:
    found = (quad.object for quad in store.match(node, NamedNode(terms.rg(link))))
    return [value.value for value in found if isinstance(value, NamedNode)]


def _of_claim(store: Store, claim: NamedNode, on: dt.date, known_by: dt.date) -> Explanation:
    said = evidence_of(store, [claim.value])
    about = [quad.subject for quad in store.match(None, NamedNode(terms.rg("basedOn")), claim)]
    things = [
        {"it": node.value, "label": _title(store, node)}
        for node in about
        if isinstance(node, NamedNode) and not node.value.startswith((ids.iri("doubt", ""), ids.iri("phase", "")))
    ]
    return Explanation(
        iri=claim.value,
        label=f"claim {claim.value.rpartition('/')[2]}",
        on=on,
        known_by=known_by,
        phases=(),
        events=tuple(Step(what={"rule": one.rule, "confidence": one.confidence}, evidence=(one,)) for one in said),
        promises=tuple(Step(what=thing, evidence=()) for thing in sorted(things, key=lambda thing: thing["it"])),
        knowledge=(),
        passages={claim.value: context(store, claim.value)},
    )


def _title(store: Store, node: NamedNode) -> str:
    """Return the label of a thing; of an event its action and its measure."""
    label = label_of(store, node)
    if label != node.value:
        return label
    facts = {quad.predicate.value: quad.object for quad in store.match(node)}
    action, measure = facts.get(terms.rg("action")), facts.get(terms.rg("ofMeasure"))
    if isinstance(action, NamedNode) and isinstance(measure, NamedNode):
        return f"{plain(action)}: {label_of(store, measure)}"
    return node.value.removeprefix(ids.ID)


def _of_thing(store: Store, node: NamedNode, on: dt.date, known_by: dt.date) -> Explanation:
    claims = _links(store, node, "basedOn")
    if not claims:
        raise NotFoundError(_nothing(store, node, on, known_by))
    said = evidence_of(store, claims, known_by)
    return Explanation(
        iri=node.value,
        label=label_of(store, node),
        on=on,
        known_by=known_by,
        phases=(),
        events=(Step(what={"it": node.value}, evidence=said),),
        promises=(),
        knowledge=(),
        passages={one.claim: context(store, one.claim) for one in said},
    )


def _nothing(store: Store, node: NamedNode, on: dt.date, known_by: dt.date) -> str:
    """Say why a thing cannot be explained, and which of its measures can."""
    label = label_of(store, node)
    kind = node.value.removeprefix(ids.ID).partition("/")[0]
    bars = bars_of(store, node.value, known_by=known_by) if kind in ("material", "item", "actor") else ()
    names = list(dict.fromkeys(bar.name for bar in bars if bar.on(on)))
    if names:
        more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
        return f"{label} is no measure: explain one of its own, {', '.join(names[:_NAMED])}{more}"
    return f"{label} rests on no claim, so there is nothing to explain: try `regraph show`"


_NAMED: Final = 6
_CONTEXT: Final = """
SELECT ?text ?start ?end ?from ?to {
  $claim oa:hasSelector ?selector ; prov:wasDerivedFrom/rg:text ?text . ?selector oa:start ?start ; oa:end ?end .
  OPTIONAL { $claim rg:statedIn ?passage . ?passage rg:start ?from ; rg:end ?to }
}
"""


def context(store: Store, claim: str) -> tuple[str, str, str]:
    """Return the passage of a claim in three parts: before its quote, the quote, after it."""
    rows = sparql.solutions(store.engine, _CONTEXT, {"claim": NamedNode(claim)})
    if not rows:
        return "", "", ""
    row = rows[0]
    text, start, end = row["text"].value, int(row["start"].value), int(row["end"].value)
    first = int(row["from"].value) if "from" in row else start
    last = max(end, int(row["to"].value)) if "to" in row else end
    return text[first:start], text[start:end], text[end:last]


def to_json(found: Explanation) -> dict[str, Any]:
    """Return the JSON object of `regraph explain --json`."""

    def steps(group: tuple[Step, ...]) -> list[dict[str, Any]]:
        return [
            {
                **step.what,
                "evidence": [one.to_json() for one in step.evidence],
                "against": [one.to_json() for one in step.against],
            }
            for step in group
        ]

    return {
        "iri": found.iri,
        "label": found.label,
        "on": found.on.isoformat(),
        "known_by": None if found.known_by.year == dt.MAXYEAR else found.known_by.isoformat(),
        "phases": [
            {**told, "settle": step.settle or None}
            for told, step in zip(steps(found.phases), found.phases, strict=True)
        ],
        "events": steps(found.events),
        "promises": steps(found.promises),
        "knowledge": list(found.knowledge),
    }
