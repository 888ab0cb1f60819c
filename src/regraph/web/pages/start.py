"""The start page: one question, what is in force today, what changed lately, what is contested, what is due."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from typing import Any, Final

from pyoxigraph import NamedNode
from starlette.responses import Response

from regraph import sparql, terms
from regraph.timeline import world
from regraph.web.pages import links, rows
from regraph.web.pages.call import Call
from regraph.web.pages.facts import Named
from regraph.web.pages.rendering import render
from regraph.web.pages.rows import MeasureRow
from regraph.web.pages.wording import CERTAINTY

EXAMPLES: Final = (
    "which measures on samarium are in force",
    "what does China restrict",
    "which promises are still open",
    "which agreements are there between China and the United States",
)
_LATELY: Final = dt.timedelta(days=75)  # before the newest publication
_SOON: Final = dt.timedelta(days=90)
_SHOWN: Final = 8
_STATES: Final = 8
_CONTRADICTED: Final = NamedNode(terms.rg("contradictedBy"))
_NEWEST: Final = "SELECT (MAX(?latest) AS ?day) { ?document rg:publishedLatest ?latest }"


@dataclass(frozen=True, slots=True, kw_only=True)
class Imposer:
    """A state with how many of its measures are in force, by certainty."""

    state: Named
    count: int
    parts: tuple[tuple[str, float, float], ...]  # certainty, where it begins and how wide it is, in per cent
    told: str
    page: str


def start(call: Call) -> Response:
    """Return the start page."""
    return render(call, "start.html", **call.cached("start", lambda: context(call)))


def context(call: Call) -> dict[str, Any]:
    """Return what the start page shows, all of it of today and by all that is known."""
    found = rows.all_rows(call)
    counts = Counter(row.span.status for row in found if row.span)
    return {
        "examples": [(text, links.address("/ask", q=text)) for text in EXAMPLES],
        "counts": [(name, counts[name]) for name in ("in_force", "suspended", "announced", "ended")],
        "imposers": imposers(found)[:_STATES],
        "changes": changes(call)[:_SHOWN],
        "since": since(call),
        "updated": newest(call),
        "documents": len(call.facts.instances(terms.rg("Document"))),
        "contested": contested(call)[:_SHOWN],
        "contested_count": len(contested(call)),
        "due": due(found, call.today)[:_SHOWN],
        "soon": call.today + _SOON,
    }


def imposers(found: list[MeasureRow]) -> list[Imposer]:
    """Return the states that impose what is in force, those with the most first."""
    counted: dict[Named, Counter[str]] = {}
    for row in found:
        if row.span and row.span.status == "in_force":
            for state in row.states:
                counted.setdefault(state, Counter())[row.span.certainty] += 1
    most = max((sum(one.values()) for one in counted.values()), default=1)
    out = []
    for state, certain in sorted(counted.items(), key=lambda pair: (-sum(pair[1].values()), pair[0].label)):
        left, parts = 0.0, []
        for name in CERTAINTY:
            if certain[name]:
                wide = round(100 * certain[name] / most, 2)
                parts.append((name, round(left, 2), wide))
                left += wide
        out.append(
            Imposer(
                state=state,
                count=sum(certain.values()),
                parts=tuple(parts),
                told=", ".join(f"{certain[name]} {name}" for name in CERTAINTY if certain[name]),
                page=links.address("/measures", by=state.name, status="in_force"),
            )
        )
    return out


def newest(call: Call) -> dt.date:
    """Return the day of the newest publication in the store; today where no document has one."""
    rows = call.cached("newest", lambda: sparql.solutions(call.store.engine, _NEWEST))
    return dt.date.fromisoformat(rows[0]["day"].value) if rows and "day" in rows[0] else call.today


def since(call: Call) -> dt.date:
    """Return from which day on a change is a late one: some weeks before the newest publication."""
    return newest(call) - _LATELY


def changes(call: Call) -> list[dict[str, Any]]:
    """Return the changes of status since then, the newest first."""
    found = world(rows.all_bars(call), since(call), max(newest(call), call.today))
    return [
        {
            "day": one.day,
            "title": one.title,
            "page": links.page(one.measure),
            "before": one.before,
            "after": one.after,
        }
        for one in reversed(found)
    ]


def contested(call: Call) -> list[dict[str, Any]]:
    """Return what sources contradict each other about, today, with how many passages speak for it and against."""
    return call.cached("contested", lambda: _contested(call))


def _contested(call: Call) -> list[dict[str, Any]]:
    """The stored question `contested` gives the same; the bars are there already."""
    against = Counter(
        quad.subject.value
        for quad in call.store.match(None, _CONTRADICTED, None)
        if isinstance(quad.subject, NamedNode)
    )
    found = [
        {
            "label": bar.label,
            "page": links.page(bar.measure),
            "status": span.status,
            "certainty": span.certainty,
            "evidence": len(call.facts.links(span.phase, "basedOn")),
            "against": against[span.phase],
            "order": (bar.label, bar.measure, span.phase),
        }
        for bar in rows.all_bars(call)
        for span in bar.spans
        if span.holds_on(call.today) and (span.certainty == "contested" or against[span.phase])
    ]
    return sorted(found, key=lambda one: one["order"])


def due(found: list[MeasureRow], today: dt.date) -> list[MeasureRow]:
    """Return what changes by its term soon, the nearest first."""
    last = (today + _SOON).isoformat()
    return sorted((row for row in found if row.due and row.due[:10] <= last), key=lambda row: (row.due, row.title))
