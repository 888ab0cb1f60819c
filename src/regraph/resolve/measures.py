"""Measure claims of many documents, into measures: which claims are about one restriction, and why.

The invariant: the outcome depends on the set of claims and judgements alone, never on their order; and the claims of
one block never touch those of another (`settling` tells how those of one block are settled).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from regraph.model import Measure
from regraph.resolve.blocks import block_keys
from regraph.resolve.links import Links, links
from regraph.resolve.looks import Look, Profile, look, sayings
from regraph.resolve.pool import Pool
from regraph.resolve.settling import Settling
from regraph.resolve.summary import measure
from regraph.resolve.values import Assignment, Groups, Judgement, Resolution, Told


def resolve_measures(told: Iterable[Told], known: Groups, judgements: Iterable[Judgement] = ()) -> Resolution:
    """Return the measures that claims are about; `told` holds all claims of the blocks that it touches.

    Claims of other types are ignored. Record claims (`Claim.record`) are the anchors.
    """
    blocks: dict[str, list[Told]] = defaultdict(list)
    for claim, document in told:
        if claim.type == "measure":
            blocks[block_keys(claim)[0]].append((claim, document))
    listed = tuple(judgements)
    return joined(_block(blocks[key], known, listed) for key in sorted(blocks))


def joined(parts: Iterable[Resolution]) -> Resolution:
    """Return the resolutions of several blocks as one."""
    found = list(parts)
    return Resolution(
        measures=tuple(sorted((one for part in found for one in part.measures), key=lambda one: one.id)),
        assignments=tuple(sorted((one for part in found for one in part.assignments), key=_by_claim)),
        unresolved=tuple(sorted(one for part in found for one in part.unresolved)),
    )


def _by_claim(one: Assignment) -> tuple[object, ...]:
    return (one.claim_id, -one.score, one.measure_id)


def _block(told: Sequence[Told], known: Groups, judgements: Sequence[Judgement]) -> Resolution:
    return _resolution(*settle_block(told, known, judgements), known)


def settle_block(
    told: Iterable[Told], known: Groups, judgements: Sequence[Judgement]
) -> tuple[Settling, dict[str, list[Told]]]:
    """Return a whole block, settled, with the judgements of people on it, and the claims of each look that it holds."""
    pairs = list({pair[0].id: pair for pair in told}.values())
    bound = links(judgements, {})
    settled, said = _settle_all(pairs, known, bound)
    made = by_measure(settled.assigned, settled.pool.profiles)
    claims = {name: [claim.id for one in mine for claim, _ in said[one.claim_id]] for name, mine in made.items()}
    again = links(judgements, claims)
    return (settled, said) if bound == again else _settle_all(pairs, known, again)


def _settle_all(told: Iterable[Told], known: Groups, bound: Links) -> tuple[Settling, dict[str, list[Told]]]:
    said = sayings(told, bound.judged)
    settling = Settling(Pool(), known, bound)
    settling.settle([look(pairs[0], known, name) for name, pairs in said.items()], ())
    return settling, said


def by_measure(
    assigned: Mapping[str, Sequence[Assignment]], measures: Iterable[str] = ()
) -> dict[str, list[Assignment]]:
    """Return assignments by measure, each by claim and best first; `measures` are those that may have none."""
    out: dict[str, list[Assignment]] = {name: [] for name in measures}
    for name in sorted(assigned):
        for one in assigned[name]:
            out.setdefault(one.measure_id, []).append(one)
    return {name: sorted(mine, key=_by_claim) for name, mine in out.items()}


def _resolution(settled: Settling, said: Mapping[str, Sequence[Told]], known: Groups) -> Resolution:
    measures, assignments = [], []
    pool = settled.pool
    claims = {name: [claim.id for claim, _ in pairs] for name, pairs in said.items()}
    for name, mine in sorted(by_measure(settled.assigned, pool.profiles).items()):
        result, limits = summed(pool.profiles[name], [pool.looks[one.claim_id] for one in mine], claims, known)
        measures.append(result)
        assignments += [
            replace(one, claim_id=claim, only_for=limits[one.claim_id])
            for one in mine
            for claim in claims[one.claim_id]
        ]
    unresolved = [(claim, why) for name, why in settled.unresolved() for claim in claims[name]]
    return Resolution(measures=tuple(measures), assignments=tuple(assignments), unresolved=tuple(unresolved))


def summed(
    made: Profile, looks: Iterable[Look], claims: Mapping[str, Sequence[str]], known: Groups
) -> tuple[Measure, dict[str, tuple[str, ...]]]:
    """Return the measure of a profile and of all looks put to it, and the materials that each is limited to.

    `claims` holds the ids of the claims of each look.
    """
    ordered = sorted({one.id: one for one in looks}.values(), key=lambda one: one.id)
    result = measure(made, ordered, claims, known)
    return result, limits(made, ordered, result.covers, known)


def limits(made: Profile, looks: Iterable[Look], covers: Sequence[str], known: Groups) -> dict[str, tuple[str, ...]]:
    """Return the materials that each look of a measure is limited to, by id; empty: it is about all of them."""
    listed = list(looks)
    general = _general_changes(made, listed)
    return {one.id: only_for(one, covers, known, general) for one in listed}


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
