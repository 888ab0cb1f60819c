"""The head and foot of a plain-text article into its publication date, publisher, address and title.

Only a line that is about the article counts, such as "Friday, Jun 27, 2025 2:14 pm ET" or a dateline: a date in
the story's own prose is never the publication's.
"""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from regraph.dates import FOREIGN_MONTH_NAMES, MONTH_NAMES
from regraph.load.lines import Line

_HEAD_LINES: Final = 24
_FOOT_LINES: Final = 10
_YEAR: Final = r"(?:19[89]\d|20\d\d)"
_NAME: Final = r"[^\W\d_]{3,10}"
_FULL: Final = re.compile(
    rf"(?<![\d.,/-])(?:(?P<d>\d{{1,2}})(?:st|nd|rd|th|er|º|ª)?\.?\s{{1,2}}(?:de\s|of\s)?"
    rf"(?P<m>{_NAME})\.?,?\s(?:de\s)?(?P<y>{_YEAR})"
    rf"|(?P<m2>{_NAME})\.?\s{{1,2}}(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?,?\s{{1,2}}(?P<y2>{_YEAR})"
    rf"|(?P<y3>{_YEAR})[-/.](?P<m3>\d{{1,2}})[-/.](?P<d3>\d{{1,2}})"
    rf"|(?P<a>\d{{1,2}})(?P<sep>[./-])(?P<b>\d{{1,2}})(?P=sep)(?P<y4>{_YEAR}))(?!\d|[-/]\d)",
    re.IGNORECASE,
)
_TIME: Final = re.compile(
    r"T?\b\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:\.\d+)?)?\s?(?:[ap]\.?m\.?)?\s?(?:Z\b|[+-]\d{2}:?\d{2}|"
    r"\(?\b(?:[A-Z]{2,4}T?|UTC|GMT)\b\)?)?|\b\d{1,2}\s?[ap]\.?m\b\.?|\bat\b|\b(?:local|Moscow)\s+time\b|"
    r"\b\d+\s*min(?:ute)?s?(?:\s*read)?\b|\b[\d,.]+\s*(?:views?|comments?|shares?|words)\b",
    re.IGNORECASE,
)
_LABEL: Final = re.compile(
    r"\b(?P<published>(?:first\s+)?(?:published|posted|publié|veröffentlicht|publicado|date|issued|released|"
    r"created|issue date|release date|publication date)(?:\s+(?:on|at|online|le|am|el|em))?)\b|"
    r"\b(?P<updated>(?:last\s+)?(?:updated|modified|edited|revised)(?:\s+(?:on|at))?)\b",
    re.IGNORECASE,
)
_WEEKDAY: Final = re.compile(
    r"\b(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\b\.?|\b(?:montag|dienstag|mittwoch|donnerstag|"
    r"freitag|samstag|sonntag|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lunes|martes|miércoles|jueves|viernes|"
    r"sábado|domingo|mandag|tirsdag|onsdag|torsdag|fredag|lørdag|søndag)\b",
    re.IGNORECASE,
)
_PROSE: Final = re.compile(
    r"(?<!\w)(?:on|in|of|until|by|since|from|before|after|dated|effective|for|to|through|between|and|than|as of|due|"
    r"deadline|valid|expires|born|started|began|ends|starts|event|call)[:,]?\s+(?:the\s+|\w+day,?\s+)?$",
    re.IGNORECASE,
)
_AGENCY: Final = r"[A-Z][\w .&'-]{1,40}"
_DATELINE: Final = re.compile(
    rf"(?P<place>[A-ZÀ-Þ][\w.'’-]{{0,25}}(?:[ /,]{{1,2}}[A-ZÀ-Þ(][\w.'’)-]{{0,25}}){{0,4}}),?\s{{1,3}}"
    rf"(?:\((?P<agency>{_AGENCY})\)[\s,–—-]*)?"
    rf"(?:(?P<m>{_NAME})\.?\s(?P<d>\d{{1,2}})|(?P<d2>\d{{1,2}})\s(?P<m2>{_NAME})\.?)(?:,?\s(?P<y>{_YEAR}))?\.?"
    rf"(?:,?\s*[(/](?P<agency2>{_AGENCY})[)/])?\s*(?:--|[-–—:.]|$)"
)
_DATELINE_ANY: Final = re.compile(
    r"[A-ZÀ-Þ][A-ZÀ-Þ .,'’/-]{2,40}(?:\((?P<agency>[A-Z][\w .&'-]{1,40})\))?[\s.,]{0,3}(?:--|[-–—])\s"
)
_DAY_OF_WEEK: Final = re.compile(
    rf"\b(?P<w>mon|tues|wednes|thurs|fri|satur|sun)day,?\s(?:the\s)?(?:(?P<m>{_NAME})\.?\s(?P<d>\d{{1,2}})"
    rf"|(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\s(?P<m2>{_NAME}))\b(?!,?\s\d{{4}})",
    re.IGNORECASE,
)
_DAYS: Final = ("mon", "tues", "wednes", "thurs", "fri", "satur", "sun")
_COPYRIGHT: Final = re.compile(
    rf"(?:©|\(c\)|copyright)\s*(?:©\s*)?(?P<who>[^\d\n]{{0,40}}?)\s*(?:{_YEAR}\s*[-–]\s*)?(?P<y>{_YEAR})"
    r"(?P<after>[^.|\n]{0,40})",
    re.IGNORECASE,
)
_PAST_YEAR: Final = re.compile(
    r"(?<!until )(?<!end of )(?<!start of )(?<!by )\b(?:in|since|during|of|for|on)\s(?:\w+\s)?"
    r"(?P<y>19[89]\d|20[0-4]\d)(?![\d%]|[.,/-]\d)"
)
_SAID_ON: Final = re.compile(r"\bon (mon|tues|wednes|thurs|fri|satur|sun)day\b(?!,)", re.IGNORECASE)
_SOURCE: Final = re.compile(
    r"(?:source|publisher|published by|outlet|quelle)\s*:\s*(?P<name>[^:/|•\n]{2,60})$", re.IGNORECASE
)
_URL: Final = re.compile(
    r"(?:(?:url|source|link|canonical|permalink|original)\s*:?\s*)?<?(?P<url>https?://[^\s<>\"']{4,500})>?$",
    re.IGNORECASE,
)
# what tells a publisher's name from a place or a rubric beside the date
_MEDIUM: Final = re.compile(
    r"\w\.\w|(?i:\b(?:news|post|times|journal|press|wire|agency|llp|brief|media|daily|herald|tribune|gazette|review|"
    r"bulletin|courier|observer|monitor|reporter|magazine|weekly|today|insider|watch|chronicle|telegraph|guardian|mail|"
    r"standard|star|express|report|radio|tv|network|online|business|ministry|commission|department|office|inc|ltd|gmbh)\b)"
)
_RUBRICS: Final = frozenset(
    "news world business opinion home insights analysis politics economy markets commodities trade update alert client "
    "press release releases latest blog article articles feature international category section live tags".split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What a text says about itself; `lines` are the places of the lines that say it and tell no story."""

    published: str | None = None  # EDTF, a single day
    publisher: str | None = None
    url: str | None = None
    title: str | None = None
    lines: frozenset[int] = frozenset()  # starts


@dataclass(frozen=True, slots=True)
class _DateLine:
    start: int
    published: str
    rank: int  # 0: labelled as published, 1: plain, 2: labelled as updated
    rest: str  # what the line says besides


def find_metadata(text: str, lines: Sequence[Line]) -> Metadata:
    r"""Return what `text`, whose lines are given, says about itself.

    >>> from regraph.load.lines import lines_of
    >>> text = "Port reopens after a strike\n\n08 June 2025 [19:21]\n\nShips sail again."
    >>> found = find_metadata(text, lines_of(text))
    >>> found.published, found.title
    ('2025-06-08', 'Port reopens after a strike')
    """
    head = lines[:_HEAD_LINES]
    foot = lines[max(_HEAD_LINES, len(lines) - _FOOT_LINES) :]
    dated = [found for line in (*head, *foot) if len(line.text) < 160 and (found := _date_line(line))]
    published = min(dated, key=lambda found: found.rank).published if dated else None
    publisher = _publisher(text, (*head, *foot), dated)
    if published is None:
        published, agency = _dateline(text, lines)
        publisher = publisher or agency
    addresses = [
        (line.start, match["url"])
        for line in (*head[:8], *foot, *lines[-_FOOT_LINES:])
        if (match := _URL.match(line.bare))
    ]
    starts = {found.start for found in dated} | {start for start, _ in addresses}
    return Metadata(
        published=published,
        publisher=publisher,
        url=addresses[0][1].rstrip(".,;") if addresses else None,
        title=_title(head, starts),
        lines=frozenset(starts),
    )


def _date_line(line: Line) -> _DateLine | None:
    """Read a line that tells the article's date and little else."""
    bare = line.bare
    match = _FULL.search(bare) if "20" in bare or "19" in bare else None
    day = _day_of(match) if match else None
    if not match or not day:
        return None
    label = _LABEL.search(bare)
    before = bare[: match.start()]
    if not label and (_PROSE.search(before) or _COPYRIGHT.search(bare)):
        return None
    rest = _LABEL.sub(" ", _WEEKDAY.sub(" ", _TIME.sub(" ", _FULL.sub(" ", bare))))
    told = re.findall(r"[^\W\d_][\w’'.-]*", rest)
    if len(told) > 9 or (len(told) > 3 and bare.endswith((".", "!", "?"))) or (len(told) > 5 and not _parted(bare)):
        return None
    rank = 1 if not label else 0 if label["published"] else 2
    return _DateLine(line.start, day, rank, rest)


def _parted(line: str) -> bool:
    return any(mark in line for mark in ("|", "•", "·", "/", " - ", " – ", " — "))


def _day_of(match: re.Match[str]) -> str | None:
    group = match.group
    year = int(group("y") or group("y2") or group("y3") or group("y4"))
    if group("m") or group("m2"):
        name = (group("m") or group("m2")).lower()
        month, day = MONTH_NAMES.get(name) or FOREIGN_MONTH_NAMES.get(name), int(group("d") or group("d2"))
    elif group("m3"):
        month, day = int(group("m3")), int(group("d3"))
    else:
        day, month = int(group("a")), int(group("b"))
        if group("sep") != "." and day <= 12 and month <= 12 and day != month:
            return None  # 10/09/2025 may be October or September
        if month > 12:
            day, month = month, day
    return _iso(year, month, day)


def _iso(year: int, month: int | None, day: int) -> str | None:
    try:
        return dt.date(year, month or 0, day).isoformat()
    except ValueError:
        return None


def _dateline(text: str, lines: Sequence[Line]) -> tuple[str | None, str | None]:
    """Read "KINSHASA, Feb 24 (Agency) -" and the year that fits it, if only one does."""
    agency = None
    for line in lines[:_HEAD_LINES]:
        match = _DATELINE.match(line.bare)
        month = MONTH_NAMES.get((match["m"] or match["m2"]).lower()) if match else None
        if match and month:
            month_day = (month, int(match["d"] or match["d2"]))
            year = int(match["y"]) if match["y"] else _year_of(text, lines, line, month_day)
            return (_iso(year, *month_day) if year else None), match["agency"] or match["agency2"]
        place = _DATELINE_ANY.match(line.bare)
        agency = agency or (place["agency"] if place else None)
    return None, agency


def _year_of(text: str, lines: Sequence[Line], line: Line, month_day: tuple[int, int]) -> int | None:
    """Return the year of a dateline: the copyright's, else the one whose calendar has the weekdays that are told.

    The candidates are the latest year that the story looks back on and the one after it. Two that fit give None.
    """
    for foot in lines[-_FOOT_LINES:]:
        match = _COPYRIGHT.search(foot.text)
        if match:
            return int(match["y"])
    head = text[:20_000]
    years = [int(year) for year in _PAST_YEAR.findall(head)]
    pairs = [pair for match in _DAY_OF_WEEK.finditer(head) if (pair := _weekday_pair(match))]
    said = _SAID_ON.search(line.text)
    fitting = [
        year
        for year in ((max(years), max(years) + 1) if years else ())
        if all(_fits(year, month_day, pair) for pair in pairs) and (not said or _is_fresh(year, month_day, said[1]))
    ]
    return fitting[0] if len(fitting) == 1 and (pairs or said) else None


def _is_fresh(year: int, month_day: tuple[int, int], weekday: str) -> bool:
    """Return whether the dateline is of the weekday on which its paragraph says that things happened."""
    try:
        return dt.date(year, *month_day).weekday() == _DAYS.index(weekday.lower())
    except ValueError:
        return False


def _weekday_pair(match: re.Match[str]) -> tuple[int, int, int] | None:
    month = MONTH_NAMES.get((match["m"] or match["m2"]).lower())
    return (month, int(match["d"] or match["d2"]), _DAYS.index(match["w"].lower())) if month else None


def _fits(year: int, month_day: tuple[int, int], pair: tuple[int, int, int]) -> bool:
    """Return whether a told day, in the half-year around the dateline of `year`, falls on the told weekday."""
    month, day, weekday = pair
    shift = (month - month_day[0] + 6) % 12 - 6  # a January line may tell of December
    told_year = year + (month_day[0] + shift - 1) // 12
    try:
        return dt.date(told_year, month, day).weekday() == weekday
    except ValueError:
        return False


def _publisher(text: str, lines: Sequence[Line], dated: Sequence[_DateLine]) -> str | None:
    for line in lines:
        match = _SOURCE.match(line.bare)
        if match:
            return match["name"].strip(" .")
    for found in dated:
        parts = [part.strip(" ,-–—[]()|•·.") for part in re.split(r"\||•|·|\[\s*\]|\s[-–—]\s", found.rest)]
        names = [part for part in parts if _is_name(part) and _MEDIUM.search(part)]
        if names:
            return names[0]
    for match in _COPYRIGHT.finditer(text, max(0, len(text) - 1500)):
        for part in (match["who"], match["after"]):
            name = part.strip(" ,-–—|.")
            if _is_name(name):
                return name
    return None


def _is_name(text: str) -> bool:
    words = text.split()
    if not 0 < len(words) <= 5 or len(text) < 3 or {word.lower().strip(".") for word in words} <= _RUBRICS:
        return False
    return all(word[:1].isupper() or word in {"of", "the", "&", "and"} for word in words)


def _title(head: Sequence[Line], meta: set[int]) -> str | None:
    """Return the first line that reads like a headline: several words, no full stop."""
    for index, line in enumerate(head):
        bare = line.bare
        words = bare.split()
        if line.start in meta or line.is_bullet or not 4 <= len(words) <= 28 or bare.endswith((".", ":", ",", ";")):
            continue
        if _parted(bare) and not any(len(part.split()) > 4 for part in re.split(r"[|/•·]", bare)):
            continue  # a path of rubrics
        title = " ".join(words)
        for other in head[index + 1 : index + 3]:
            plain = " ".join(other.bare.split())
            if len(plain) > 20 and title.endswith(plain) and len(title) - len(plain) < 24:
                return plain  # the first one has the rubric glued to it
        return title
    return None
