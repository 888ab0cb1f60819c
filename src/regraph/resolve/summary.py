"""The claims put to one measure, into the measure: label, kind, imposers, coverage."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from regraph.model import Measure
from regraph.resolve import labels
from regraph.resolve.coverage import Coverage, coverage
from regraph.resolve.looks import Look, Profile
from regraph.resolve.values import Groups

_VAGUE: Final = ("export_control", "other")


def measure(made: Profile, looks: Sequence[Look], claims: Mapping[str, Sequence[str]], known: Groups) -> Measure:
    """Return the measure of a profile and of all looks put to it, sorted by id; `claims` tells who says them (ids)."""
    records = [one for one in looks if one.claim.record]
    founding = [one for one in looks if one.id in made.founders]
    leading = records or founding
    covered = coverage([(one.claim, one.document.kind) for one in looks if _tells_scope(one)], known)
    kind = _kind(leading, claims)
    imposers = tuple(sorted({actor for one in leading for actor in one.claim.names("imposer")}))
    targets = tuple(sorted({actor for one in leading for actor in one.claim.names("target")}))
    told = labels.measure(kind, imposers, targets, _stuff(made, founding, covered))
    label = _title(records) or told + labels.month(made.start)
    return Measure(
        id=made.id,
        label=label,
        kind=kind,
        imposers=imposers,
        targets=targets,
        covers=covered.covers,
        may_cover=covered.may_cover,
        excludes=covered.excludes,
        items=tuple(sorted({item for one in leading for item in one.items})),
        references=tuple(sorted({text for one in leading if (text := _own_reference(one))})),
        anchor=made.anchor,
        claim_ids=tuple(sorted({name for one in looks for name in claims[one.id]})),
    )


def _tells_scope(one: Look) -> bool:
    """A change may touch a part only; what it names says little of the whole, unless nothing else does."""
    return one.action in ("introduced", "maintained", "expanded") and one.claim.modality in (
        "fact",
        "expected",
        "threatened",
    )


def _own_reference(one: Look) -> str | None:
    return one.claim.word("reference") if one.action == "introduced" else None


def _kind(looks: Iterable[Look], claims: Mapping[str, Sequence[str]]) -> str:
    """The most specific kind, then the one told most often by the strongest."""
    votes: Counter[str] = Counter()
    for one in looks:
        votes[one.kind] += len(claims[one.id]) * one.rank * (3 if one.action == "introduced" else 1)
    return min(votes, key=lambda kind: (kind in _VAGUE, -votes[kind], kind))


def _title(records: Sequence[Look]) -> str | None:
    titles = sorted({one.document.title for one in records if one.document.title and one.action == "introduced"})
    return titles[0] if titles else None


def _stuff(made: Profile, founding: Iterable[Look], covered: Coverage) -> list[str]:
    """Return what a label names: whole groups, else groups that are named, else materials, else goods."""
    materials = covered.covers or covered.may_cover
    groups = sorted(made.whole & set(materials)) or sorted({group for one in founding for group in one.scope.groups})
    return groups or list(materials) or sorted(made.items)
