"""A measure, phase, event, promise or claim in; the chain down to its highlighted passages out (`regraph explain`)."""

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final

from pyoxigraph import Literal, NamedNode

from regraph import ids, sparql, terms
from regraph.cli import output
from regraph.cli.naming import resolve
from regraph.errors import NotFoundError
from regraph.questions import Evidence, evidence_of
from regraph.questions.answers import label_of, plain
from regraph.store import Store

_DAY: Final = NamedNode(terms.term("xsd:date"))
_SETTLES: Final = {
    "possible": "a dated source that names the day, the materials, or what happened when the term ran out",
    "presumed": "any source published after the last evidence that tells whether it still holds",
    "contested": "an official notice of the body that imposed it",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One phase or event with the passages for and against it."""

    what: dict[str, Any]
    evidence: tuple[Evidence, ...]
    against: tuple[Evidence, ...] = ()


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
SELECT ?it ?status ?certainty ?reason ?valid_from ?valid_until ?known_from ?known_until ?only_for ?last_evidence {
  ?it rg:ofMeasure $measure ; a rg:Phase ; rg:status ?status ; rg:certainty ?certainty ; rg:reason ?reason ;
      rg:validFrom ?valid_from ; rg:knownFrom ?known_from .
  OPTIONAL { ?it rg:validUntil ?valid_until }
  OPTIONAL { ?it rg:knownUntil ?known_until }
  OPTIONAL { ?it rg:onlyFor/rdfs:label ?only_for }
  OPTIONAL { ?it rg:lastEvidence ?last_evidence }
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
SELECT ?it ?promise ?date ?known_from ?kept {
  ?it a rg:Commitment ; rg:aboutMeasure $measure ; rdfs:label ?promise .
  OPTIONAL { ?it rg:date ?date }
  OPTIONAL { ?it rg:knownFrom ?known_from }
  OPTIONAL { ?it rg:fulfilment ?how . ?how rg:reason ?kept ; rg:knownFrom ?seen . FILTER(?seen <= $known_by) }
  FILTER(!BOUND(?known_from) || ?known_from <= $known_by)
} ORDER BY ?date ?promise ?it
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
    steps = {
        "phases": _steps(store, now, known_by),
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
    return {key: plain(value) for key, value in row.items()}


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
    things = [{"it": node.value, "label": label_of(store, node)} for node in about if isinstance(node, NamedNode)]
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


def _of_thing(store: Store, node: NamedNode, on: dt.date, known_by: dt.date) -> Explanation:
    claims = _links(store, node, "basedOn")
    if not claims:
        raise NotFoundError(f"{node.value} rests on no claim, so there is nothing to explain: try `regraph show`")
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


def print_explanation(found: Explanation, *, as_json: bool) -> None:
    """Print an explanation as JSON or as an indented chain with the quotes highlighted in their passages."""
    if as_json:
        output.print_json(_json(found))
        return
    screen = output.console()
    _heading(screen, f"{found.label}", f"{found.iri}")
    if found.phases:
        _heading(screen, f"On {found.on}" + _as_known(found.known_by))
        for step in found.phases:
            _print_step(screen, found, step, ("status", "certainty", "valid_from", "valid_until", "only_for", "reason"))
            settles = _SETTLES.get(str(step.what.get("certainty")))
            if settles:
                screen.print(f"    would settle it: {settles}")
    elif found.iri.startswith(ids.iri("measure", "")):
        screen.print(f"On {found.on}{_as_known(found.known_by)}: nothing known")
    for title, steps, keys in (
        (
            "Events",
            found.events,
            ("date", "action", "until", "modality", "standing", "known_from", "rule", "confidence"),
        ),
        ("Promises and things about it", found.promises, ("date", "promise", "kept", "label", "it")),
    ):
        if steps:
            _heading(screen, title)
            for step in steps:
                _print_step(screen, found, step, keys)
    if len(found.knowledge) > 1:
        _heading(screen, f"What was known when about {found.on}")
        for row in found.knowledge:
            screen.print(
                f"  from {row['known_from']}: {row['status']}, {row['certainty']} — {output.clean(row['reason'])}"
            )


def _as_known(known_by: dt.date) -> str:
    return "" if known_by.year == dt.MAXYEAR else f", as known by {known_by}"


def _heading(screen: Any, title: str, detail: str = "") -> None:
    from rich.text import Text

    screen.print(Text.assemble((output.clean(title), "bold"), (f"  {detail}" if detail else "", "dim")))


def _print_step(screen: Any, found: Explanation, step: Step, keys: tuple[str, ...]) -> None:
    from rich.text import Text

    told = [output.clean(step.what[key]) for key in keys if step.what.get(key) not in (None, "")]
    screen.print(Text("  • " + " · ".join(told)))
    for mark, style, group in (("▸", "green", step.evidence), ("✗", "red", step.against)):
        for one in group:
            before, quote, after = found.passages.get(one.claim, ("", one.quote, ""))
            where = ", ".join(part for part in (one.publisher, one.document, one.published) if part)
            line = Text(f"    {mark} ", style=style)
            line.append(output.clean(before), style="dim")
            line.append(f"«{output.clean(quote)}»", style="bold")
            line.append(output.clean(after), style="dim")
            line.append(f" — {where} {one.start}–{one.end}", style="dim")
            screen.print(line)


def _json(found: Explanation) -> dict[str, Any]:
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
        "phases": steps(found.phases),
        "events": steps(found.events),
        "promises": steps(found.promises),
        "knowledge": list(found.knowledge),
    }
