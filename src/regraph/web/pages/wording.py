"""Values of the graph in, words for a reader out: dates, durations, concepts, states of a measure."""

import datetime as dt
import re
from typing import Any, Final

from regraph import dates
from regraph.errors import DateError

_MONTHS: Final = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_UNITS: Final = {"D": "day", "W": "week", "M": "month", "Y": "year"}
_CONTROL: Final = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 127, *range(128, 160)), " ")

STATUS: Final = {
    "announced": "announced",
    "in_force": "in force",
    "suspended": "suspended",
    "ended": "ended",
    "unknown": "unknown",
}
CERTAINTY: Final = ("certain", "presumed", "possible", "contested")
MODALITY: Final = {
    "fact": "told as fact",
    "promised": "promised",
    "expected": "expected",
    "alleged": "alleged",
    "denied": "denied",
    "threatened": "threatened",
}


def day(value: dt.date | str | None) -> str:
    """Return an EDTF date or interval in words; what is no date stays as it is.

    >>> day("2025-04-04"), day("2024-10"), day(dt.date(2023, 7, 1)), day(None)
    ('4 Apr 2025', 'Oct 2024', '1 Jul 2023', '')
    >>> day("2025-01-01/2025-03-07"), day("2025-06-21/2025-06-30"), day("2025-06-21/..")
    ('1 Jan – 7 Mar 2025', '21 – 30 Jun 2025', 'from 21 Jun 2025')
    """
    if value is None or value == "":
        return ""
    text = value.isoformat() if isinstance(value, dt.date) else str(value)
    try:
        bounds = dates.parse(text)
    except DateError:
        return text
    first, slash, last = text.partition("/")
    if slash and not last.strip(". "):
        return f"from {day(first)}"
    if slash and not first.strip(". "):
        return f"by {day(last)}"
    return _bounds(bounds)


def _bounds(bounds: dates.Bounds) -> str:
    first, last = bounds.earliest, bounds.latest
    short = bounds.edtf()
    if first == last:
        return f"{first.day} {_MONTHS[first.month - 1]} {first.year}"
    if len(short) == 4:
        return short
    if len(short) == 7:
        return f"{_MONTHS[first.month - 1]} {first.year}"
    end = f"{last.day} {_MONTHS[last.month - 1]} {last.year}"
    if first.year != last.year:
        return f"{first.day} {_MONTHS[first.month - 1]} {first.year} – {end}"
    if first.month != last.month:
        return f"{first.day} {_MONTHS[first.month - 1]} – {end}"
    return f"{first.day} – {end}"


def duration(value: str | None) -> str:
    """Return an ISO 8601 duration of days, weeks, months or years in words.

    >>> duration("P90D"), duration("P1Y6M"), duration(None)
    ('90 days', '1 year and 6 months', '')
    """
    parts = re.findall(r"(\d+)([YMWD])", value or "")
    return " and ".join(f"{number} {_UNITS[unit]}{'' if number == '1' else 's'}" for number, unit in parts)


def concept(value: object) -> str:
    """Return a concept or a name of a column in words.

    >>> concept("export_licensing")
    'export licensing'
    """
    return plain(value).replace("_", " ")


def plain(value: object) -> str:
    """Return a value as text without control characters; lines stay lines."""
    return "" if value is None else str(value).translate(_CONTROL)


def number(value: Any) -> str:
    r"""Return a number with spaces between thousands, anything else as it is.

    >>> number(44000000), number(69.2), number("x")
    ('44\u202f000\u202f000', '69.2', 'x')
    """
    if isinstance(value, bool) or not isinstance(value, int | float):
        return plain(value)
    return f"{value:,}".replace(",", "\u202f")


def many(count: int, noun: str) -> str:
    """Return a count with its noun.

    >>> many(1, "passage"), many(3, "party")
    ('1 passage', '3 parties')
    """
    if count == 1:
        return f"1 {noun}"
    return f"{number(count)} {noun[:-1]}ies" if noun.endswith("y") else f"{number(count)} {noun}s"


def upper_first(text: str) -> str:
    """Return a text with its first letter as a capital."""
    return text[:1].upper() + text[1:]


_COMMAND: Final = re.compile(r"(?:[;:,]| or)?\s*(?:[a-z ]*`regraph[^`]*`[^;,]*|add -p \S+)")


def told(message: str) -> str:
    """Return the message of an error without hints for the command line.

    >>> told("no stored question fits 'x': ask for instance who; `regraph questions` lists all")
    "no stored question fits 'x': ask for instance who"
    >>> told("promise-kept needs agreement: name it in the question or add -p agreement=…")
    'promise-kept needs agreement: name it in the question'
    """
    return _COMMAND.sub("", message).strip()
