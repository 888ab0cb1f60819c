"""A claim and a measure, into how well they fit and why: pure comparators, their weights in one table.

Each comparator returns a score and a reason; None vetoes. The sum is the fit.
"""

import datetime as dt
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from regraph.dates import Bounds
from regraph.resolve import citations
from regraph.resolve.looks import Look, Profile
from regraph.resolve.values import Groups

Part = tuple[float, str] | None

WEIGHTS: Final[Mapping[str, float]] = {
    "same instrument": 0.6,
    "its change cites it": 0.35,
    "same kind": 0.15,
    "kind left open": 0.1,
    "ban or licence": 0.0,
    "other form of limit": -0.45,
    "technology against goods": -0.3,
    "same target": 0.1,
    "no target": 0.05,
    "target told by one side": -0.06,
    "materials inside": 0.22,
    "materials alike": 0.23,  # times the share in common
    "materials outside": -0.25,  # times the share outside
    "group inside": 0.22,
    "group as a whole": 0.1,
    "count fits": 0.15,
    "count differs": -0.2,
    "group partly": 0.08,
    "materials told by one side": -0.1,
    "same items": 0.18,
    "items in common": 0.12,
    "all that is told": 0.1,  # neither side names a material
    "widened by it": 0.3,
    "technology in common": 0.1,
    "items differ": -0.06,
    "same day": 0.35,
    "same month": 0.3,
    "days apart": 0.25,
    "a week apart": 0.12,
    "same year": 0.12,
    "weeks apart": -0.1,
    "recent": 0.09,  # times how recent, halving in a year
    "in force then": 0.1,
    "not in force then": -0.4,
    "brought forward": -0.05,
    "a plan of it": 0.1,
    "suspended then": -0.15,
    "not yet in force then": 0.22,
    "long in force then": -0.45,
    "its known change": 0.25,
    "its known term": 0.1,
    "no such change known": -0.12,
    "same rate": 0.15,
}
FAR: Final = dt.timedelta(days=45)  # introductions further apart are two
_WEEK: Final = dt.timedelta(days=10)
_DAYS: Final = dt.timedelta(days=3)
_YEAR: Final = dt.timedelta(days=360)
_MONTH: Final = dt.timedelta(days=31)
_OPEN: Final = frozenset({"export_control", "other"})
_AMOUNTS: Final = frozenset({"export_quota", "export_tax"})
_PAUSES: Final = frozenset({"suspended", "postponed"})
_STILL: Final = frozenset({"maintained", "eased", "expanded", "extended"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """How well a claim fits a measure."""

    score: float  # sum of the weights; 1 and more is as sure as it gets
    reason: str


def weigh(*names: str) -> Part:
    """Return the weights of named reasons as one part.

    >>> weigh("same kind")
    (0.15, 'same kind')
    """
    return sum(WEIGHTS[name] for name in names), ", ".join(names)


def instrument(look: Look, profile: Profile) -> Part:
    """Compare legal references; a change may cite the Act that makes it, so only introductions contradict."""
    if citations.same(look.citation, profile.citation):
        if look.part and profile.part and look.part != profile.part:
            return None
        return weigh("same instrument")
    if look.action == "introduced" and citations.contradict(look.citation, profile.citation):
        return None
    if look.action != "introduced" and citations.same(look.citation, profile.cited):
        return weigh("its change cites it")
    return 0.0, ""


def kind(look: Look, profile: Profile) -> Part:
    """Compare kinds: what the text calls a ban may be a licence, but never a quota."""
    if look.kind in profile.kinds:
        return weigh("same kind")
    technology = "technology_control" in profile.kinds
    if technology != (look.kind == "technology_control"):
        told = look.items if technology else profile.items
        if not any("technolog" in item or "software" in item for item in told):
            return weigh("technology against goods")
        return weigh("kind left open")
    if look.kind in _OPEN or profile.kinds & _OPEN:
        return weigh("kind left open")
    if look.kind in _AMOUNTS or profile.kinds & _AMOUNTS:
        return weigh("other form of limit")
    return weigh("ban or licence")


def target(look: Look, profile: Profile) -> Part:
    """Compare whom it is aimed at; a target told by one side only is a weak sign."""
    if look.target and profile.targets:
        return weigh("same target") if look.target & profile.targets else None
    return weigh("target told by one side" if look.target or profile.targets else "no target")


def materials(look: Look, profile: Profile, known: Groups) -> Part:
    """Compare materials, with groups and counts; no material in common vetoes."""
    named, groups = look.scope.named, look.scope.groups
    told = profile.covers | profile.may_cover
    if not (named or groups) or not told:
        return weigh("materials told by one side") if bool(named or groups) != bool(told) else (0.0, "")
    single = profile.single
    if named:
        part = _named(named, single, bool(groups) or look.scope.count is not None)
    else:
        part = _grouped(groups, single, profile, known)
    return _counted(look, profile, part) if part else None


def _named(named: frozenset[str], single: frozenset[str], among: bool) -> Part:
    shared = named & single
    if not shared:
        return None
    outside = len(named - single) / len(named)
    alike = 0.5 if among and not outside else len(shared) / len(named | single)
    score = WEIGHTS["materials inside"] * (1 - outside) + WEIGHTS["materials alike"] * alike
    return score + WEIGHTS["materials outside"] * outside, f"materials {', '.join(sorted(shared)[:3])}"


def _grouped(groups: frozenset[str], single: frozenset[str], profile: Profile, known: Groups) -> Part:
    members = frozenset(name for group in groups for name in known.members[group])
    if not members:
        return (WEIGHTS["group as a whole"], "same group") if groups & profile.covers else weigh("group partly")
    shared = members & single
    if not shared:
        return None
    if groups & profile.whole:
        return weigh("group inside", "group as a whole")
    return weigh("group inside") if single <= members else weigh("group partly")


def _counted(look: Look, profile: Profile, part: tuple[float, str]) -> Part:
    count = look.scope.count
    if count is None or not profile.counts:
        return part
    name = "count fits" if count in profile.counts else "count differs"
    return part[0] + WEIGHTS[name], f"{part[1]}, {name}"


def items(look: Look, profile: Profile) -> Part:
    """Compare goods and technologies; where no material is told they say what it is about, or the target does."""
    bare = not (look.scope.named or look.scope.groups or profile.covers or profile.may_cover)
    if not look.items and not profile.items:
        return weigh("all that is told") if bare and look.target and look.target == profile.targets else (0.0, "")
    if not look.items or not profile.items:
        return 0.0, ""
    if look.items == profile.items:
        return weigh("same items", "all that is told") if bare else weigh("same items")
    if look.items & profile.items or _alike(look.items, profile.items):
        return weigh("items in common", "all that is told") if bare else weigh("items in common")
    if _technology(look.items) and _technology(profile.items):
        return weigh("technology in common")
    return weigh("items differ")


def _alike(some: frozenset[str], others: frozenset[str]) -> bool:
    """Return whether two goods share most of their words (chip-design-software, semiconductor-design-software)."""
    return any(
        2 * len(one & other) > max(len(one), len(other)) for one in map(tokens, some) for other in map(tokens, others)
    )


def tokens(name: str) -> frozenset[str]:
    """Return the words of a good, in the singular."""
    return frozenset(part.rstrip("s") for part in name.split("-"))


def _technology(names: frozenset[str]) -> bool:
    return any("technolog" in name for name in names)


def rates(look: Look, profile: Profile) -> Part:
    """Compare the rates of duties."""
    return weigh("same rate") if look.rate is not None and look.rate in profile.rates else (0.0, "")


def dating(look: Look, profile: Profile) -> Part:
    """Compare days: of the start for an introduction, of what was in force then for a change."""
    return _introduced(look, profile) if look.action == "introduced" else _changed(look, profile)


def _introduced(look: Look, profile: Profile) -> Part:
    planned = look.claim.modality != "fact"
    if look.date is None:
        told = look.latest
        if told and profile.announced and profile.announced > told + _DAYS:
            return weigh("a plan of it") if planned and profile.announced - told < _YEAR else None
        return _recent(told, profile)
    if profile.start is None:
        return _recent(look.date.latest, profile) if not _after(profile.announced, look.date.latest) else None
    window = Bounds(min(profile.announced or profile.start.earliest, profile.start.earliest), profile.start.latest)
    ends = [profile.start] + ([Bounds(profile.announced, profile.announced)] if profile.announced else [])
    width = max(look.date.latest - look.date.earliest, profile.start.latest - profile.start.earliest)
    apart = _apart(min(_gap(look.date, end) for end in ends), width)
    before = look.date.latest <= window.latest and window.earliest - look.date.latest < _YEAR
    if planned and before and (apart is None or apart[0] < WEIGHTS["a plan of it"]):
        return weigh("a plan of it")  # a plan stands before what it plans
    return apart


def _apart(gap: dt.timedelta, width: dt.timedelta) -> Part:
    if gap > FAR:
        return None
    if gap == dt.timedelta(0):
        return weigh("same day" if width < _DAYS else "same month" if width <= _MONTH else "same year")
    return weigh("days apart" if gap <= _DAYS else "a week apart" if gap <= _WEEK else "weeks apart")


def _after(day: dt.date | None, other: dt.date) -> bool:
    return day is not None and day > other + _DAYS


def _changed(look: Look, profile: Profile) -> Part:
    day = look.latest
    if day is None:
        part = _recent(None, profile)
    elif _after(profile.announced, day) and _after(profile.start.earliest if profile.start else None, day):
        return None
    else:
        part = _then(look, profile, day)
    known = _known_change(look, profile)
    return (part[0] + known[0], ", ".join(filter(None, (part[1], known[1])))) if part and known else part or known


def _then(look: Look, profile: Profile, day: dt.date) -> Part:
    recent = _recent(day, profile)
    begun = profile.start is None or profile.start.earliest <= day + _DAYS
    name = ""
    if look.action == "postponed":
        name = "long in force then" if profile.start and profile.start.latest < day else "not yet in force then"
    elif look.action in _STILL:
        name = "in force then" if begun else "brought forward" if look.action == "expanded" else "not in force then"
        if begun and _paused(profile, day):
            name = "suspended then"
    if (
        look.action == "expanded"
        and look.date
        and profile.announced
        and abs(look.date.latest - profile.announced) <= _DAYS
    ):
        name = "widened by it"  # a new act, told as a widening of what was there
    if begun and _over(profile, day) and look.action != "lifted":
        name = "not in force then"
    return ((recent[0] if recent else 0.0) + (WEIGHTS[name] if name else 0.0), name or "told later")


def _over(profile: Profile, day: dt.date) -> bool:
    ends = [when.latest for action, when, _ in profile.changes if action == "lifted"]
    return bool(ends) and max(ends) < day - _MONTH


def _paused(profile: Profile, day: dt.date) -> bool:
    pauses = [(when, until) for action, when, until in profile.changes if action in _PAUSES]
    return any(when.latest < day and until and day <= until.earliest for when, until in pauses)


def _known_change(look: Look, profile: Profile) -> Part:
    """Compare with the changes that the measure is known to have had."""
    actions = _PAUSES if look.action in _PAUSES else {look.action}
    same = [(when, until) for action, when, until in profile.changes if action in actions]
    if look.action == "maintained" or not profile.anchor:
        return 0.0, ""
    if not same:
        return weigh("no such change known") if look.action in (*_PAUSES, "lifted") else (0.0, "")
    term = any(look.until and until and _gap(look.until, until) <= _DAYS for _, until in same)
    slack = _MONTH if look.action == "postponed" else _WEEK + _DAYS
    near = any(_near(look, when, slack) for when, _ in same)
    names = ([] if not near else ["its known change"]) + (["its known term"] if term else [])
    return weigh(*names) if names else (0.0, "")


def _near(look: Look, when: Bounds, slack: dt.timedelta) -> bool:
    if look.date:
        return _gap(look.date, when) <= slack
    if look.after:
        return dt.timedelta(0) <= when.earliest - look.after <= 2 * _MONTH
    return bool(look.published) and _gap(look.published or when, when) <= slack


def _recent(day: dt.date | None, profile: Profile) -> Part:
    began = profile.start.earliest if profile.start else profile.announced
    if day is None or began is None:
        return 0.0, ""
    years = max((day - began).days, 0) / 365
    return WEIGHTS["recent"] * math.pow(0.5, years), "begun before"


def _gap(one: Bounds, other: Bounds) -> dt.timedelta:
    return max(one.earliest - other.latest, other.earliest - one.latest, dt.timedelta(0))


_COMPARATORS: Final[tuple[Callable[[Look, Profile], Part], ...]] = (instrument, dating, target, kind, items, rates)


def fit(look: Look, profile: Profile, known: Groups) -> Fit | None:
    """Return how well a claim fits a measure; None where something rules it out."""
    if look.stuff and profile.single and look.stuff.isdisjoint(profile.single):
        return None  # the commonest case, and the cheapest to see
    score, reasons = 0.0, []
    for comparator in _COMPARATORS:
        part = comparator(look, profile)
        if part is None:
            return None
        score += part[0]
        reasons.append(part[1])
    stuff = materials(look, profile, known)
    if stuff is None:
        return None
    reasons.append(stuff[1])
    return Fit(score=round(score + stuff[0], 3), reason="; ".join(filter(None, reasons)))
