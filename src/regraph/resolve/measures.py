"""Measure claims of many documents, into measures: which claims are about one restriction, and why.

The invariant: the outcome depends on the set of claims and judgements alone, never on their order; and the claims of
one block never touch those of another. Reference records come first, and are the anchors; dated introductions
found measures of their own where no record fits; all other claims attach to the measure that they fit best, or,
where none fits, found one at last if they say enough. A claim too vague to be about anything stays unresolved.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from regraph.ids import digest
from regraph.resolve.blocks import block_keys
from regraph.resolve.clusters import cluster_looks
from regraph.resolve.fit import Fit, fit
from regraph.resolve.links import Links, links
from regraph.resolve.looks import Look, Profile, family, look, profile
from regraph.resolve.summary import measure
from regraph.resolve.values import Assignment, Groups, Judgement, Resolution, Told

ATTACHING: Final = 0.42  # a claim that fits less well is about something else
MARGIN: Final = 0.07  # two measures that fit within this are hard to tell apart
_PACKAGE: Final = 0.3  # members of a package may fit this much less than the best


@dataclass(frozen=True, slots=True, kw_only=True)
class _Option:
    """A measure that a claim may be about."""

    profile: Profile
    fit: Fit


def resolve_measures(told: Iterable[Told], known: Groups, judgements: Iterable[Judgement] = ()) -> Resolution:
    """Return the measures that claims are about; `told` holds all claims of the blocks that it touches.

    Claims of other types are ignored. Record claims (`Claim.record`) are the anchors.
    """
    blocks: dict[str, list[Told]] = defaultdict(list)
    for claim, document in told:
        if claim.type == "measure":
            blocks[block_keys(claim)[0]].append((claim, document))
    listed = tuple(judgements)
    found = [_block(blocks[key], known, listed) for key in sorted(blocks)]
    return Resolution(
        measures=tuple(sorted((one for part in found for one in part.measures), key=lambda one: one.id)),
        assignments=tuple(sorted((one for part in found for one in part.assignments), key=_by_claim)),
        unresolved=tuple(sorted(one for part in found for one in part.unresolved)),
    )


def _by_claim(one: Assignment) -> tuple[object, ...]:
    return (one.claim_id, -one.score, one.measure_id)


def _block(told: Sequence[Told], known: Groups, judgements: Sequence[Judgement]) -> Resolution:
    unique = {claim.id: (claim, document) for claim, document in told}
    looks = sorted((look(one, known) for one in unique.values()), key=lambda one: one.key)
    first = _Block(looks, known, links(judgements, {}))
    found = first.resolved()
    named = {one.id: one.claim_ids for one in found.measures}
    bound = links(judgements, named)
    return found if bound == first.links else _Block(looks, known, bound).resolved()


class _Block:
    """The claims of one block on their way into measures."""

    def __init__(self, looks: Sequence[Look], known: Groups, bound: Links) -> None:
        self.looks, self.known, self.links = looks, known, bound
        self.assignments: list[Assignment] = []
        self.unresolved: list[tuple[str, str]] = []
        self.profiles: list[Profile] = []
        self._fits: dict[tuple[object, ...], Fit | None] = {}

    def resolved(self) -> Resolution:
        """Return the resolution of the block."""
        self._anchor()
        rest = [one for one in self.looks if one.claim.record is None]
        dated = [one for one in rest if one.action == "introduced" and one.claim.modality == "fact" and one.date]
        later = self._attach(dated, list(self.profiles))
        self._found([one for one in later if says_enough(one)])
        waiting = self._attach([one for one in rest if one not in dated], list(self.profiles))
        waiting += [one for one in later if not says_enough(one)]
        self._found([one for one in waiting if says_enough(one)])
        for one in self._attach([one for one in waiting if not says_enough(one)], list(self.profiles)):
            self.unresolved.append((one.id, _why_not(one)))
        return self._resolution()

    def _anchor(self) -> None:
        records: dict[str, list[Look]] = defaultdict(list)
        for one in self.looks:
            if one.claim.record:
                records[self.links.anchor(one.claim.record)].append(one)
        for name, looks in sorted(records.items()):
            self.profiles.append(profile(looks, self.known, name, anchor=name))
            for one in looks:
                self._assign(one, name, Fit(score=1.0, reason=f"made from the record {name}"))

    def _attach(self, looks: Sequence[Look], profiles: Sequence[Profile]) -> list[Look]:
        """Assign each look to the profile that it fits best; return those that fit none."""
        rest: list[Look] = []
        for one in looks:
            must = self.links.must(one.id)
            options = self._options(one, profiles, must)
            if not options:
                rest.append(one)
                continue
            self._choose(one, options, bool(must))
        return rest

    def _options(self, one: Look, profiles: Sequence[Profile], must: frozenset[str]) -> list[_Option]:
        cannot = self.links.cannot(one.id)
        options = []
        for candidate in profiles:
            if must or cannot:
                names = {candidate.id, *(other.id for other in candidate.looks)}
                if names & cannot:
                    continue
                if names & must:
                    return [_Option(profile=candidate, fit=Fit(score=1.0, reason="a person's judgement"))]
            if one.stuff and candidate.single and one.stuff.isdisjoint(candidate.single):
                continue
            found = self._fit(one, candidate)
            if found and found.score >= ATTACHING:
                options.append(_Option(profile=candidate, fit=found))
        return sorted(options, key=lambda option: (-option.fit.score, option.profile.id))

    def _fit(self, one: Look, candidate: Profile) -> Fit | None:
        """Fit a claim; what many documents of a day say alike is weighed once."""
        same = (one.claim.values, one.scope, one.claim.modality, one.document.published, one.rank, candidate.id)
        if same not in self._fits:
            self._fits[same] = fit(one, candidate, self.known)
        return self._fits[same]

    def _choose(self, one: Look, options: Sequence[_Option], judged: bool) -> None:
        best, others = options[0], options[1:]
        package = [other for other in others if _package(one, best, other)]
        package += self._rest_of_materials(one, [best, *package])
        close = [other for other in others if other not in package and best.fit.score - other.fit.score < MARGIN]
        doubt = bool(close) or best.fit.score < ATTACHING + MARGIN
        runner_up = close[0].profile.id if close else None
        for option in (best, *package):
            self._assign(one, option.profile.id, option.fit, unsure=doubt and not judged, runner_up=runner_up)

    def _rest_of_materials(self, one: Look, chosen: Sequence[_Option]) -> list[_Option]:
        """A claim on several metals may be about several measures: find the one on the metals left over."""
        left = one.scope.named - {
            name for option in chosen for name in option.profile.covers | option.profile.may_cover
        }
        if not left or left == one.scope.named or one.scope.count or one.action == "introduced":
            return []
        narrowed = replace(one, scope=replace(one.scope, named=left, groups=frozenset()))
        taken = {option.profile.id for option in chosen}
        rest = [made for made in self.profiles if made.id not in taken and made.anchor]
        return self._options(narrowed, rest, frozenset())[:1]

    def _assign(self, one: Look, name: str, found: Fit, *, unsure: bool = False, runner_up: str | None = None) -> None:
        self.assignments.append(
            Assignment(
                claim_id=one.id,
                measure_id=name,
                score=max(0.0, min(1.0, found.score)),
                reason=found.reason,
                unsure=unsure,
                runner_up=runner_up,
            )
        )

    def _found(self, looks: Sequence[Look]) -> None:
        """Let looks found measures of their own: those that fit each other are one."""
        clusters = cluster_looks(looks, self.known, self.links)
        many = [cluster for cluster in clusters if len(cluster) > 1]
        for cluster in many:
            self._new(cluster)
        single = [cluster[0] for cluster in clusters if len(cluster) == 1]
        # one metal of a measure says little of another; what many claims show together says more
        rest = self._attach(single, list(self.profiles)) if many else single
        for one in rest:
            self._new([one])

    def _new(self, cluster: Sequence[Look]) -> None:
        head = min(cluster, key=_exactness)
        name = self._name(head)
        self.profiles.append(profile(cluster, self.known, name))
        alone = profile([head], self.known, name)
        for one in cluster:
            found = fit(one, alone, self.known) if one is not head else None
            self._assign(one, name, found or Fit(score=1.0, reason="founds the measure"))

    def _name(self, head: Look) -> str:
        """An id that stays while the strongest, most exact claim says what it says."""
        said = digest(head.state, family(head.claim), *sorted(head.target), *head.key[:-1])
        taken = {one.id for one in self.profiles}
        return said if said not in taken else digest(said, head.id)

    def _resolution(self) -> Resolution:
        by_measure: dict[str, list[Assignment]] = defaultdict(list)
        for one in self.assignments:
            by_measure[one.measure_id].append(one)
        by_id = {one.id: one for one in self.looks}
        measures, assignments = [], []
        for made in self.profiles:
            mine = sorted(by_measure[made.id], key=_by_claim)
            result = measure(made, [by_id[one.claim_id] for one in mine], self.known)
            measures.append(result)
            general = _general_changes(made, [by_id[one.claim_id] for one in mine])
            scoped = [(one, only_for(by_id[one.claim_id], result.covers, self.known, general)) for one in mine]
            assignments += [replace(one, only_for=materials) for one, materials in scoped]
        return Resolution(measures=tuple(measures), assignments=tuple(assignments), unresolved=tuple(self.unresolved))


def says_enough(one: Look) -> bool:
    """Return whether a claim says enough to be a measure of its own, where it fits no other."""
    if one.claim.modality == "denied":
        return False
    if one.scope.named or one.scope.groups or one.items or one.citation:
        return True
    return bool(one.target) and family(one.claim) != "export" and (one.date is not None or bool(one.claim.get("count")))


def _exactness(one: Look) -> tuple[object, ...]:
    width = one.date.latest - one.date.earliest if one.date else dt.timedelta.max
    return (one.action != "introduced", -one.rank, width, one.key)


def _why_not(one: Look) -> str:
    if one.claim.modality == "denied":
        return "a denial of what no source tells"
    return "too vague: names no material, good, target or number that fits"


def _package(one: Look, best: _Option, other: _Option) -> bool:
    """Return whether a claim speaks of both as one package ("the October controls", "Nos. 61 and 62")."""
    if len(one.citation) > 1 and "same instrument" in other.fit.reason:
        return True
    cites_other = bool(one.citation) and "its change cites it" not in other.fit.reason
    names_one = bool(one.scope.named) or one.scope.count is not None
    apart = best.fit.score - other.fit.score > _PACKAGE
    other_goods = "items differ" in other.fit.reason and "items differ" not in best.fit.reason
    if cites_other or names_one or apart or other_goods:
        return False
    if one.action not in ("suspended", "postponed", "lifted") or not best.profile.anchor or not other.profile.anchor:
        return False
    if best.profile.announced == other.profile.announced:
        return True
    return "its known change" in best.fit.reason and "its known change" in other.fit.reason


def _general_changes(made: Profile, looks: Iterable[Look]) -> frozenset[str]:
    """Return the actions that some claim tells of the whole measure."""
    return frozenset(one.action for one in looks if one.claim.record == made.anchor and one.claim.record)


def only_for(one: Look, covers: Sequence[str], known: Groups, general: frozenset[str]) -> tuple[str, ...]:
    """Return the materials that a change is limited to; empty where it is about the whole measure."""
    if one.action not in ("suspended", "postponed", "lifted") or one.action in general:
        return ()
    if one.scope.groups or one.scope.count or not one.scope.named:
        return ()
    single = set(covers) - known.members.keys()
    touched = one.scope.named & single
    return tuple(sorted(touched)) if touched and touched < single else ()
