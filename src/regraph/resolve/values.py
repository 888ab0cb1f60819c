"""The values that resolving takes and gives: groups, judgements, assignments, resolutions, candidates; all frozen."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from regraph.model import Claim, Document, Measure

Told = tuple[Claim, Document]  # a claim with the document that it stands in


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """Which measure a claim is about, how sure that is, and why."""

    claim_id: str  # while a block is settled, the id of the look that claims share
    measure_id: str
    score: float  # 0 to 1
    reason: str  # plain words: what fits
    unsure: bool = False  # another measure fits nearly as well, or the fit is thin: worth a person's look
    runner_up: str | None = None  # that other measure
    only_for: tuple[str, ...] = ()  # the claim touches only these materials of the measure; empty: all of it


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """Claims of one or more blocks sorted into measures.

    A claim on a package ("the October controls") is about several measures, so `assignments` may hold more than
    one for it, best first.
    """

    measures: tuple[Measure, ...] = ()  # by id
    assignments: tuple[Assignment, ...] = ()  # by claim id, best first
    unresolved: tuple[tuple[str, str], ...] = ()  # (claim id, why), by claim id

    def assigned(self) -> Mapping[str, str]:
        """Return the one measure that each claim fits best: claim id to measure id."""
        best: dict[str, str] = {}
        for assignment in self.assignments:
            best.setdefault(assignment.claim_id, assignment.measure_id)
        return best

    def of_measure(self, measure_id: str) -> tuple[Assignment, ...]:
        """Return the assignments to one measure, by claim id."""
        return tuple(a for a in self.assignments if a.measure_id == measure_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One thing that a name may mean."""

    id: str
    label: str
    kind: str  # actor, material, measure, agreement
    score: float  # 0 to 1; 1 where the name stands in an alias table
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """A person's decision that two things are, or are not, the same.

    `left` and `right` are ids of claims, of reference records, or of measures.
    """

    left: str
    right: str
    same: bool
    by: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Groups:
    """Which materials are members of which group, closed: the members of a group hold no group."""

    members: Mapping[str, frozenset[str]] = field(default_factory=dict)
