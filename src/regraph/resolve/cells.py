"""What a claim or a measure shows, into the cells where those stand that it can be held to.

The invariant: of two that can fit each other, each finds the other in the cells where it looks (`claims_near`,
`profiles_near`, `touched_by`). Two that share no material fit only by a good or an instrument that both name, by the
same rate, or by their days: the weights of `fit` allow nothing else (`test_cells` holds them to it). So a cell is one
block, one role and one mark: a material, a good, an instrument, a rate, a quarter of a year.

Marks: `~` all; `*` a group without members, or nothing told; `g` a measure without material, `k` a claim without, `n`
one without goods too; `x` a claim that its day alone can hold to a measure; `!` a measure made from records.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import Final

from regraph.dates import Bounds
from regraph.resolve.fit import FAR, tokens
from regraph.resolve.looks import Look, Profile

DATED: Final = "D"  # dated introductions, told as facts
OTHER: Final = "W"  # all other claims but records
FREE: Final = "F"  # of the others those that fit no measure known before
VAGUE: Final = "V"  # those that say too little to found a measure
MEASURE: Final = "P"
_NONE, _ANY, _UNDATED = "*", "~", "u"
_MANY: Final = 8  # quarters; what reaches over more stands in a cell of its own
_SLACK: Final = FAR + dt.timedelta(days=2)
_FEW: Final = dt.timedelta(days=5)
_PLANNED: Final = dt.timedelta(days=362)  # from a plan to what it plans


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
    if mine == DATED:
        return frozenset(f"{look.block}|{mine}|{mark}" for mark in _dated_marks(look))
    also = FREE if stage == "2f" else VAGUE if stage.startswith("3") else ""
    return frozenset(f"{look.block}|{one}|{mark}" for mark in _marks(look) for one in (mine, also) if one)


def _dated_marks(look: Look) -> Iterator[str]:
    for name in (*(look.stuff or {_NONE}), _ANY):
        yield name
        yield from (f"{name}|{part}" for part in (look.date and quarters(look.date)) or [_ANY])


def _marks(look: Look) -> Iterator[str]:
    yield _ANY
    yield from look.stuff
    yield from _named_by(look.items, look.citation, () if look.rate is None else (look.rate,))
    bare = _bare(look)
    if bare:
        yield "k"
    elif not look.stuff:
        yield _NONE
    if bare and not look.items:
        yield from ("n", *(f"n|{name}" for name in look.target))
    if _by_day(look):
        yield from ("x", *(["xk"] if bare else []))
        when = look.date if look.action == "introduced" else look.latest and Bounds(look.latest, look.latest)
        yield from (f"x|{part}" for part in (when and quarters(when)) or [_ANY])
    if look.action == "postponed":
        yield from (*(["pk"] if bare else []), *(f"p|{name}" for name in look.target))


def _named_by(items: Iterable[str], numbers: Iterable[str], rates: Iterable[float]) -> Iterator[str]:
    """Yield the marks of goods, instruments and rates: two that have one in common share a mark."""
    yield from {f"i {key}" for name in items for key in _keys(name)}
    yield from {f"c {number[: number.find('/') + 1] or number}" for number in numbers}
    yield from (f"r {rate!r}" for rate in rates)


def _keys(item: str) -> Iterator[str]:
    """Yield the marks of a good: two goods that share most of their words share a pair of them, or the only one.

    >>> sorted(_keys("chip-design-software")), sorted(_keys("magnets"))
    (['chip design', 'chip software', 'design software'], ['magnet'])
    """
    words = sorted(tokens(item))
    yield from (f"{one} {other}" for one, other in combinations(words, 2)) if len(words) > 1 else words
    if "technolog" in item:
        yield "technolog"


def _bare(look: Look) -> bool:
    """Return whether a claim names no material and no group."""
    return not (look.scope.named or look.scope.groups)


def _by_day(look: Look) -> bool:
    """Return whether the day of a claim that is no dated fact can weigh as much as a material in common."""
    return look.action in ("postponed", "expanded") or (look.action == "introduced" and look.date is not None)


def of_profile(profile: Profile) -> frozenset[str]:
    """Return the cells that a measure stands in."""
    return frozenset(f"{profile.block}|{MEASURE}|{mark}" for mark in _measure_marks(profile))


def _measure_marks(profile: Profile) -> Iterator[str]:
    told = profile.covers | profile.may_cover
    span = _span(profile)
    parts = [_UNDATED] if profile.start is None else (span and quarters(span)) or [_ANY]
    for name in (*profile.single, _ANY, *([] if profile.single else ["g"])):
        yield name
        yield from (f"{name}|{part}" for part in parts)
    yield from _named_by(profile.items, profile.citation | profile.cited, profile.rates)
    if not profile.single and (told or not profile.items):
        yield _NONE
    if profile.anchor:
        yield from ("!", *([] if profile.single else ["!g"]))
    for name in profile.targets:
        yield from (*([] if profile.single else [f"g t {name}"]), *([f"u t {name}"] if profile.start is None else []))
    if profile.announced:
        for part in quarters(Bounds(profile.announced, profile.announced)):
            yield from (f"@{part}", *([] if profile.single else [f"g@{part}"]))


def _span(profile: Profile) -> Bounds | None:
    """Return from when a measure was told of until it had begun at the latest."""
    start = profile.start
    first = min([day for day in (profile.announced, start and start.earliest) if day], default=None)
    return Bounds(first, max(first, start.latest if start else first)) if first else None


def profiles_near(look: Look) -> list[str]:
    """Return the cells of the measures that a claim can fit."""
    return sorted(f"{look.block}|{MEASURE}|{mark}" for mark in {*_measures_near(look)})


def _measures_near(look: Look) -> Iterator[str]:
    bare = _bare(look)
    if not (look.stuff or bare):
        yield _ANY  # a group without members fits all
        return
    yield _NONE
    yield from _named_by(look.items, look.citation, () if look.rate is None else (look.rate,))
    if look.action == "introduced" and look.date:
        yield from _begun_near(look, look.date)
        return
    yield from look.stuff
    yield "!" if bare else "!g"
    if bare and not look.items:
        yield from (f"g t {name}" for name in look.target)
    day = look.latest
    if day and look.action == "expanded":
        yield from (f"{'' if bare else 'g'}@{part}" for part in quarters(around(Bounds(day, day), _FEW)))
    if day and look.action == "postponed":
        parts = [*quarters(around(Bounds(day, day), _FEW)), _ANY]
        yield from (f"{_ANY if bare else 'g'}|{part}" for part in parts)
        yield f"g|{_UNDATED}"
        yield from (f"u t {name}" for name in look.target if bare)


def _begun_near(look: Look, date: Bounds) -> Iterator[str]:
    """Yield where the measures stand that began, or were told of, when an introduction did: plans stand before them."""
    ahead = _SLACK if look.claim.modality == "fact" else _PLANNED
    spans = quarters(Bounds(_moved(date.earliest, -_SLACK), _moved(date.latest, ahead)))
    marks = [*look.stuff, "g"] if look.stuff else [_ANY]
    yield from (f"{mark}|{part}" for mark in marks for part in (*spans, _ANY)) if spans else marks
    yield from (f"{name}|{_UNDATED}" for name in look.stuff)


def claims_near(look: Look) -> list[str]:
    """Return the cells of the claims with which a claim can found a measure."""
    if role(look) == DATED and look.date:
        names = [*sorted(look.stuff), _NONE] if look.stuff else [_ANY]
        return _in_time([f"{look.block}|{DATED}|{name}" for name in names], look.date)
    return sorted(f"{look.block}|{FREE}|{mark}" for mark in {*_claims_near(look)})


def _claims_near(look: Look) -> Iterator[str]:
    bare = _bare(look)
    if not (look.stuff or bare):
        yield _ANY
        return
    yield _NONE
    yield from look.stuff
    yield from _named_by(look.items, look.citation, () if look.rate is None else (look.rate,))
    if bare and not look.items:
        yield "n"
    if bare and _by_day(look):
        yield from ("k", "x")
    elif bare or _by_day(look):
        yield "xk"


def touched_by(profile: Profile, among: str) -> list[str]:
    """Return the cells of the claims of a role that can fit a measure."""
    prefix = f"{profile.block}|{among}|"
    if among == DATED:
        names = [*sorted(profile.single), _NONE] if profile.single else [_ANY]
        span = _span(profile) if profile.start else None
        return _in_time([prefix + name for name in names], span) if span else [prefix + name for name in names]
    return sorted(prefix + mark for mark in {*_touched(profile)})


def _touched(profile: Profile) -> Iterator[str]:
    told = profile.covers | profile.may_cover
    if not profile.single and (told or profile.anchor):
        yield _ANY
        return
    yield _NONE
    yield from profile.single
    yield from _named_by(profile.items, profile.citation | profile.cited, profile.rates)
    if profile.anchor or not (told or profile.items):
        yield "k"
    if not told:
        yield from (f"n|{name}" for name in profile.targets)
    span = _span(profile)
    parts = quarters(Bounds(_moved(span.earliest, -_PLANNED), _moved(span.latest, _SLACK))) if span else []
    yield from (f"x|{part}" for part in (*parts, _ANY)) if parts else ["x"]
    if profile.start is None:
        yield from (*([] if told else ["pk"]), *(f"p|{name}" for name in profile.targets))


def _in_time(cells: Iterable[str], when: Bounds) -> list[str]:
    spans = quarters(around(when, _SLACK))
    return [f"{cell}|{quarter}" for cell in cells for quarter in (*spans, _ANY)] if spans else list(cells)


def around(when: Bounds, slack: dt.timedelta) -> Bounds:
    """Return a span, longer by some slack on both sides."""
    return Bounds(_moved(when.earliest, -slack), _moved(when.latest, slack))


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
    """Return a day moved by some days; where the calendar ends, the day itself."""
    try:
        return day + by
    except OverflowError:
        return day
