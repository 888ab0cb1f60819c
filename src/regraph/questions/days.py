"""A question in plain English in; the times that it names, and the question without them, out.

Understood are ISO dates, years, and English months with a day, a year or both before or behind ("1 December 2025",
"Nov 2025", "October 5"); a month without a year takes that of the next time that has one ("between October and
December 2025"). Nothing is relative to today, so that a question means the same on every day.
"""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from regraph import dates
from regraph.errors import DateError

SLOTS: Final = ("from", "to")
END: Final = dt.date.max  # "to" where a question names no end
_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        "january jan|february feb|march mar|april apr|may|june jun|july jul|august aug|september sept sep|october oct|"
        "november nov|december dec".split("|"),
        1,
    )
    for name in names.split()
}
_MONTH: Final = "|".join(sorted(_MONTHS, key=lambda name: (-len(name), name)))
_YEAR: Final = r"(?:19|20)\d{2}"
_TIME: Final = re.compile(
    rf"""(?:\b(?P<word>before|after|since|until|till|by|from)\s+)?
    (?:\b(?:the\s+)?(?P<part>end|start|beginning)\s+of\s+)?
    (?<![\w/-])(?:
      (?P<iso>{_YEAR}(?:-\d{{2}}(?:-\d{{2}})?)?)
      | (?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?)?(?P<month>{_MONTH})\.?
        (?:\s+(?P<behind>\d{{1,2}})(?:st|nd|rd|th)?(?!\w))?(?:,?\s+(?P<year>{_YEAR}))?
    )(?![\w/]|-\w)""",
    re.IGNORECASE | re.VERBOSE,
)
_FUTURE: Final = ("before", "until", "till", "by")


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A time that a question names: its first and last day, and the word that leads to it ("since", "before")."""

    first: dt.date
    last: dt.date
    word: str = ""


def spans(text: str) -> tuple[tuple[Span, ...], str]:
    """Return the times that a question names, in order, and the question without them.

    >>> found, rest = spans("what changed between October and December 2025?")
    >>> [(str(one.first), str(one.last)) for one in found], rest
    ([('2025-10-01', '2025-10-31'), ('2025-12-01', '2025-12-31')], 'what changed between   and  ?')
    >>> spans("is cn-mofcom-2025-18 in force")[0]
    ()
    """
    found: list[tuple[re.Match[str], Span]] = []
    year = ""
    for hit in reversed(list(_TIME.finditer(text))):
        year = hit["year"] or (hit["iso"] or "")[:4] or year
        span = _span(hit, year)
        if span:
            found.append((hit, span))
    rest = text
    for hit, _ in found:  # from right to left, so that places stay right; the word before stays, it is of the question
        rest = f"{rest[: hit.end('word') if hit['word'] else hit.start()]} {rest[hit.end() :]}"
    return tuple(span for _, span in reversed(found)), rest


def _span(hit: re.Match[str], year: str) -> Span | None:
    """Return the time of a match; None where no year is known, or the calendar has no such day."""
    if not year:
        return None
    written = hit["iso"]
    if not written:
        number = hit["day"] or hit["behind"]
        bare = not number and not hit["year"]
        if bare and (hit["month"].islower() or not hit.start("month")):  # "may" and "march" are verbs too
            return None
        written = f"{year}-{_MONTHS[hit['month'].lower()]:02}" + (f"-{int(number):02}" if number else "")
    try:
        bounds = dates.parse(written)
    except DateError:
        return None
    first, last = bounds.earliest, bounds.latest
    part = (hit["part"] or "").lower()
    if part:
        first = last = last if part == "end" else first
    return Span(first=first, last=last, word=(hit["word"] or "").lower())


def fill(slots: Sequence[str], told: Sequence[Span], today: dt.date) -> Mapping[str, dt.date]:
    """Return days for the slots `from` and `to` of a question; one time stands for all its days.

    "since May 2025" runs to today, "before May 2025" ends as May begins, "by May 2025" takes May in. Without any time,
    a question that asks only for `to` has no end; `from` is then left out.

    >>> told, _ = spans("what happened in November 2025")
    >>> {slot: str(day) for slot, day in fill(("from", "to"), told, dt.date(2026, 1, 1)).items()}
    {'from': '2025-11-01', 'to': '2025-11-30'}
    """
    wanted = [slot for slot in SLOTS if slot in slots]
    if not wanted:
        return {}
    if wanted == ["to"]:
        return {"to": _end(told[-1]) if told else END}
    if not told:
        return {}
    if len(told) > 1:
        earlier, later = sorted(told[:2], key=lambda one: (one.first, one.last))
        return {"from": earlier.first, "to": later.last}
    only = told[0]
    if only.word in {"since", "after", "from"}:
        return {"from": only.first if only.word != "after" else only.last, "to": max(today, only.last)}
    if only.word in _FUTURE:
        return {"from": dt.date.min, "to": only.first if only.word == "before" else only.last}
    return {"from": only.first, "to": only.last}


def _end(span: Span) -> dt.date:
    """Return the day before which a time lies whole, or that it may not reach after "before"."""
    if span.word == "before":
        return span.first
    return min(span.last, END - dt.timedelta(days=1)) + dt.timedelta(days=1)
