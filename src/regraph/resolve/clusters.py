"""Claims that no known measure fits, into clusters: each is one measure that they found together.

The invariant: in a cluster no two claims rule each other out, and the outcome depends on the set of claims alone.
What many documents say alike is weighed once, and introductions far apart in time are never compared, so the cost
grows with what differs, not with the number of claims.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Final

from regraph.resolve.fit import FAR, fit
from regraph.resolve.links import Links
from regraph.resolve.looks import Look, Profile, profile
from regraph.resolve.values import Groups

FOUNDING: Final = 0.5  # two claims that fit at least this well found one measure


def cluster_looks(looks: Sequence[Look], known: Groups, bound: Links) -> list[list[Look]]:
    """Return the clusters of looks that are about one measure, each sorted, in the order of their first."""
    alike: dict[tuple[object, ...], list[Look]] = defaultdict(list)
    for one in sorted(looks, key=lambda one: one.key):
        judged = one.id if bound.must(one.id) or bound.cannot(one.id) else ""
        alike[one.claim.values, one.claim.modality, one.rank, judged].append(one)
    heads = sorted((same[0] for same in alike.values()), key=lambda one: one.key)
    followers = {same[0].id: same for same in alike.values()}
    scores = _scores(heads, known, bound)
    home = list(range(len(heads)))
    members = {i: [i] for i in home}
    for (i, j), score in sorted(scores.items(), key=lambda pair: (-pair[1], pair[0])):
        if score < FOUNDING:
            break
        a, b = sorted((home[i], home[j]))
        if a == b or not all((min(x, y), max(x, y)) in scores for x in members[a] for y in members[b]):
            continue
        for x in members[b]:
            home[x] = a
        members[a] += members.pop(b)
    found = [[one for x in group for one in followers[heads[x].id]] for group in members.values()]
    return sorted((sorted(cluster, key=lambda one: one.key) for cluster in found), key=lambda cluster: cluster[0].key)


def _scores(heads: Sequence[Look], known: Groups, bound: Links) -> dict[tuple[int, int], float]:
    """Return the score of each pair that is not ruled out; `heads` are in order of their dates."""
    alone = {one.id: profile([one], known, one.id) for one in heads}
    scores: dict[tuple[int, int], float] = {}
    all_dated = all(one.action == "introduced" and one.claim.modality == "fact" and one.date for one in heads)
    for i, one in enumerate(heads):
        for j in range(i + 1, len(heads)):
            other = heads[j]
            if _too_late(one, other) and other.id not in bound.must(one.id):
                if all_dated:
                    break  # all that follow are later still
                continue
            score = _pair(one, other, alone, known, bound)
            if score is not None:
                scores[i, j] = score
    return scores


def _too_late(one: Look, other: Look) -> bool:
    """Return whether all looks from `other` on began too long after `one`; undated ones come last and may not."""
    if one.action != "introduced" or one.claim.modality != "fact" or one.date is None:
        return False
    if other.action != "introduced" or other.date is None:
        return False
    return other.date.earliest - one.date.latest > FAR + dt.timedelta(days=1)


def _pair(one: Look, other: Look, alone: Mapping[str, Profile], known: Groups, bound: Links) -> float | None:
    if other.id in bound.cannot(one.id):
        return None
    if other.id in bound.must(one.id):
        return 1.0
    if one.action != other.action and "introduced" in (one.action, other.action):
        one, other = (other, one) if one.action == "introduced" else (one, other)  # the change fits the introduction
        found = fit(one, alone[other.id], known)
        return found.score if found else None
    there, back = fit(one, alone[other.id], known), fit(other, alone[one.id], known)
    return (there.score + back.score) / 2 if there and back else None
