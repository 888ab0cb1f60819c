"""Bars of measures and a window of days in, a chart as the template draws it out: everything in per cent of the width.

Certainty is a pattern, status a colour and a word or its first letter, so that each can be read without the other.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from regraph.timeline import Bar
from regraph.timeline.scale import LETTERS, STATUS_WORDS, Run, runs, ticks
from regraph.web.pages import links
from regraph.web.pages.inputs import When
from regraph.web.pages.wording import day

_THIN: Final = ("ended", "unknown")
_LETTER: Final = 6.2  # mean width of a letter, in pixels
_PHONE: Final = 290  # width of a chart on a narrow screen, in pixels


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """A first day of a month or a year on the axis."""

    at: float  # per cent
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A run of one status and one certainty."""

    left: float  # per cent
    width: float
    status: str
    certainty: str
    told: str
    word: str  # inside the bar, empty where it never fits
    show: str  # "wide" where the word fits on wide screens only
    letter: str
    letter_show: str  # "wide" or "narrow": on which screens the letter stands in for the word
    thin: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One measure in the chart."""

    title: str
    part: str  # the materials it is only for, where it is a part of a measure
    page: str
    state: str
    note: str
    told: str
    runs: tuple[Piece, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """What the template draws."""

    first: dt.date
    last: dt.date
    on: dt.date
    now: float | None  # per cent; None outside the window
    ticks: tuple[Tick, ...]
    rows: tuple[Line, ...]


def chart(bars: Iterable[Bar], first: dt.date, last: dt.date, when: When, *, room: int = 510) -> Chart:
    """Return the chart of bars in a window whose last day is inclusive.

    `room`: how wide it is drawn on a wide screen, in pixels; decides where a word fits.
    """
    scale = _Scale(first, last, room)
    marks = [Tick(at=scale.at(one), label=label) for one, label in ticks(first, last, 10)]
    return Chart(
        first=first,
        last=last,
        on=when.on,
        now=scale.at(when.on) if first <= when.on <= last else None,
        ticks=tuple(one for one in marks if one.at < 94),
        rows=tuple(_line(bar, scale, when) for bar in bars),
    )


class _Scale:
    """Days to per cent of the width."""

    def __init__(self, first: dt.date, last: dt.date, room: int) -> None:
        self.first, self.last, self.room = first, last, room
        self._days = (last - first).days + 1

    def fits(self, text: str, wide: float, room: int = 0) -> bool:
        """Whether a text fits into so many per cent of the width."""
        return wide * (room or self.room) / 100 >= len(text) * _LETTER + 10

    def at(self, one: dt.date) -> float:
        return round(100 * (one - self.first).days / self._days, 2)


def _line(bar: Bar, scale: _Scale, when: When) -> Line:
    found = runs(bar, scale.first, scale.last)
    span = bar.on(when.on)
    return Line(
        title=bar.title,
        part=f"only {', '.join(bar.only_for)}" if bar.only_for else "all it covers",
        page=links.page(bar.measure, **when.query),
        state=f"{STATUS_WORDS[span.status]}, {span.certainty}" if span else "nothing known",
        note=bar.role if bar.role in ("possibly", "aimed at") else "",
        told=f"{bar.title}: {'; '.join(_days(run) for run in found) or 'nothing in these days'}",
        runs=tuple(_piece(run, scale, told=told) for run, told in zip(found, _told(found), strict=True)),
    )


def _days(run: Run) -> str:
    first = "" if run.open_start else f"from {day(run.first)} "
    last = "" if run.open_end else f"to {day(run.end - dt.timedelta(days=1))} "
    return f"{first}{last}{STATUS_WORDS[run.status]}, {run.certainty}"


def _told(found: list[Run]) -> list[bool]:
    """Return for each run whether the one before it has told its status already."""
    return [place > 0 and found[place - 1].status == run.status for place, run in enumerate(found)]


def _piece(run: Run, scale: _Scale, *, told: bool) -> Piece:
    left = scale.at(run.first)
    wide = max(0.3, round(min(scale.at(run.end), 100.0) - left, 2))
    thin = run.status in _THIN
    bare = thin or told  # nothing is written in it
    word, letter = STATUS_WORDS[run.status], LETTERS[run.status]
    fits = {"": scale.fits(word, wide, _PHONE), "wide": scale.fits(word, wide)}
    show = next((name for name, enough in fits.items() if enough), None)
    return Piece(
        left=left,
        width=wide,
        status=run.status,
        certainty=run.certainty,
        told=f"{_days(run)}. {' '.join(dict.fromkeys(run.reasons))}",
        word=word if show is not None and not bare else "",
        show=show or "",
        letter=letter if show != "" and not bare and scale.fits("", wide, _PHONE if show else 0) else "",
        letter_show="narrow" if show == "wide" else "wide",
        thin=thin,
    )
