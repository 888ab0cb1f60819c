"""Legal references as written, into the numbers by which two of them can be held together."""

import re
from functools import lru_cache
from typing import Final

_YEAR: Final = r"(?:19|20)\d\d"
_OF_YEAR: Final = re.compile(
    rf"\b(?:no|nos|number|numbers|announcements?|#)\W{{0,3}}0*(\d{{1,5}})((?:\s*(?:,|and|to)\s*0*\d{{1,5}})*)\s*(?:of|/|,|\()\s*({_YEAR})",
    re.IGNORECASE,
)
_YEAR_FIRST: Final = re.compile(rf"[\[(]?({_YEAR})[\])]?\s*(?:no\.?|nos\.?|/|年第)\s*0*(\d{{1,5}})", re.IGNORECASE)
_WITH_BODY: Final = re.compile(rf"\bno\W{{0,3}}0*(\d{{1,5}})/[A-Z-]+/({_YEAR})", re.IGNORECASE)
_SLASH: Final = re.compile(rf"\b0*(\d{{1,4}})/({_YEAR})\b")
_BARE: Final = re.compile(
    r"\b(?:no|nos|number|announcement|decree|decision|regulation|order)\W{1,3}0*(\d{1,5})\b(?!\s*(?:of|/|,)\s*\d{4})",
    re.IGNORECASE,
)
_ORDER: Final = re.compile(
    r"\b(executive order|eo|proclamation|public law|directive|com)\W{0,3}(?:no\W{0,2})?(\d{3,6}(?:[-/]\d+)?)",
    re.IGNORECASE,
)
_PART: Final = re.compile(r"\b(?:article|art|section|paragraph)\W{0,2}(\d+)", re.IGNORECASE)
_MORE: Final = re.compile(r"\d{1,5}")


@lru_cache(maxsize=65536)
def numbers(reference: str | None) -> frozenset[str]:
    """Return the numbers of a legal reference, one form for one instrument; a number without year ends with `/`.

    >>> sorted(numbers("MOFCOM and GACC Announcement No. 18 of 2025"))
    ['18/2025']
    >>> sorted(numbers("Decision No. 004/ARECOMS/2025")), sorted(numbers("Regulation (EU) 2024/1252"))
    (['4/2025'], ['1252/2024'])
    >>> sorted(numbers("Announcement No. 18")), sorted(numbers("Executive Order 14257"))
    (['18/'], ['executive order 14257'])
    """
    if not reference:
        return frozenset()
    found: set[str] = set()
    for pattern in (_OF_YEAR, _WITH_BODY, _SLASH):
        for match in pattern.finditer(reference):
            year = match[match.lastindex or 0]
            found.add(f"{int(match[1])}/{year}")
            if pattern is _OF_YEAR:
                found |= {f"{int(number)}/{year}" for number in _MORE.findall(match[2])}
    found |= {f"{int(match[2])}/{match[1]}" for match in _YEAR_FIRST.finditer(reference)}
    found |= {
        f"{match[1].lower()} {match[2]}".replace("eo ", "executive order ") for match in _ORDER.finditer(reference)
    }
    if not found:
        found |= {f"{int(match[1])}/" for match in _BARE.finditer(reference)}
    return frozenset(found)


def part(reference: str | None) -> str | None:
    """Return the article that a reference narrows to, None where it means the whole.

    >>> part("MOFCOM Announcement No. 46 of 2024, article 2")
    '2'
    """
    match = _PART.search(reference or "")
    return match[1] if match else None


def same(one: frozenset[str], other: frozenset[str]) -> bool:
    """Return whether two references share an instrument; a number without year fits any year."""
    if not one or not other:
        return False
    if one & other:
        return True
    loose = {name for name in one | other if name.endswith("/")}
    return any(name.startswith(number) for number in loose for name in (other if number in one else one))


def contradict(one: frozenset[str], other: frozenset[str]) -> bool:
    """Return whether both name instruments, and none in common."""
    return bool(one and other) and not same(one, other)
