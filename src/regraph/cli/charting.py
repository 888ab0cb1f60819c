"""A timeline in, a bar chart for the terminal out: as wide as it is, readable without colour."""

import datetime as dt
from typing import Any, Final

from regraph.cli import output
from regraph.timeline import Bar, Timeline
from regraph.timeline.scale import CERTAINTIES, LETTERS, STATUS_WORDS, heading, runs, state, ticks

_FILL: Final = {"certain": "█", "presumed": "▓", "possible": "░", "contested": "╳"}
_STYLES: Final = {"announced": "magenta", "in_force": "blue", "suspended": "yellow", "ended": "dim", "unknown": "dim"}
_AGAIN: Final = 10  # a letter every so many cells, so that a long run needs no looking back
_WIDEST: Final = 160
_LEAST: Final = 40


def print_timeline(found: Timeline) -> None:
    """Print the chart: a line of words and a line of cells a measure, the day marked, a legend below."""
    from rich.text import Text

    screen = output.console()
    width = max(_LEAST, min(screen.width, _WIDEST))
    _line(screen, Text(output.clean(found.label), style="bold"))
    _line(screen, Text(heading(found), style="dim"))
    if not found.bars:
        _line(screen, Text("no measure in this window"))
        return
    axis = _axis(found, width)
    _line(screen, Text(axis, style="dim"))
    mark = _column(found, found.on, width)
    if mark is not None:
        _line(screen, Text(" " * mark + "▼", style="red"))
    for bar in found.bars:
        _line(screen, _words(found, bar, width))
        _line(screen, _cells(found, bar, width, mark))
    if mark is not None:
        label = f"{found.on}"
        shift = mark - len(label) if mark + len(label) + 2 > width else mark + 2
        row = f"{' ' * mark}▲ {label}" if shift > mark else f"{' ' * (shift - 1)}{label} ▲"
        _line(screen, Text(row, style="red"))
    _legend(screen)


def _line(screen: Any, line: Any) -> None:
    screen.print(line, overflow="fold", no_wrap=False, soft_wrap=True)


def _column(found: Timeline, day: dt.date, width: int) -> int | None:
    """Return the cell of a day, None outside the window."""
    if not found.first <= day <= found.last:
        return None
    return (day - found.first).days * width // ((found.last - found.first).days + 1)


def _axis(found: Timeline, width: int) -> str:
    cells = [" "] * width
    for day, label in ticks(found.first, found.last, max(width // 12, 2)):
        place = _column(found, day, width)
        if place is not None and place + len(label) + 1 <= width:
            cells[place : place + len(label) + 1] = f"╷{label}"
    return "".join(cells).rstrip()


def _words(found: Timeline, bar: Bar, width: int) -> Any:
    from rich.text import Text

    right = state(found, bar)
    left = bar.title + (f" [{bar.role}]" if bar.role in ("possibly", "aimed at") else "")
    room = width - len(right) - 2
    left = output.clean(left if len(left) <= room else left[: room - 1] + "…")
    return Text.assemble((left, ""), " " * (width - len(left) - len(right)), (right, "dim"))


def _cells(found: Timeline, bar: Bar, width: int, mark: int | None) -> Any:
    """Draw the runs of a bar: each begins with the letter of its status, filled by its certainty."""
    from rich.text import Text

    cells = [(" ", "")] * width
    if mark is not None:
        cells[mark] = ("│", "red")
    for run in runs(bar, found.first, found.last):
        first = _column(found, run.first, width) or 0
        last = _column(found, min(run.end - dt.timedelta(days=1), found.last), width)
        final = last if last is not None else width - 1
        fill = "·" if run.status in ("ended", "unknown") else _FILL[run.certainty]
        style = _STYLES[run.status]
        for place in range(first, final + 1):
            letter = (
                place == first or ((place - first) % _AGAIN == 0 and final - place > 1)
                if fill != "·"
                else place == first
            )
            cells[place] = (LETTERS[run.status] if letter else fill, f"bold {style}" if letter else style)
    return Text.assemble(*cells)


def _legend(screen: Any) -> None:
    from rich.text import Text

    letters = "  ".join(f"{LETTERS[status]} {word}" for status, word in STATUS_WORDS.items() if status != "unknown")
    fills = "  ".join(f"{_FILL[certainty]} {certainty}" for certainty in CERTAINTIES)
    for told in (letters, fills):
        _line(screen, Text(told, style="dim"))
