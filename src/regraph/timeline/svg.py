"""A timeline in, one SVG picture out: a bar a measure, status by colour and word, certainty by hatching.

No script, no font of its own, text stays text. Hatching stands in a mask, so one pattern serves every colour.
"""

import datetime as dt
from collections.abc import Iterator
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from regraph.timeline.bars import Bar, Timeline
from regraph.timeline.scale import CERTAINTIES, LETTERS, STATUS_WORDS, Run, heading, runs, state, ticks

COLOURS: Final = {
    "announced": "#6d4c9f",
    "in_force": "#0b5fa5",
    "suspended": "#b86e00",
    "ended": "#7b848e",
    "unknown": "#7b848e",
}
_LIGHT: Final = {"certain": 1.0, "presumed": 0.62, "possible": 0.9, "contested": 1.0}
_MASKS: Final = {"possible": "hatched", "contested": "crossed"}
_INK: Final = "#1b1f24"
_QUIET: Final = "#57606a"
_LINE: Final = "#d0d7de"
_TODAY: Final = "#c4122f"
_WIDTH: Final = 1120.0
_LEFT: Final = 24.0
_TOP: Final = 84.0
_ROW: Final = 42.0
_THICK: Final = 16.0
_LETTER: Final = 0.56  # mean width of a letter, in font sizes
_CONTROL: Final = dict.fromkeys((*range(32), 127, *range(128, 160)), " ")


def svg(found: Timeline) -> str:
    """Return the picture as the text of an SVG file."""
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + picture(found)


def picture(found: Timeline) -> str:
    """Return the picture as one `svg` element."""
    bottom = _TOP + len(found.bars) * _ROW + 8
    height = bottom + 74
    out = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH:.0f} {height:.0f}" width="{_WIDTH:.0f}" '
            f'height="{height:.0f}" role="img" aria-labelledby="title desc" '
            'font-family="Helvetica, Arial, sans-serif" font-size="13">'
        ),
        f'<title id="title">Timeline: {text(found.label)}</title>',
        f'<desc id="desc">{text(description(found))}</desc>',
        _masks(),
        '<rect width="100%" height="100%" fill="#ffffff"/>',
        f'<text x="{_LEFT}" y="32" font-size="19" font-weight="bold" fill="{_INK}">{text(found.label)}</text>',
        f'<text x="{_LEFT}" y="52" fill="{_QUIET}">{text(heading(found))}</text>',
        *_axis(found, bottom),
        *(part for row, bar in enumerate(found.bars) for part in _bar(found, bar, _TOP + row * _ROW)),
        *_marked(found, bottom),
        *_legend(bottom + 30),
        "</svg>",
    ]
    return "\n".join(out) + "\n"


def description(found: Timeline) -> str:
    """Return the picture in words: what holds of each measure on the marked day."""
    told = "; ".join(f"{bar.title}: {state(found, bar)}" for bar in found.bars)
    return f"{heading(found)}. {told or 'No measure in this window'}."


def text(value: str) -> str:
    """Return text safe for XML: no control characters, `<`, `>` and `&` escaped."""
    return escape(value.translate(_CONTROL))


def _masks() -> str:
    return (
        '<defs><pattern id="stripes" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        '<rect width="7" height="7" fill="#ffffff" fill-opacity="0.22"/><rect width="3" height="7" fill="#ffffff"/>'
        '</pattern><pattern id="crosses" width="7" height="7" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)"><rect width="7" height="7" fill="#ffffff" fill-opacity="0.35"/>'
        '<path d="M0 0H7M0 0V7" stroke="#ffffff" stroke-width="4"/></pattern>'
        '<mask id="hatched" maskContentUnits="userSpaceOnUse"><rect width="100%" height="100%" fill="url(#stripes)"/>'
        '</mask><mask id="crossed" maskContentUnits="userSpaceOnUse"><rect width="100%" height="100%" '
        'fill="url(#crosses)"/></mask></defs>'
    )


def _x(found: Timeline, day: dt.date) -> float:
    share = (day - found.first).days / max((found.last - found.first).days + 1, 1)
    return _LEFT + share * (_WIDTH - 2 * _LEFT)


def _axis(found: Timeline, bottom: float) -> Iterator[str]:
    for day, label in ticks(found.first, found.last, 12):
        x = _x(found, day)
        yield f'<path d="M{x:.1f} {_TOP - 12:.0f}V{bottom:.0f}" stroke="{_LINE}"/>'
        if x < _WIDTH - 70:
            yield f'<text x="{x + 3:.1f}" y="{_TOP - 4:.0f}" font-size="11" fill="{_QUIET}">{label}</text>'


def _bar(found: Timeline, bar: Bar, top: float) -> Iterator[str]:
    told = bar.title + (f" · {bar.role}" if bar.role in ("possibly", "aimed at") else "")
    right = f'<tspan fill="{_QUIET}">\u00a0— {text(state(found, bar))}</tspan>'
    room = int((_WIDTH - 2 * _LEFT) / (13 * _LETTER)) - len(state(found, bar)) - 3
    short = told if len(told) <= room else told[: room - 1] + "…"
    yield (
        f'<text x="{_LEFT}" y="{top + 14:.0f}" fill="{_INK}" stroke="#ffffff" stroke-width="3" paint-order="stroke">'
        f"{text(short)}{right}</text>"
    )
    mark = _x(found, found.on)
    for run in runs(bar, found.first, found.last):
        yield _run(run, (_x(found, run.first), _x(found, run.end)), top + 20, mark)


