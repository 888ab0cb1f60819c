"""A question in plain English, or a stored one with what fills it, in; its answer with reasons and evidence out."""

import csv
import io
from collections.abc import Iterable, Mapping
from typing import Any, Final

from pyoxigraph import NamedNode
from starlette.responses import JSONResponse, Response

from regraph import ids, questions, sparql
from regraph.errors import NotFoundError, QueryError, RegraphError, UsageError
from regraph.questions import DAY_SLOTS, END_OF_TIME, Answer, Evidence, Question, Row
from regraph.sparql import Term
from regraph.web.pages import inputs, links, naming, passages
from regraph.web.pages.call import Call
from regraph.web.pages.rendering import render
from regraph.web.pages.wording import concept, told
from regraph.web.problems import status_of

# slot of a question -> kinds of things that fill it
SLOT_KINDS: Final[Mapping[str, tuple[str, ...]]] = {
    "material": ("material", "item"),
    "actor": ("actor",),
    "other": ("actor",),
    "measure": ("measure",),
    "agreement": ("agreement",),
}
SLOT_LABELS: Final = {"other": "The other actor", "from": "From", "to": "To", "material": "Material or good"}
# columns told in another cell
_MERGED: Final = frozenset({"reason", "measure", "quote", "document", "named"})
_NAMES: Final = {"from": "since", "companies": "firms", "imposer": "imposed by", "term": "for"}
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def ask(call: Call) -> Response:
    """Return the page of a question: what was understood, the rows, and how to ask otherwise."""
    text, name = call.query.get("q", "").strip(), call.query.get("question", "").strip()
    question = questions.find(name) if name else None
    found, problem, status = None, "", 200
    missing = _missing(call, question) if question else ()
    if (text or question) and not missing:
        try:
            found = answer(call, text, question)
            question = found.question
        except RegraphError as error:
            problem, status = told(str(error)), status_of(error)
            question = question or _nearest(call, text)
    fields = slots(call, question, found)
    form = call.query.get("format", "")
    if form and found:
        return download(found, form)
    return render(
        call,
        "ask.html",
        status,
        active="Ask",
        text=text,
        question=question,
        slots=fields,
        found=found,
        asked=_asked(question, fields),
        problem=problem,
        table=table(call, found) if found else None,
        groups=[] if found else topics(),
        address_of=lambda **more: _address(call, **more),
        suggestions=choices(call) if question and question.slots else {},
        when_given=bool(call.query.get("on")),
        END=END_OF_TIME,
    )


def _asked(question: Question | None, fields: list[dict[str, str]]) -> str:
    """Return a question with what fills it; what is still open stands in brackets."""
    text = question.phrasings[0] if question else ""
    for field in fields:
        text = text.replace(f"{{{field['name']}}}", field["value"] or f"[{field['name']}]")
    return text


def answer(call: Call, text: str, question: Question | None) -> Answer:
    """Return the answer to what was asked.

    Raises: NotFoundError where no question fits, or nothing has a name; QueryError where a slot stays empty.
    """
    given: dict[str, Term] = {}
    for slot in question.slots if question else ():
        value = call.query.get(slot, "").strip()
        if not value:
            continue
        if slot in DAY_SLOTS:
            day = inputs.day(call.query, slot, end=slot != "from")
            given[slot] = sparql.term(str(day))
        else:
            given[slot] = NamedNode(naming.resolve(call.store, value, SLOT_KINDS[slot]))
    on = call.when.on if call.query.get("on") else None
    return questions.ask(call.store, question.name if question else text, given, on=on, known_by=call.when.known_by)


def _missing(call: Call, question: Question) -> tuple[str, ...]:
    return tuple(slot for slot in question.slots if slot not in DAY_SLOTS and not call.query.get(slot, "").strip())


def _nearest(call: Call, text: str) -> Question | None:
    """Return the stored question that a text comes nearest to, so that what it lacks can be filled in."""
    try:
        return questions.match(text, call.store).question
    except (NotFoundError, QueryError):
        return None


def slots(call: Call, question: Question | None, found: Answer | None) -> list[dict[str, str]]:
    """Return the fields of a question, filled with what was understood."""
    out = []
    for slot in question.slots if question else ():
        value = call.query.get(slot, "") or (dict(found.parameters).get(slot, "") if found else "")
        if slot in DAY_SLOTS and (value[:4] in ("0001", "9999")):
            value = ""
        out.append(
            {
                "name": slot,
                "label": SLOT_LABELS.get(slot, concept(slot).capitalize()),
                "value": _readable(call, value),
                "type": "date" if slot in DAY_SLOTS else "text",
                "list": "" if slot in DAY_SLOTS else f"list-{SLOT_KINDS[slot][0]}",
                "required": "" if slot in DAY_SLOTS else "required",
            }
        )
    return out


def _readable(call: Call, value: str) -> str:
    """Return the label of an id such as `measure/cn-1`; other values as they are."""
    kind, slash, local = value.removeprefix(ids.ID).partition("/")
    iri = ids.iri(kind, local) if slash and " " not in value else ""
    return call.facts.label(iri) if iri and kind in naming.KINDS and call.facts.knows(iri) else value


