"""Timelines, differences and findings in, what a person or a program reads out."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any, Final

from pyoxigraph import NamedNode

from regraph import quality, terms
from regraph.cli import output
from regraph.cli.answering import passage
from regraph.cli.options import day, today
from regraph.errors import UsageError
from regraph.questions import Evidence, evidence_of
from regraph.questions.finding import resolve
from regraph.store import Store
from regraph.timeline import END_OF_TIME, Bar, Difference, Span, Timeline, bars_of, learned, world
from regraph.timeline.scale import STATUS_WORDS

_ENDINGS: Final = (".svg", ".html", ".json")
_BASED_ON: Final = NamedNode(terms.rg("basedOn"))
_SHOWN: Final = 2  # passages of one difference


def draw(found: Timeline, out: Path | None, *, as_json: bool) -> None:
    """Draw a timeline: a chart for a person, TSV for a pipe, JSON, or a file by its ending.

    Raises: UsageError where the ending is unknown.
    """
    if out is None and not as_json:
        if output.is_terminal():
            from regraph.cli.charting import print_timeline

            print_timeline(found)
        else:
            output.print_rows(_COLUMNS, _rows(found), table=False)
        return
    ending = out.suffix.lower() if out and not as_json else ".json"
    if ending not in _ENDINGS:
        raise UsageError(f"{out} has no ending that tells its format: use one of {', '.join(_ENDINGS)}")
    with output.target(out) as stream:
        stream.write(_file(found, ending).encode())


_COLUMNS: Final = ["label", "only_for", "role", "from", "until", "status", "certainty", "reason", "measure"]


def _rows(found: Timeline) -> list[dict[str, Any]]:
    return [
        {
            "label": bar.label,
            "only_for": ", ".join(bar.only_for),
            "role": bar.role,
            "measure": bar.name,
            **span.to_json(),
        }
        for bar in found.bars
        for span in bar.spans
    ]


def _file(found: Timeline, ending: str) -> str:
    if ending == ".svg":
        from regraph.timeline.svg import svg

        return svg(found)
    if ending == ".html":
        from regraph.timeline.html import html

        return html(found)
    import json

    return json.dumps(found.to_json(), ensure_ascii=False, indent=2) + "\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """What differs between two days, of the world or of knowledge."""

    title: str
    first: dt.date
    last: dt.date
    on: dt.date | None  # None: the world was compared
    known_by: dt.date
    differences: tuple[Difference, ...]


def compare(
    store: Store, on: str | None, known_by: str | None, *, material: str | None = None, actor: str | None = None
) -> Compared:
    """Compare two days of the world (`on` is "A..B") or of knowledge (`known_by` is "A..B").

    Raises: UsageError where neither or both are two days, or they run backwards.
    """
    days, known = _pair(on, "--on"), _pair(known_by, "--known-by")
    if (len(days) == 2) == (len(known) == 2):
        raise UsageError("give two days to --on (what changed) or two to --known-by (what was learned), not to both")
    if len(days) == 2:
        until = known[0] if known else END_OF_TIME
        found = world(_bars(store, until, material, actor), days[0], days[1])
        told = f"what changed after {days[0]} and up to {days[1]}" + (f", as known by {until}" if known else "")
        return Compared(title=told, first=days[0], last=days[1], on=None, known_by=until, differences=found)
    when = days[0] if days else today()
    before, after = (_bars(store, one, material, actor) for one in known)
    told = f"what was learned of {when} after {known[0]} and up to {known[1]}"
    found = learned(before, after, when)
    return Compared(title=told, first=known[0], last=known[1], on=when, known_by=known[1], differences=found)


def _pair(text: str | None, option: str) -> list[dt.date]:
    days = [one for part in (text or "").split("..") if part and (one := day(part, option))]
    if len(days) == 2 and days[0] >= days[1]:
        raise UsageError(f"{option} {days[0]} {days[1]} runs backwards: give the earlier day first")
    return days[:2]


def _bars(store: Store, known_by: dt.date, material: str | None, actor: str | None) -> list[Bar]:
    """Return all bars, or those of the measures on a material and by or against an actor."""
    named = [resolve(store, name).iri for name in (material, actor) if name]
    if not named:
        return list(bars_of(store, known_by=known_by))
    found = [bars_of(store, iri, known_by=known_by) for iri in named]
    both = set.intersection(*({bar.measure for bar in bars} for bars in found))
    return [bar for bar in found[0] if bar.measure in both]


def print_differences(store: Store, found: Compared, *, as_json: bool) -> None:
    """Print differences with the passages that tell of what holds now."""
    said = {id(one): _evidence(store, one.after, found.known_by) for one in found.differences}
    if as_json:
        output.print_json({
            "compared": "world" if found.on is None else "knowledge",
            "first": found.first.isoformat(),
            "last": found.last.isoformat(),
            "on": found.on.isoformat() if found.on else None,
            "known_by": None if found.known_by == END_OF_TIME else found.known_by.isoformat(),
            "differences": [
                {**one.to_json(), "evidence": [passage.to_json() for passage in said[id(one)]]}
                for one in found.differences
            ],
        })  # fmt: skip
        return
    if not output.is_terminal():
        columns = ["day", "label", "before", "after", "reason", "measure", "document"]
        output.print_rows(columns, [_row(one, said[id(one)]) for one in found.differences], table=False)
        return
    output.note(found.title)
    for one in found.differences:
        _print_difference(one, said[id(one)])


def _evidence(store: Store, span: Span | None, known_by: dt.date) -> tuple[Evidence, ...]:
    if span is None:
        return ()
    claims = [str(quad.object).strip("<>") for quad in store.match(NamedNode(span.phase), _BASED_ON)]
    return evidence_of(store, claims, known_by)


def _state(span: Span | None) -> str:
    return f"{STATUS_WORDS[span.status]}, {span.certainty}" if span else "nothing known"


def _row(one: Difference, said: Sequence[Evidence]) -> dict[str, Any]:
    return {
        "day": one.day,
        "label": one.title,
        "before": _state(one.before),
        "after": _state(one.after),
        "reason": one.after.reason if one.after else "",
        "measure": one.measure.rpartition("/")[2],
        "document": said[0].document if said else "",
    }


def _print_difference(one: Difference, said: Sequence[Evidence]) -> None:
    from rich.padding import Padding
    from rich.text import Text

    screen = output.console()
    screen.print(Text.assemble((f"{one.day}  " if one.day else "", "cyan"), (output.clean(one.title), "bold")))
    states = Text("    ")
    for place, span in enumerate((one.before, one.after)):
        states.append(" → " if place else "")
        states.append_text(output.styled("status", span.status) if span else Text("nothing known", style="dim"))
        states.append(f", {span.certainty}" if span else "")
    screen.print(states)
    if one.after:
        screen.print(Padding(Text(output.clean(one.after.reason), style="dim"), (0, 0, 0, 4)))
    for found in said[:_SHOWN]:
        screen.print(passage(found, "says"))
    screen.print()


def print_findings(found: Sequence[quality.Finding], *, as_json: bool) -> None:
    """Print findings by rule, each with the command that would settle it."""
    if as_json:
        output.print_json([one.to_json() for one in found])
        return
    if not output.is_terminal():
        columns = ["rule", "label", "detail", "settle", "thing"]
        output.print_rows(columns, [one.to_json() for one in found], table=False)
        return
    from rich.padding import Padding
    from rich.text import Text

    screen = output.console()
    for name, group in groupby(found, key=lambda one: one.rule):
        listed = list(group)
        screen.print(Text.assemble((name, "bold"), (f" ({len(listed)})  {quality.rules()[name].description}", "dim")))
        for one in listed:
            screen.print(Text.assemble("  • ", output.clean(one.label)))
            detail = output.clean(one.detail)
            if detail:
                screen.print(Padding(Text(detail, style="dim"), (0, 0, 0, 4)))
            command, _, hint = one.settle.partition("  # ")
            screen.print(Text(f"    $ {command}", style="green"), soft_wrap=True)  # whole, so that it can be copied
            if hint:
                screen.print(Padding(Text(hint, style="dim"), (0, 0, 0, 6)))
        screen.print()
    output.note(f"{len(found)} findings" if found else "nothing to look at")
