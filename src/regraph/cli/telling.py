"""An explanation in, its chain for a person out: status, events, promises, what was known when, with the passages.

A passage is shown whole where it is first needed; afterwards only its place is told.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, Final

from regraph import dates, ids
from regraph.cli import output
from regraph.explaining import Explanation, Step, to_json
from regraph.questions import Evidence

_INDENT: Final = 4
_SOLID: Final = 0.5  # claims of less confidence never make an answer certain
_AROUND: Final = 200  # characters of a passage shown before and after the quote


def print_explanation(found: Explanation, *, as_json: bool) -> None:
    """Print an explanation as JSON or as an indented chain with the quotes highlighted in their passages."""
    if as_json:
        output.print_json(to_json(found))
        return
    teller = _Teller(found)
    teller.line((found.label, "bold"))
    teller.line((found.iri, "dim"))
    measure = found.iri.startswith(ids.iri("measure", ""))
    known = "" if found.known_by.year == dt.MAXYEAR else f", as known by {found.known_by}"
    if measure:
        teller.heading(f"On {found.on}{known}" + ("" if found.phases else ": nothing known"))
    for step in found.phases:
        teller.phase(step)
    if found.events:
        teller.heading("Events" if measure else "What it rests on")
    for step in found.events:
        teller.event(step)
    if found.promises:
        teller.heading("Promises about it" if measure else "What rests on it")
    for step in found.promises:
        teller.promise(step)
    if len(found.knowledge) > 1:
        teller.heading(f"What was known when about {found.on}")
        for row in sorted(found.knowledge, key=lambda row: (row.get("known_from") or "", str(row.get("only_for")))):
            teller.knowledge(row)


class _Teller:
    """Prints the parts of one explanation, each passage whole but once."""

    def __init__(self, found: Explanation) -> None:
        self.passages = found.passages
        self.shown: set[str] = set()
        self.screen = output.console()

    def line(self, *parts: tuple[str, str], indent: int = 0) -> None:
        from rich.padding import Padding
        from rich.text import Text

        text = Text.assemble(*((output.clean(part), style) for part, style in parts))
        self.screen.print(Padding(text, (0, 0, 0, indent), expand=False) if indent else text)

    def heading(self, title: str) -> None:
        self.screen.print()
        self.line((title, "bold"))

    def phase(self, step: Step) -> None:
        told = step.what
        days = f"{told.get('valid_from') or '…'} to {_before(told.get('valid_until'))}"
        only = f" · only for {told['only_for']}" if told.get("only_for") else ""
        status = output.styled("status", told["status"])
        certainty = output.styled("certainty", told["certainty"])
        self.line(
            ("• ", ""), (status.plain, str(status.style)), (", ", ""), (certainty.plain, str(certainty.style)),
            (f" · {days}{only}", "dim"), indent=2,
        )  # fmt: skip
        self.line((str(told["reason"]), ""), indent=_INDENT)
        self.evidence(step)
        if step.settle:
            self.line(("Would settle it: ", "bold"), (f"{step.settle} (regraph add FILE)", ""), indent=_INDENT)

    def event(self, step: Step) -> None:
        told = step.what
        if "action" not in told:
            notes = [f"{name} {told[name]}" for name in ("rule", "confidence") if told.get(name) not in (None, "")]
            if notes:
                self.line(("• ", ""), (" · ".join(notes), "dim"), indent=2)
        else:
            until = f" until {told['until']}" if told.get("until") else ""
            known = told.get("known_from")
            day = told.get("date") or "on an unknown day"
            parts = [told["standing"], f"told since {known}" if known and known != day else ""]
            if step.evidence and max(one.confidence for one in step.evidence) < _SOLID:
                parts.append("unverified")
            if told["modality"] != "fact":
                parts.insert(0, f"only {told['modality']}")
            self.line(
                ("• ", ""), (f"{day}  ", "cyan"), (f"{told['action']}{until}", "bold"),
                ("".join(f" · {part}" for part in parts if part), "dim"), indent=2,
            )  # fmt: skip
        self.evidence(step)

    def promise(self, step: Step) -> None:
        told = step.what
        date = f"{told['date']}  " if told.get("date") else ""
        label = str(told.get("promise") or told.get("label") or "")
        self.line(("• ", ""), (date, "cyan"), (label, "bold"), (f"  {_short(told['it'])}", "dim"), indent=2)
        if "promise" in told:
            kept = told.get("kept")
            self.line((f"kept: {kept}" if kept else "no source has seen it kept", ""), indent=_INDENT)
        self.evidence(step)

    def knowledge(self, row: Mapping[str, Any]) -> None:
        since = f"from {row['known_from']}" if row.get("known_from") else "from an undated source"
        only = f" ({row['only_for']})" if row.get("only_for") else ""
        status = str(row["status"]).replace("_", " ")
        self.line((f"{since}  ", "cyan"), (f"{status}, {row['certainty']}{only}", "bold"), indent=2)
        self.line((str(row["reason"]), "dim"), indent=_INDENT)

    def evidence(self, step: Step) -> None:
        self.group("▸ ", "green", step.evidence)
        if step.against:
            self.line(("Against it:", "red"), indent=_INDENT)
        self.group("✗ ", "red", step.against)

    def group(self, mark: str, style: str, group: Sequence[Evidence]) -> None:
        for one in group:
            doubt = "" if one.modality == "fact" else f" [{one.modality}]"
            place = f"{one.document} {one.start}–{one.end}"
            where = ", ".join(part for part in (one.publisher, one.published, place) if part) + doubt
            if one.claim in self.shown:
                self.line((mark, style), (f"as above: {where}", "dim"), indent=_INDENT)
                continue
            self.shown.add(one.claim)
            before, quote, after = self.passages.get(one.claim, ("", one.quote, ""))
            self.line(
                (mark, style), (_tail(before), "dim"), (f"«{quote}»", "bold"), (_head(after), "dim"),
                (f" — {where}", "dim"), indent=_INDENT,
            )  # fmt: skip


def _head(text: str) -> str:
    text = text.rstrip()
    return text if len(text) <= _AROUND else text[:_AROUND].rsplit(" ", 1)[0] + " …"


def _tail(text: str) -> str:
    text = text.lstrip()
    return text if len(text) <= _AROUND else "… " + text[-_AROUND:].split(" ", 1)[-1]


def _before(day: str | None) -> str:
    """Return the last day of an interval whose end is exclusive."""
    return str(dates.day(day) - dt.timedelta(days=1)) if day else "…"


def _short(iri: object) -> str:
    return str(iri).removeprefix(ids.ID)