def _run(run: Run, ends: tuple[float, float], top: float, mark: float) -> str:
    """A run with its word; `mark` is where the line of the marked day will cross it."""
    left, wide = ends[0], max(ends[1] - ends[0], 1.2)
    word = STATUS_WORDS[run.status]
    thick = 5.0 if run.status in ("ended", "unknown") else _THICK
    lower = (_THICK - thick) / 2
    days = f"{'' if run.open_start else run.first}/{'' if run.open_end else run.end - dt.timedelta(days=1)}"
    title = f"{days}: {word}, {run.certainty}. {' '.join(dict.fromkeys(run.reasons))}"
    mask = f' mask="url(#{_MASKS[run.certainty]})"' if run.certainty in _MASKS else ""
    shape = (
        f'<rect x="{left:.1f}" y="{top + lower:.1f}" width="{wide:.1f}" height="{thick:.0f}" '
        f'fill="{COLOURS[run.status]}" fill-opacity="{_LIGHT[run.certainty]}"{mask}/>'
    )
    edge = (
        f'<rect x="{left:.1f}" y="{top + lower:.1f}" width="{wide:.1f}" height="{thick:.0f}" fill="none" '
        f'stroke="{COLOURS[run.status]}"/>'
        if wide > 3 and thick > 8
        else ""
    )
    # the grid does not shine through
    under = f'<rect x="{left:.1f}" y="{top:.1f}" width="{wide:.1f}" height="{_THICK:.0f}" fill="#ffffff"/>'
    fits = _fitting(run, left, wide, mark)
    return f"<g><title>{text(title)}</title>{under if thick > 8 else ''}{shape}{edge}{_word(run, fits, top)}</g>"


def _fitting(run: Run, left: float, wide: float, mark: float) -> tuple[str, float]:
    """What is written in a run, and where: the word where there is room, else its first letter, else nothing.

    Left or right of the line of the marked day, never across it.
    """
    if run.status in ("ended", "unknown"):
        return "", left
    for one in (STATUS_WORDS[run.status], LETTERS[run.status]):
        long = len(one) * 11 * _LETTER + 5
        starts = (left + 5, *([mark + 5] if left < mark < left + wide else []))
        for x in starts:
            if x + long < left + wide and not (x - 3 < mark < x + long):
                return one, x
    return "", left


def _word(run: Run, fits: tuple[str, float], top: float) -> str:
    told, x = fits
    if not told:
        return ""
    halo = ' stroke="#ffffff" stroke-width="3" paint-order="stroke"' if run.certainty in _MASKS else ""
    ink = 'fill="#ffffff"' if run.certainty == "certain" else f'fill="{_INK}"{halo}'
    return f'<text x="{x:.1f}" y="{top + 12:.1f}" font-size="11" {ink}>{told}</text>'


def _marked(found: Timeline, bottom: float) -> Iterator[str]:
    if not found.first <= found.on <= found.last:
        return
    x = _x(found, found.on)
    yield (
        f'<path d="M{x:.1f} {_TOP - 12:.0f}V{bottom:.0f}" stroke="{_TODAY}" stroke-width="1.5" stroke-dasharray="4 3"/>'
    )
    anchor, shift = ("end", -4) if x > _WIDTH - 110 else ("start", 4)
    yield (
        f'<text x="{x + shift:.1f}" y="{bottom + 12:.0f}" font-size="11" text-anchor="{anchor}" fill="{_TODAY}">'
        f"{found.on}</text>"
    )


def _legend(top: float) -> Iterator[str]:
    x = _LEFT
    for status, word in STATUS_WORDS.items():
        if status == "unknown":
            continue
        thick = 5 if status == "ended" else 12
        yield (
            f'<rect x="{x:.0f}" y="{top + (12 - thick) / 2:.0f}" width="28" height="{thick}" fill="{COLOURS[status]}"/>'
            f'<text x="{x + 34:.0f}" y="{top + 10:.0f}" fill="{_INK}">{word}</text>'
        )
        if thick > 8:  # the letter that stands in a bar too short for the word
            yield f'<text x="{x + 10:.0f}" y="{top + 10:.0f}" font-size="10" fill="#ffffff">{LETTERS[status]}</text>'
        x += 130
    x += 30
    for certainty in CERTAINTIES:
        mask = f" mask={quoteattr(f'url(#{_MASKS[certainty]})')}" if certainty in _MASKS else ""
        yield (
            f'<rect x="{x:.0f}" y="{top:.0f}" width="28" height="12" fill="{COLOURS["in_force"]}" '
            f'fill-opacity="{_LIGHT[certainty]}"{mask}/>'
            f'<rect x="{x:.0f}" y="{top:.0f}" width="28" height="12" fill="none" stroke="{COLOURS["in_force"]}"/>'
            f'<text x="{x + 34:.0f}" y="{top + 10:.0f}" fill="{_INK}">{certainty}</text>'
        )
        x += 120
