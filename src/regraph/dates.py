"""EDTF text in, first and last possible day out; ISO 8601 durations added to days.

Dates keep the precision of their source: a month is the interval of its days, never its first day.
The subset of EDTF is the one of the claim schema: day, month, year, and an interval of those with an
open or unknown end; `?`, `~` and `%` are accepted and ignored.
"""

import calendar
import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from regraph.errors import DateError

# lower case, with the usual abbreviations
MONTH_NAMES: Final[Mapping[str, int]] = {
    name: number
    for number, names in enumerate(
        "jan january|feb february|mar march|apr april|may|jun june|jul july|aug august|sep sept september|"
        "oct october|nov november|dec december".split("|"),
        start=1,
    )
    for name in names.split()
}

# Danish, German, French, Spanish, Portuguese, Italian, Dutch, Indonesian; short ones are words of
# their own as well, so read them only beside a day and a year
FOREIGN_MONTH_NAMES: Final[Mapping[str, int]] = {
    name: number
    for number, names in enumerate(
        (
            "jan januar januari janvier janv enero ene janeiro gennaio gen jän jänner",
            "feb februar februari février fevrier févr fév fevr febrero fevereiro fev febbraio",
            "mar mär märz mrz marts mars marzo março marco maart maret mrt",
            "apr april avril avr abril abr aprile",
            "mai maj mayo may maio mag maggio mei",
            "jun juni juin junio junho giugno giu",
            "jul juli juillet juil julio julho luglio lug",
            "aug august août aout agosto ago agustus agu augustus",
            "sep sept september septembre septiembre setiembre setembro set settembre sett",
            "oct okt oktober octobre octubre outubro out ottobre ott",
            "nov november novembre noviembre novembro nopember nop",
            "dec dez dezember december décembre decembre déc diciembre dic dezembro dicembre desember des",
        ),
        start=1,
    )
    for name in names.split()
}

_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_SLUG_MONTH = re.compile(r"(\d{4})(?:-(\d{2}))?$")
_DURATION = re.compile(r"P(?=\d)(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?")


@dataclass(frozen=True, slots=True, order=True)
class Bounds:
    """The first and the last day on which something can have been; both inclusive."""

    earliest: dt.date
    latest: dt.date

    @property
    def exact(self) -> bool:
        """True where only one day is possible."""
        return self.earliest == self.latest

    def edtf(self) -> str:
        """Return the shortest EDTF text with these bounds.

        >>> parse("2025-04").edtf(), parse("2025-06-21/2025-06-30").edtf()
        ('2025-04', '2025-06-21/2025-06-30')
        """
        first, last = self.earliest, self.latest
        if first == last:
            return first.isoformat()
        if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31) and first.year == last.year:
            return f"{first.year:04d}"
        if (first.year, first.month) == (last.year, last.month) and first.day == 1 and last.day == month_end(first).day:
            return first.isoformat()[:7]
        return f"{first.isoformat()}/{last.isoformat()}"


def month_end(day: dt.date) -> dt.date:
    """Return the last day of the month of `day`."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


@lru_cache(maxsize=4096)
def parse(text: str) -> Bounds:
    """Return the bounds of an EDTF date or interval.

    An interval whose one end is open (`..`) or unknown (empty) has the bounds of its other end.

    Raises: DateError where the text is no date of the subset, or an interval runs backwards.
    Source: ISO 8601-2 / EDTF level 0 and 1.

    >>> parse("2025-02").latest
    datetime.date(2025, 2, 28)
    """
    cleaned = text.strip().rstrip("?~%")
    if "/" in cleaned:
        ends = [parse(part) for part in cleaned.split("/", 1) if part.strip(". ")]
        if not ends:
            raise DateError(f"{text!r} is an interval without ends: give at least one, such as 2025-04/..")
        if ends[-1].latest < ends[0].earliest:
            raise DateError(f"{text!r} runs backwards: give the earlier date first")
        return Bounds(ends[0].earliest, ends[-1].latest)
    match = _DATE.fullmatch(cleaned)
    if not match:
        raise DateError(f"{text!r} is no date: write 2025, 2025-04, 2025-04-04 or 2025-04-01/2025-04-10")
    try:
        return _bounds(*(int(part) if part else None for part in match.groups()))
    except ValueError as error:
        raise DateError(f"{text!r} is no date of the calendar: {error}") from error


def _bounds(year: int | None, month: int | None, day: int | None) -> Bounds:
    assert year is not None  # noqa: S101 - the pattern has made sure
    if month is None:
        return Bounds(dt.date(year, 1, 1), dt.date(year, 12, 31))
    first = dt.date(year, month, day or 1)
    return Bounds(first, first if day else month_end(first))


def day(text: str) -> dt.date:
    """Return the one day that `text` names.

    Raises: DateError where it is not a full date.

    >>> day("2025-04-04")
    datetime.date(2025, 4, 4)
    """
    bounds = parse(text)
    if not bounds.exact:
        raise DateError(f"{text!r} is not a single day: write it as 2025-04-04")
    return bounds.earliest


def add_duration(start: dt.date, duration: str) -> dt.date:
    """Return `start` plus an ISO 8601 duration of years, months, weeks and days.

    A day that the target month lacks becomes its last day.

    Raises: DateError where the text is no such duration, or the sum leaves the calendar.

    >>> add_duration(dt.date(2025, 5, 14), "P90D")
    datetime.date(2025, 8, 12)
    >>> add_duration(dt.date(2024, 2, 29), "P1Y")
    datetime.date(2025, 2, 28)
    """
    match = _DURATION.fullmatch(duration)
    if not match:
        raise DateError(f"{duration!r} is no duration: write P90D, P6M, P1Y or P1Y6M")
    years, months, weeks, days = (int(part or 0) for part in match.groups())
    try:
        month_index = start.year * 12 + start.month - 1 + years * 12 + months
        year, month = divmod(month_index, 12)
        last = calendar.monthrange(year, month + 1)[1]
        moved = dt.date(year, month + 1, min(start.day, last))
        return moved + dt.timedelta(weeks=weeks, days=days)
    except (ValueError, OverflowError) as error:
        raise DateError(f"{start} plus {duration} leaves the calendar") from error


def slug_month(slug: str | None) -> dt.date | None:
    """Return the first day of the month or year that a slug of talks ends with, None where it has none.

    >>> slug_month("geneva-2025-05"), slug_month("busan-2025"), slug_month("geneva")
    (datetime.date(2025, 5, 1), datetime.date(2025, 1, 1), None)
    """
    match = _SLUG_MONTH.search(slug or "")
    if not match or not 1 <= int(match[2] or 1) <= 12:
        return None
    return dt.date(int(match[1]), int(match[2] or 1), 1)
