"""What claims say a measure covers, into the materials it covers for certain, possibly, and not.

The invariant: `covers`, `may_cover` and `excludes` are disjoint, and the first two hold the closure of every group
that a claim names as a whole.

A claim on a whole group covers all its members. A claim that counts ("seven rare earths, among them samarium")
covers what it names, and possibly the other members, until claims on the same measure have named as many as were
counted; the rest is then excluded. A group named without a count, next to a claim that is more exact, widens
nothing: "its rare-earth curbs" is a way to speak of seven of them.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from regraph import reference
from regraph.model import STANDING, Claim
from regraph.resolve.values import Groups


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """What a measure covers; the three are sorted and disjoint."""

    covers: tuple[str, ...] = ()
    may_cover: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """The materials of one claim: single ones, groups, and how many in all it counts."""

    named: frozenset[str]
    groups: frozenset[str]
    count: int | None


@cache
def groups() -> Groups:
    """Return the material groups of the reference table."""
    return close({name: material.groups for name, material in reference.materials().items()})


def close(broader: Mapping[str, Iterable[str]]) -> Groups:
    """Return the groups of a table of material to broader groups, closed over groups of groups.

    >>> close({"yttrium": ["heavy"], "heavy": ["rare"], "rare": []}).members["rare"]
    frozenset({'yttrium'})
    """
    parents = {name: set(above) for name, above in broader.items()}
    names = {parent for above in parents.values() for parent in above}
    members: dict[str, set[str]] = defaultdict(set)
    for name, above in parents.items():
        if name in names:
            continue
        todo, seen = set(above), set[str]()
        while todo:
            group = todo.pop()
            seen.add(group)
            members[group].add(name)
            todo |= parents.get(group, set()) - seen
    return Groups({group: frozenset(found) for group, found in sorted(members.items())})


def closure(materials: Iterable[str], known: Groups) -> frozenset[str]:
    """Return `materials` with the members of every group among them; the groups stay in.

    >>> sorted(closure(["tin", "pair"], Groups({"pair": frozenset({"a", "b"})})))
    ['a', 'b', 'pair', 'tin']
    """
    out = set(materials)
    for name in tuple(out):
        out |= known.members.get(name, frozenset())
    return frozenset(out)


def scope(claim: Claim, known: Groups) -> Scope:
    """Return what materials a claim names and counts."""
    names = claim.names("materials")
    counts = dict(claim.get("count") or ())  # type: ignore[arg-type]
    number = counts.get("materials")
    return Scope(
        named=frozenset(name for name in names if name not in known.members),
        groups=frozenset(name for name in names if name in known.members),
        count=number if isinstance(number, int) else None,
    )


def coverage(told: Iterable[tuple[Claim, str]], known: Groups, carve_outs: Iterable[str] = ()) -> Coverage:
    """Return what a measure covers by all claims on it.

    `told` holds each claim with the kind of its document; where an official or reference record tells the scope,
    press claims that name more only make it possible. `carve_outs` are subtracted, groups with their members.

    >>> known = Groups({"rare": frozenset({"ce", "la", "y"})})
    >>> claim = Claim(type="measure", document_id="d", start=0, end=1,
    ...               values=(("count", (("materials", 2),)), ("materials", ("rare", "y"))))
    >>> coverage([(claim, "press")], known)
    Coverage(covers=('y',), may_cover=('ce', 'la'), excludes=())
    """
    scopes = [(scope(claim, known), STANDING.get(kind, 1)) for claim, kind in told if claim.names("materials")]
    carved = closure(carve_outs, known)
    if not scopes:
        return Coverage(excludes=tuple(sorted(carved)))
    top = max(rank for _, rank in scopes)
    leading = [one for one, rank in scopes if rank == top]
    covers, may, out = _united(leading, known)
    if any(one.named or one.groups for one in leading) and top > 1:
        # press that names a metal the record lacks: perhaps the record is short, perhaps the press is wrong
        may |= {name for one, rank in scopes if rank < top for name in one.named} - covers - out
    return Coverage(
        covers=tuple(sorted(covers - carved)),
        may_cover=tuple(sorted(may - covers - carved)),
        excludes=tuple(sorted((out | carved) - (covers - carved))),
    )


def _united(scopes: Iterable[Scope], known: Groups) -> tuple[set[str], set[str], set[str]]:
    listed = list(scopes)
    covers = {name for one in listed for name in one.named}
    may: set[str] = set()
    out: set[str] = set()
    for group in sorted({name for one in listed for name in one.groups}):
        members = known.members[group]
        named = covers & members
        counts = [one.count for one in listed if group in one.groups and one.count is not None]
        if not counts:
            # whole, unless a claim that names single members of the group, and not the group, is more exact
            exact = [one for one in listed if one.named & members and group not in one.groups]
            if not exact:
                covers |= members | {group}
            continue
        count = max(counts)
        if count >= len(members):
            covers |= members | {group}
        elif len(named) >= count:
            out |= members - named
        else:
            may |= members - named
    return covers, may, out - may