def choices(call: Call) -> dict[str, list[str]]:
    """Return the names that a field suggests, by the id of its list: what the measures of the store are about."""
    return call.cached("choices", lambda: _choices(call))


def _choices(call: Call) -> dict[str, list[str]]:
    facts = call.facts
    goods: set[str] = set()
    actors: set[str] = set()
    measures = list(facts.of_class("Measure"))
    for iri in measures:
        for prop in ("covers", "mayCover", "coversItem"):
            goods.update(facts.links(iri, prop))
        for prop in ("imposedBy", "targets"):
            actors.update(facts.links(iri, prop))
    agreements = list(facts.of_class("Agreement"))
    for iri in agreements:
        actors.update(facts.links(iri, "party"))
    actors |= {facts.state(one) for one in actors}
    return {
        "list-material": sorted({facts.label(one) for one in goods}),
        "list-actor": sorted({facts.label(one) for one in actors}),
        "list-measure": sorted({facts.label(one) for one in measures}),
        "list-agreement": sorted({facts.label(one) for one in agreements}),
    }


def table(call: Call, found: Answer) -> dict[str, Any]:
    """Return the rows as a table: columns with their names, cells as the template shows them, passages."""
    columns = [name for name in found.question.columns if name not in _MERGED]
    if "certainty" in columns:  # what is asked first stands first
        columns = ["status", "label", *(name for name in columns if name not in ("status", "label"))]
        columns = [name for name in columns if name != "kind"]
    columns = list(dict.fromkeys(name for name in columns if name in found.question.columns))
    filled = [name for name in columns if any(row.values.get(name) not in (None, "") for row in found.rows)]
    return {
        "quotes": "quote" in found.question.columns,  # asked for: they stand open
        "columns": [(name, _title(found.question, name)) for name in filled],
        "rows": [_row(call, row, filled) for row in found.rows],
    }


def _title(question: Question, column: str) -> str:
    """Return the heading of a column."""
    if column == "label":
        kinds = ("measure", "agreement", "meeting")
        return next((kind for kind in kinds if kind in question.name), "name").capitalize()
    return _NAMES.get(column, concept(column)).capitalize()


def _row(call: Call, row: Row, columns: list[str]) -> dict[str, Any]:
    values = row.values
    measure = str(values.get("measure") or "")
    label = str(values.get("label") or "")
    target = measure or naming.labelled(call.store, label, "measure") or naming.labelled(call.store, label, "agreement")
    return {
        "cells": [(name, _NAMES.get(name, concept(name)).capitalize(), values.get(name)) for name in columns],
        "page": links.page(target, **call.when.query) if target else "",
        "kind": values.get("kind"),
        "reason": values.get("reason") or "",
        "evidence": passages.said(call.facts, row.evidence),
        "against": passages.said(call.facts, row.against),
    }


def _address(call: Call, **more: object) -> str:
    given = {name: call.query.get(name, "") for name in ("q", "question", "on", "known_by", *SLOT_KINDS, *DAY_SLOTS)}
    return links.address(
        "/ask", **{f"{name}_" if name == "from" else name: value for name, value in given.items()}, **more
    )


def topics() -> list[tuple[str, list[Question]]]:
    """Return the stored questions by what they are about."""
    groups = {
        "Measures": ("measure", "changes", "due", "listings", "materials-of", "contested"),
        "Promises and agreements": ("promise", "open-", "kept-", "agreements", "meetings"),
        "Sources, figures and effects": ("",),
    }
    left = list(questions.catalogue().values())
    out = []
    for title, starts in groups.items():
        fits = [one for one in left if one.name.startswith(starts)]
        left = [one for one in left if one not in fits]
        out.append((title, fits))
    return out


def catalogue(call: Call) -> Response:
    """Return the page of all stored questions."""
    return render(call, "questions.html", active="Ask", groups=topics())


def download(found: Answer, form: str) -> Response:
    """Return an answer as a file for a spreadsheet (csv) or a program (json).

    Raises: UsageError where the format is unknown.
    """
    headers = {"content-disposition": f'attachment; filename="{found.question.name}-{found.on}.{form}"'}
    if form == "json":
        return JSONResponse(found.to_json(), headers=headers)
    if form != "csv":
        raise UsageError(f"the format “{form}” is unknown: use csv or json")
    stream = io.StringIO()
    writer = csv.writer(stream)
    columns = [*found.question.columns, "evidence", "against"]
    writer.writerow(dict.fromkeys(columns))
    for row in found.rows:
        said = {"evidence": _quotes(row.evidence), "against": _quotes(row.against)}
        writer.writerow([_cell({**row.values, **said}.get(name)) for name in dict.fromkeys(columns)])
    return Response("\ufeff" + stream.getvalue(), media_type="text/csv; charset=utf-8", headers=headers)


def _quotes(found: Iterable[Evidence]) -> str:
    """Return passages as one cell."""
    return " | ".join(f"{one.published} {one.publisher or one.document}: {one.quote}" for one in found)


def _cell(value: object) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text
