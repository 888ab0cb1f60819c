"""Claims and their measures in, lists and questions for a person out: the work behind `regraph resolve`."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import typer

from regraph import ids, judging
from regraph.cli import output
from regraph.cli.answering import passage
from regraph.errors import UsageError
from regraph.judging import Decided, Member
from regraph.quality import Finding
from regraph.questions.finding import resolve
from regraph.resolve import Judgement
from regraph.resolve.judgements import line
from regraph.store import JUDGEMENTS, Store

_QUOTE: Final = 160  # characters of a quote in a list


def print_measures(rows: Sequence[dict[str, Any]], *, as_json: bool) -> None:
    """Print measures with how many claims and sources tell of them, and the unsure claims below."""
    if as_json:
        output.print_json([{**row, "unsure": [one.to_json() for one in row["unsure"]]} for row in rows])
        return
    columns = ["measure", "label", "claims", "sources", "unsure"]
    output.print_rows(columns, [{**row, "unsure": len(row["unsure"]) or None} for row in rows])
    unsure = [one for row in rows for one in row["unsure"]]
    if unsure and output.is_terminal():
        print_unsure(unsure, as_json=False)


def print_unsure(found: Sequence[Member], *, as_json: bool) -> None:
    """Print the unsure claims: which, to which measure, how well it fits and why, and what fits nearly as well."""
    if as_json:
        output.print_json([one.to_json() for one in found])
        return
    if not output.is_terminal():
        columns = ["claim", "measure", "score", "reason", "runner_up", "document", "quote"]
        output.print_rows(columns, [_row(one) for one in found], table=False)
        return
    for number, one in enumerate(found, 1):
        _print_member(number, one, heading=f"{one.measure_label} ({one.measure})")
    output.note("regraph resolve review asks about them one by one" if found else "no claim is unsure")


def print_lost(found: Sequence[Finding]) -> None:
    """Say on stderr which decisions name what the store no longer holds, and how each is taken out."""
    for one in found:
        output.note(f"warning: {one.detail}, so it moves nothing: {one.settle}")


def _row(one: Member) -> dict[str, Any]:
    said = one.evidence
    return {
        "claim": one.claim,
        "measure": one.measure,
        "score": one.score,
        "reason": one.reason,
        "unsure": "unsure" if one.unsure else "",
        "runner_up": one.runner_up,
        "only_for": ", ".join(one.only_for),
        "document": said.document if said else "",
        "published": said.published if said else "",
        "quote": said.quote if said else "",
    }


def print_members(iri: str, found: Sequence[Member], *, as_json: bool) -> None:
    """Print the claims of a measure, or the measures of a claim, each with how well it fits and why."""
    if as_json:
        output.print_json([one.to_json() for one in found])
        return
    if not output.is_terminal():
        columns = ["claim", "measure", "score", "reason", "unsure", "runner_up", "only_for", "document", "published"]
        output.print_rows([*columns, "quote"], [_row(one) for one in found], table=False)
        return
    from rich.text import Text

    screen = output.console()
    measures = dict.fromkeys((one.measure, one.measure_label) for one in found)
    if iri.startswith(ids.iri("measure", "")):
        for name, label in measures:
            screen.print(Text.assemble((output.clean(label), "bold"), (f"  {name}", "dim")))
    for number, one in enumerate(found, 1):
        own = iri.startswith(ids.iri("claim", ""))
        _print_member(number, one, heading=f"{one.measure_label} ({one.measure})" if own and one.measure else "")


def _print_member(number: int, one: Member, *, heading: str) -> None:
    from rich.padding import Padding
    from rich.text import Text

    screen = output.console()
    if heading:
        screen.print(Text.assemble((f"{number:>2}. ", "dim"), (output.clean(heading), "bold")))
    first = "    " if heading else f"{number:>2}. "
    doubt = (" · unsure", "yellow") if one.unsure else ""
    fits = f" · {output.clean(one.reason)}"
    screen.print(Text.assemble((first, "dim"), f"claim {one.claim} · {one.score:.2f}", doubt, fits))
    notes = [f"fits nearly as well: {one.runner_up}"] if one.runner_up else []
    notes += [f"only for {', '.join(one.only_for)}"] if one.only_for else []
    for note in notes:
        screen.print(Padding(Text(note, style="dim"), (0, 0, 0, 4)))
    if one.evidence:
        screen.print(passage(one.evidence, "says"))


def decide(place: Path, left: str, right: str, *, same: bool, by: str, note: str, as_json: bool) -> None:
    """Keep a decision, apply it, and say what it moved.

    Raises: NotFoundError or UsageError where the two cannot be decided on.
    """
    with Store.open(place) as looked:
        names = [resolve(looked, name).iri for name in (left, right)]
    with Store.open(place, write=True) as opened:
        done = judging.decide(opened, Judgement(left=names[0], right=names[1], same=same, by=by, note=note))
    if as_json:
        output.print_json({
            "judgements": [line(one) for one in done.judgements],
            "moved": [{"claim": one.claim, "before": list(one.before), "after": list(one.after)} for one in done.moved],
        })  # fmt: skip
    _say(place, done)


def _say(place: Path, done: Decided) -> None:
    for one in done.moved:
        before, after = (", ".join(some) or "no measure" for some in (one.before, one.after))
        output.note(f"claim {one.claim}: {before} → {after}")
    kept = f"{len(done.judgements)} judgement{'' if len(done.judgements) == 1 else 's'}"
    output.note(f"{place / JUDGEMENTS}: {kept} kept, {len(done.moved)} claims moved")


_CHOICES: Final = "y it belongs there · n it does not · o it belongs to the other · s skip · q quit"


def review_doubts(place: Path, *, by: str) -> None:
    """Ask about each unsure claim; the store is locked only while an answer is applied.

    Raises: UsageError where stdin is no terminal.
    """
    if not sys.stdin.isatty():
        raise UsageError(
            "review asks questions, and stdin is no terminal: use `regraph resolve list --unsure`, then merge and split"
        )
    with Store.open(place) as looked:
        waiting = judging.doubts(looked)
    if not waiting:
        output.note("no claim is unsure")
        return
    answered = 0
    for number, one in enumerate(waiting, 1):
        output.note("")
        _print_member(number, one, heading=f"{one.measure_label} ({one.measure})")
        answer = _ask(one)
        if answer == "q":
            break
        if answer == "s":
            continue
        answered += 1
        measure = one.runner_up if answer == "o" and one.runner_up else one.measure
        with Store.open(place, write=True) as opened:
            ends = ids.iri("claim", one.claim), ids.iri("measure", measure)
            _say(place, judging.decide(opened, Judgement(left=ends[0], right=ends[1], same=answer != "n", by=by)))
    output.note(f"{answered} of {len(waiting)} decided")


def _ask(one: Member) -> str:
    allowed = "ynosq" if one.runner_up else "ynsq"
    choices = _CHOICES if one.runner_up else _CHOICES.replace(" · o it belongs to the other", "")
    while True:
        answer: str = typer.prompt(f"    {choices}", default="s", err=True).strip().lower()[:1]
        if answer in allowed:
            return answer
        output.note(f"    answer with one of {', '.join(allowed)}")
