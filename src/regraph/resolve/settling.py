"""The claims of a block, settled layer by layer: put to a measure, founding one, or too vague for either.

The invariant: how the claims of a block are settled depends on the set of them, and not on the order or the batches
in which they come; for a claim that comes or goes, only those are settled anew that it, or a measure that changed by
it, can touch (`cells`).

0. Records make the measures that the others are held to first.
1. Dated introductions that fit none of these found measures together; those left alone join one, or found their own.
2. All other claims are put to the measure that they fit best; where none fits, they found measures in the same way.
3. A claim that says too little to found a measure is put to any of these, or stays unresolved.

A stage is a layer with `a` (put to a measure of the layers before), `f` (free: fits none of them) or `n` (no home).
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from regraph.ids import digest
from regraph.resolve import cells
from regraph.resolve.clusters import Linked, Pairs, cluster_looks
from regraph.resolve.fit import Fit, fit
from regraph.resolve.links import Links
from regraph.resolve.looks import Look, Profile, family, profile
from regraph.resolve.pool import Pool
from regraph.resolve.values import Assignment, Groups

ATTACHING: Final = 0.42  # a claim that fits less well is about something else
MARGIN: Final = 0.07  # two measures that fit within this are hard to tell apart
_PACKAGE: Final = 0.3  # members of a package may fit this much less than the best


@dataclass(frozen=True, slots=True, kw_only=True)
class _Option:
    """A measure that a claim may be about."""

    profile: Profile
    fit: Fit


@dataclass(slots=True)
class Delta:
    """Measures that changed: as they stood before, and as they stand now."""

    old: dict[str, Profile] = field(default_factory=dict)
    new: dict[str, Profile] = field(default_factory=dict)

    def __iter__(self) -> Iterator[Profile]:
        """Yield the measures that show something else than before, old and new ones."""
        for name in sorted({*self.old, *self.new}):
            before, now = self.old.get(name), self.new.get(name)
            if before and now and before.shows == now.shows:
                continue
            yield from (one for one in (before, now) if one)

    def add(self, other: "Delta") -> None:
        """Take in what changed later."""
        self.old = {**other.old, **self.old}
        self.new |= other.new


class Settling:
    """The claims of one block on their way into measures."""

    def __init__(self, pool: Pool, known: Groups, bound: Links) -> None:
        self.pool, self.known, self.links = pool, known, bound
        self.assigned: dict[str, list[Assignment]] = {}  # of the claims that were settled anew
        self.changed = Delta()
        self._pairs = Pairs(known, bound)
        self._fits: dict[tuple[object, ...], Fit | None] = {}

    def settle(self, come: Iterable[Look], gone: Sequence[str]) -> None:
        """Let claims come and go (ids), and settle all that they touch."""
        left = [(self.pool.get(name), self.pool.stages[name]) for name in gone]
        for name in gone:
            self.pool.drop(name)
        fresh = sorted(come, key=lambda one: one.key)
        for one in fresh:
            self.pool.add(one)
        self._records(fresh, [one for one, _ in left])
        vague: dict[str, Look] = {}
        for layer, role in ((1, cells.DATED), (2, cells.OTHER)):
            stage = f"{layer}f"
            linked = Linked(self.pool, self._pairs, stage)
            linked.left = {one.id: one for one, before in left if before == stage}
            stirred = {one.id: one for one in fresh if cells.role(one) == role}
            stirred |= self._touched(self.changed, role, stirred)
            vague |= self._attach_all(layer, stirred, linked)
            self._found(layer, linked)
        vague |= self._touched(self.changed, cells.VAGUE, vague)
        for one in sorted(vague.values(), key=lambda one: one.key):
            self.pool.stage(one.id, "3a" if self._attach(one, self._options(one, 2)) else "3n")

    def unresolved(self) -> list[tuple[str, str]]:
        """Return the claims of the pool that are about no measure, with the reason, by id."""
        return sorted(
            (name, _why_not(self.pool.looks[name])) for name, stage in self.pool.stages.items() if stage == "3n"
        )

    # --- who is touched ---------------------------------------------------------------------------------------------

    def _touched(self, changed: Iterable[Profile], among: str, but: Iterable[str]) -> dict[str, Look]:
        """Return the claims of a role that fit a measure that changed; records are held to parts of claims too."""
        if self.pool.source is None:
            return {}  # all claims came at once, and are settled anyhow
        out = dict.fromkeys(but)
        found: dict[str, Look] = {}
        for made in changed:
            for one in self.pool.claims(cells.touched_by(made, among)):
                if one.id not in out and one.id not in found and (made.anchor or self._fits_well(one, made)):
                    found[one.id] = one
        return found

    def _fits_well(self, one: Look, made: Profile) -> bool:
        found = fit(one, made, self.known)
        return found is not None and found.score >= ATTACHING

    # --- layers -----------------------------------------------------------------------------------------------------

    def _records(self, come: Sequence[Look], gone: Sequence[Look]) -> None:
        names = {self.links.anchor(one.claim.record) for one in (*come, *gone) if one.claim.record}
        for name in sorted(names):
            before = self.pool.profile(name)
            kept = [self.pool.get(claim) for claim in before.founders if claim in self.pool] if before else []
            fresh = [one for one in come if one.claim.record and self.links.anchor(one.claim.record) == name]
            looks = sorted({one.id: one for one in (*kept, *fresh)}.values(), key=lambda one: one.key)
            self.pool.remove(name)
            delta = Delta({name: before} if before else {})
            if looks:
                made = profile(looks, self.known, name, anchor=name)
                self.pool.put(made)
                delta.new[name] = made
            for one in looks:
                self.pool.stage(one.id, "0")
                self._assign(one, [(made, Fit(score=1.0, reason=f"made from the record {name}"))])
            self.changed.add(delta)

    def _attach_all(self, layer: int, stirred: dict[str, Look], linked: Linked) -> dict[str, Look]:
        """Put claims to measures of the layers before; return those that fit none and say too little."""
        vague: dict[str, Look] = {}
        for one in sorted(stirred.values(), key=lambda one: one.key):
            before = self.pool.stages[one.id]
            options = self._options(one, layer - 1)
            if options:
                self._attach(one, options)
                stage = f"{layer}a"
            elif says_enough(one):
                stage = f"{layer}f"
            else:
                vague[one.id] = one
                stage = before if before.startswith("3") else ""
            self.pool.stage(one.id, stage)
            if stage != before:
                linked.moved(one, before)
        return vague

    def _found(self, layer: int, linked: Linked) -> None:
        """Let free claims found measures: those that fit each other one, those left alone join one or stand alone."""
        seeds = [*linked.left.values(), *(self.pool.looks[name] for name in sorted(linked.joined))]
        parts = linked.parts(seeds)
        clusters = [cluster for part in parts for cluster in cluster_looks(part, self._pairs)]
        clusters.sort(key=lambda cluster: cluster[0].key)
        homes = {self.pool.home(name) for name in (*(one.id for some in clusters for one in some), *linked.left)}
        delta = Delta(old=self._removed(homes))
        for cluster in clusters:
            if len(cluster) > 1:
                self._new(cluster, delta)
        alone = {cluster[0].id: cluster[0] for cluster in clusters if len(cluster) == 1}
        many = Delta(
            {name: one for name, one in delta.old.items() if len(one.founders) > 1},
            {name: one for name, one in delta.new.items() if len(one.founders) > 1},
        )
        among = cells.DATED if layer == 1 else cells.FREE
        inside = {one.id for cluster in clusters for one in cluster}
        for name, one in self._touched(many, among, inside).items():
            home = self.pool.profile(self.pool.home(name) or "")
            if self.pool.stages[name] == f"{layer}f" and (home is None or len(home.founders) == 1):
                alone[name] = one
                delta.old |= self._removed([home.id] if home else [])
        # one metal of a measure says little of another; what many claims show together says more
        joining = [
            (one, self._options(one, layer - 1, many=True)) for one in sorted(alone.values(), key=lambda one: one.key)
        ]
        for one, options in joining:
            if not self._attach(one, options):
                self._new([one], delta)
        self.changed.add(delta)

    def _removed(self, names: Iterable[str | None]) -> dict[str, Profile]:
        found = {name: made for name in names if name and (made := self.pool.profile(name))}
        for name in found:
            self.pool.remove(name)
        return found

    def _new(self, cluster: Sequence[Look], delta: Delta) -> None:
        head = min(cluster, key=_exactness)
        name = self._name(head)
        made = profile(cluster, self.known, name)
        self.pool.put(made)
        delta.new[name] = made
        alone = profile([head], self.known, name)
        for one in cluster:
            found = fit(one, alone, self.known) if one is not head else None
            self._assign(one, [(made, found or Fit(score=1.0, reason="founds the measure"))])

    def _name(self, head: Look) -> str:
        """An id that stays while the strongest, most exact claim says what it says."""
        said = digest(head.state, family(head.claim), *sorted(head.target), *head.key[:-1], repr(head.alike))
        # only a person's judgement keeps claims apart that say the same
        return said if not self.pool.profile(said) else digest(said, head.id)

    # --- one claim --------------------------------------------------------------------------------------------------

    def _options(self, one: Look, layer: int, *, many: bool = False) -> list[_Option]:
        """Return the measures up to a layer that a claim may be about, best first; `many`: and of the next layer those
        that several claims founded.
        """
        must, cannot = self.links.must(one.claim.id), self.links.cannot(one.claim.id)
        near = self.pool.near(cells.profiles_near(one)) if not must else self.pool.all()
        options = []
        for candidate in near:
            together = many and candidate.layer == layer + 1 and len(candidate.founders) > 1
            if candidate.layer > layer and not together:
                continue
            if must or cannot:
                names = {candidate.id, *(self.pool.looks[name].claim.id for name in candidate.founders)}
                if names & cannot:
                    continue
                if names & must:
                    return [_Option(profile=candidate, fit=Fit(score=1.0, reason="a person's judgement"))]
            found = self._fit(one, candidate)
            if found and found.score >= ATTACHING:
                options.append(_Option(profile=candidate, fit=found))
        return sorted(options, key=lambda option: (-option.fit.score, option.profile.id))

    def _fit(self, one: Look, candidate: Profile) -> Fit | None:
        """Fit a claim; what many documents of a day say alike is weighed once."""
        same = (*one.alike, one.scope, one.document.published, candidate.id, candidate.founders)
        if same not in self._fits:
            self._fits[same] = fit(one, candidate, self.known)
        return self._fits[same]

    def _attach(self, one: Look, options: Sequence[_Option]) -> bool:
        """Put a claim to the measure that it fits best, and to those told with it as one package."""
        if not options:
            self._assign(one, [])
            return False
        best, others = options[0], options[1:]
        package = [other for other in others if _package(one, best, other)]
        package += self._rest_of_materials(one, [best, *package])
        close = [other for other in others if other not in package and best.fit.score - other.fit.score < MARGIN]
        doubt = (bool(close) or best.fit.score < ATTACHING + MARGIN) and not self.links.must(one.claim.id)
        runner_up = close[0].profile.id if close else None
        chosen = [(option.profile, option.fit) for option in (best, *package)]
        self._assign(one, chosen, unsure=doubt, runner_up=runner_up)
        return True

    def _rest_of_materials(self, one: Look, chosen: Sequence[_Option]) -> list[_Option]:
        """A claim on several metals may be about several measures: find the one on the metals left over."""
        left = one.scope.named - {
            name for option in chosen for name in option.profile.covers | option.profile.may_cover
        }
        if not left or left == one.scope.named or one.scope.count or one.action == "introduced":
            return []
        narrowed = replace(one, scope=replace(one.scope, named=left, groups=frozenset()))
        taken = {option.profile.id for option in chosen}
        options = self._options(narrowed, 0)
        return [option for option in options if option.profile.id not in taken][:1]

    def _assign(
        self,
        one: Look,
        chosen: Iterable[tuple[Profile, Fit]],
        *,
        unsure: bool = False,
        runner_up: str | None = None,
    ) -> None:
        self.assigned[one.id] = [
            Assignment(
                claim_id=one.id,
                measure_id=made.id,
                score=max(0.0, min(1.0, found.score)),
                reason=found.reason,
                unsure=unsure,
                runner_up=runner_up,
            )
            for made, found in chosen
        ]


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
