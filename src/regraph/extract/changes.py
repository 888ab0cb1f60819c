"""Figures of a sentence in, what each is an end of out: "from 57 to 47 percent", "fell by 30%"."""

from dataclasses import dataclass
from typing import Final

from regraph.extract.numbers import rounded
from regraph.extract.tokens import Token


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its unit, as token numbers."""

    first: int
    end: int
    value: float
    unit: str = ""
    low: float | None = None


ABOUT: Final = frozenset(
    """
    about around roughly approximately approx approx. nearly almost some circa ca. ca ~ over than least most up
    estimated
    """.split()
)


_FALL: Final = frozenset(
    """
    fall drop decline decrease sink tumble plunge slump shrink dip slide plummet crash ease slip lose down lower
    cut reduce decrease collapse shed retreat contract weaken slash less low halve decline fewer
    """.split()
)


_RISE: Final = frozenset(
    """
    rise climb grow increase gain jump surge soar up leap expand advance rally higher raise more add hike rocket
    spike above boost strengthen double increase
    """.split()
)


_BEFORE_FIGURE: Final = ABOUT | {"a", "the", "an", ","}


def rates_of(tokens: tuple[Token, ...], figures: list[Figure], number: int) -> tuple[float | None, float | None]:
    """Return (from, to) of a percentage that is an end of a change.

    "from 57 to 47 percent" is told by the figure of each end; "to 30% from 145%" too; "by 10 points to 35%" and
    "doubled to 50%" give the end, and the start where it can be reckoned.
    """
    figure = figures[number]
    if figure.unit not in ("%", "pp", ""):
        return None, None
    word = word_before(tokens, figure.first)
    other = _partner(tokens, figures, number)
    if other is not None and "%" in (figure.unit, other.unit):
        if word == "from":
            return figure.value, other.value
        if word in ("to", "at"):
            return other.value, figure.value
    if figure.unit != "%":
        return None, None
    if word == "to":
        step = figures[number - 1] if number else None
        if step is not None and step.unit == "pp" and figure.first - step.end <= 3:
            return rounded(figure.value - _sign(tokens, step.first) * step.value), figure.value
        if step is not None and step.unit == "x" and figure.first - step.end <= 6:
            return rounded(figure.value / step.value), figure.value
        return None, figure.value
    if word == "from":
        return figure.value, None
    return None, None


def word_before(tokens: tuple[Token, ...], place: int) -> str:
    """Return the word before a figure, words of nearness skipped."""
    look = place - 1
    while look >= 0 and tokens[look].lower in _BEFORE_FIGURE:
        look -= 1
    return tokens[look].lower if look >= 0 else ""


def _partner(tokens: tuple[Token, ...], figures: list[Figure], number: int) -> Figure | None:
    """Return the other end of "from X to Y" or "to X from Y"."""
    word = word_before(tokens, figures[number].first)
    wanted = {"from": ("to", "at"), "to": ("from",)}.get(word)
    if wanted is None:
        return None
    for other in (number - 1, number + 1):
        if not 0 <= other < len(figures):
            continue
        candidate = figures[other]
        left, right = sorted((figures[number], candidate), key=lambda figure: figure.first)
        between = {token.lower for token in tokens[left.end : right.first]}
        if (
            word_before(tokens, candidate.first) in wanted
            and right.first - left.end <= 5
            and candidate.unit in ("%", "")
            and "and" not in between
        ):
            return candidate
    return None


def _sign(tokens: tuple[Token, ...], place: int) -> int:
    return change_before(tokens, place) or 1


def change_before(tokens: tuple[Token, ...], place: int) -> int:
    """Return +1 or -1 where a word of rising or falling stands shortly before a figure, or right behind it."""
    for look in range(place - 1, max(-1, place - 7), -1):
        _, _, text, lower, base = tokens[look]
        if base in _FALL or lower in _FALL:
            return -1
        if base in _RISE or lower in _RISE:
            limit = lower in ("up", "more") and look + 1 < place and tokens[look + 1].lower in ("to", "than")
            if not limit:  # "up to 5%" is no rise
                return 1
        if text in (",", ";"):
            break
    return 0
