"""The claims put to one measure, into the measure: label, kind, imposers, coverage."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from regraph import reference
from regraph.model import STANDING, Measure
from regraph.resolve.coverage import Coverage, coverage
from regraph.resolve.looks import Look, Profile
from regraph.resolve.values import Groups

_MONTHS: Final = "January February March April May June July August September October November December".split()
_WORDS: Final = {
    "export_licensing": "Export licensing",
    "export_ban": "Export ban",
    "export_quota": "Export quota",
    "export_tax": "Export tax",
    "export_control": "Export control",
    "technology_control": "Technology control",
    "entity_listing": "Listing of firms",
    "tariff": "Tariff",
    "import_restriction": "Import restriction",
    "visa_restriction": "Visa restriction",
    "port_fee": "Port fee",
    "investigation": "Investigation",
    "other": "Measure",
}
_VAGUE: Final = ("export_control", "other")


def measure(made: Profile, looks: Sequence[Look], known: Groups) -> Measure:
    """Return the measure of a profile and of all looks put to it; `looks` are sorted by claim id."""
    records = [one for one in looks if one.claim.record]
    founding = [one for one in looks if one.id in made.founders]
    leading = records or founding
    covered = coverage([(one.claim, one.document.kind) for one in looks if _tells_scope(one)], known)
    kind = _kind(leading)
    imposers = tuple(sorted({actor for one in leading for actor in one.claim.names("imposer")}))
    targets = tuple(sorted({actor for one in leading for actor in one.claim.names("target")}))
    label = _title(records) or _label(kind, imposers, targets, made, _stuff(made, founding, covered))
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
        claim_ids=tuple(sorted({one.id for one in looks})),
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


def _kind(looks: Iterable[Look]) -> str:
    """The most specific kind, then the one told most often by the strongest."""
    votes: Counter[str] = Counter()
    for one in looks:
        votes[one.kind] += STANDING.get(one.document.kind, 1) * (3 if one.action == "introduced" else 1)
    return min(votes, key=lambda kind: (kind in _VAGUE, -votes[kind], kind))


def _title(records: Sequence[Look]) -> str | None:
    titles = sorted({one.document.title for one in records if one.document.title and one.action == "introduced"})
    return titles[0] if titles else None


def _stuff(made: Profile, founding: Iterable[Look], covered: Coverage) -> list[str]:
    """Return what a label names: whole groups, else groups that are named, else materials, else goods."""
    materials = covered.covers or covered.may_cover
    groups = sorted(made.whole & set(materials)) or sorted({group for one in founding for group in one.scope.groups})
    return groups or list(materials) or sorted(made.items)


def _label(kind: str, imposers: Sequence[str], targets: Sequence[str], made: Profile, stuff: Sequence[str]) -> str:
    """Return a label in words: who, what, on what, against whom, when."""
    who = reference.label(imposers[0]) if imposers else "Unknown"
    text = f"{who}: {_WORDS[kind].lower()}"
    if stuff:
        names = [reference.label(name) for name in stuff[:5]]
        text += f" on {', '.join(names)}{' and others' if len(stuff) > 5 else ''}"
    if targets:
        text += f", against {', '.join(reference.label(name) for name in targets[:3])}"
    if made.start:
        first = made.start.earliest
        exact = (made.start.latest - first).days <= 31
        text += f" ({_MONTHS[first.month - 1]} {first.year})" if exact else f" ({first.year})"
    return text
