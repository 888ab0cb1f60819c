"""What a claim or a measure shows, into the cells where those stand that it can be held to.

The invariant: of two that can fit each other, each finds the other in the cells where it looks (`claims_near`,
`profiles_near`). A cell is one block, one role, one material (`*`: none is told; `~`: whichever), and for dated
introductions, which never meet when they lie far apart, a quarter of a year.
"""

import datetime as dt
from collections.abc import Iterable
from typing import Final

from regraph.dates import Bounds
from regraph.resolve.fit import FAR
from regraph.resolve.looks import Look, Profile

DATED: Final = "D"  # dated introductions, told as facts
OTHER: Final = "W"  # all other claims but records
FREE: Final = "F"  # of the others those that fit no measure known before
VAGUE: Final = "V"  # those that say too little to found a measure
MEASURE: Final = "P"
_NONE, _ANY = "*", "~"
_MANY: Final = 8  # quarters; what reaches over more stands in a cell of its own
_SLACK: Final = FAR + dt.timedelta(days=2)


def role(look: Look) -> str:
    """Return whether a claim is a dated introduction, or any other; records have none."""
    if look.claim.record:
        return ""
    return DATED if look.dated else OTHER


def of_claim(look: Look, stage: str) -> frozenset[str]:
    """Return the cells that a claim stands in; `stage` is how it was settled (see `settling`)."""
    mine = role(look)
    if not mine:
        return frozenset()
    stuff = [*(look.stuff or {_NONE}), _ANY]
    cells = {f"{look.block}|{mine}|{name}" for name in stuff}
    if mine == DATED and look.date:
        cells |= {
            f"{look.block}|{mine}|{name}|{quarter}" for name in stuff for quarter in (quarters(look.date) or [_ANY])
        }
    if stage == "2f":
        cells |= {f"{look.block}|{FREE}|{name}" for name in stuff}
    if stage.startswith("3"):
        cells |= {f"{look.block}|{VAGUE}|{name}" for name in stuff}
    return frozenset(cells)


def of_profile(profile: Profile) -> frozenset[str]:
    """Return the cells that a measure stands in."""
    return frozenset(f"{profile.block}|{MEASURE}|{name}" for name in (*(profile.single or {_NONE}), _ANY))


def profiles_near(look: Look) -> list[str]:
    """Return the cells of the measures that a claim can fit."""
    return _cells(look.block, MEASURE, look.stuff)


def claims_near(look: Look) -> list[str]:
    """Return the cells of the claims with which a claim can found a measure."""
    if role(look) == OTHER or look.date is None:
        return _cells(look.block, FREE, look.stuff)
    return _in_time(_cells(look.block, DATED, look.stuff), look.date)


def touched_by(profile: Profile, among: str) -> list[str]:
    """Return the cells of the claims of a role that can fit a measure."""
    cells = _cells(profile.block, among, profile.single)
    if among != DATED or profile.start is None:
        return cells
    first = min(profile.announced or profile.start.earliest, profile.start.earliest)
    return _in_time(cells, Bounds(first, max(profile.start.latest, profile.announced or first)))


def _cells(block: str, kind: str, stuff: Iterable[str]) -> list[str]:
    names = sorted(stuff)
    return [f"{block}|{kind}|{name}" for name in ([*names, _NONE] if names else [_ANY])]


def _in_time(cells: Iterable[str], when: Bounds) -> list[str]:
    spans = quarters(Bounds(_moved(when.earliest, -_SLACK), _moved(when.latest, _SLACK)))
    return [f"{cell}|{quarter}" for cell in cells for quarter in (*spans, _ANY)] if spans else list(cells)


def quarters(when: Bounds) -> list[str]:
    """Return the quarters of a year that a span touches; none where it reaches over too many.

    >>> from regraph.dates import parse
    >>> quarters(parse("2025-03/2025-04")), quarters(parse("1990/2020"))
    (['8100', '8101'], [])
    """
    first, last = _quarter(when.earliest), _quarter(when.latest)
    return [] if last - first >= _MANY else [str(number) for number in range(first, last + 1)]


def _quarter(day: dt.date) -> int:
    return day.year * 4 + (day.month - 1) // 3


def _moved(day: dt.date, by: dt.timedelta) -> dt.date:
    try:
        return day + by
    except OverflowError:
        return day
