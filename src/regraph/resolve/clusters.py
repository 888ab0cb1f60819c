"""Claims that no known measure fits, into clusters: each is one measure that they found together.

The invariant: in a cluster no two claims rule each other out, and the outcome depends on the set of claims alone.
What many documents say alike is weighed once, and a claim is held only to those in the cells where it looks, so the
cost grows with what differs, not with the number of claims. Claims that are linked by no good pair, over however
many steps, never meet in a cluster: so a claim that comes or goes touches those it is linked to, and no others.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Final

from regraph.resolve import cells
from regraph.resolve.fit import FAR, fit
from regraph.resolve.links import Links
from regraph.resolve.looks import Look, Profile, profile
from regraph.resolve.pool import Pool, alike
from regraph.resolve.values import Groups

FOUNDING: Final = 0.5  # two claims that fit at least this well found one measure
Saying = tuple[object, ...]


class Pairs:
    """How well two claims fit each other, weighed once a pair."""

    def __init__(self, known: Groups, bound: Links) -> None:
        self.known, self.bound = known, bound
        self._alone: dict[str, Profile] = {}
        self._scores: dict[tuple[str, str], float | None] = {}

    def score(self, one: Look, other: Look) -> float | None:
        """Return how well two claims fit each other; None where something rules it out."""
        if other.key < one.key:
            one, other = other, one
        pair = (one.id, other.id)
        if pair not in self._scores:
            self._scores[pair] = self._score(one, other)
        return self._scores[pair]

    def _score(self, one: Look, other: Look) -> float | None:
        if other.claim.id in self.bound.cannot(one.claim.id):
            return None
        if other.claim.id in self.bound.must(one.claim.id):
            return 1.0
        if one.stuff and other.stuff and one.stuff.isdisjoint(other.stuff):
            return None
        if _too_late(one, other):
            return None
        if one.action != other.action and "introduced" in (one.action, other.action):
            one, other = (other, one) if one.action == "introduced" else (one, other)  # the change fits it
            found = fit(one, self._profile(other), self.known)
            return found.score if found else None
        there, back = fit(one, self._profile(other), self.known), fit(other, self._profile(one), self.known)
        return (there.score + back.score) / 2 if there and back else None

    def _profile(self, look: Look) -> Profile:
        if look.id not in self._alone:
            self._alone[look.id] = profile([look], self.known, look.id)
        return self._alone[look.id]


def _too_late(one: Look, other: Look) -> bool:
    """Return whether one introduction began too long after the other."""
    if one.action != "introduced" or one.claim.modality != "fact" or one.date is None:
        return False
    if other.action != "introduced" or other.date is None:
        return False
    return other.date.earliest - one.date.latest > FAR + dt.timedelta(days=1)


def cluster_looks(looks: Iterable[Look], pairs: Pairs) -> list[list[Look]]:
    """Return the clusters of looks that are about one measure, each sorted, in the order of their first."""
    said = alike(sorted(looks, key=lambda one: one.key), pairs.bound.judged)
    heads = sorted((same[0] for same in said.values()), key=lambda one: one.key)
    followers = {same[0].id: same for same in said.values()}
    scores = {
        (i, j): score
        for i, one in enumerate(heads)
        for j in range(i + 1, len(heads))
        if (score := pairs.score(one, heads[j])) is not None
    }
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


class Linked:
    """Which claims of a layer are linked by good pairs, as they stand now or stood before."""

    def __init__(self, pool: Pool, pairs: Pairs, stage: str) -> None:
        self.pool, self.pairs, self.stage = pool, pairs, stage
        self.left: dict[str, Look] = {}  # stood in the layer before, and no more
        self.joined: set[str] = set()  # stand in it now, and did not before

    def moved(self, one: Look, before: str) -> None:
        """Tell that a claim that is in the pool was settled otherwise before."""
        if before == self.stage:
            self.left[one.id] = one
        elif self.pool.stages[one.id] == self.stage:
            self.joined.add(one.id)

    def parts(self, seeds: Sequence[Look]) -> list[list[Look]]:
        """Return all that is linked to the seeds, over however many steps, in parts that are not linked."""
        done: set[Saying] = set()
        out: list[list[Look]] = []
        for seed in sorted(seeds, key=lambda one: one.key):
            part: list[Look] = []
            todo = [seed]
            while todo:
                one = todo.pop()
                saying = self._saying(one)
                if saying in done:
                    continue
                done.add(saying)
                near = alike(self._near(one), self.pairs.bound.judged)
                part += [same for same in near[saying] if same.id not in self.left]
                heads = self._heads(near[saying])
                for other, same in near.items():
                    if other not in done and self._good(heads, self._heads(same)):
                        todo.append(same[0])
            if part:
                out.append(part)
        return out

    def _saying(self, one: Look) -> Saying:
        return (*one.alike, one.claim.id if one.claim.id in self.pairs.bound.judged else "")

    def _near(self, one: Look) -> list[Look]:
        """Return the claims that can be linked to one, itself among them, as they stand now or stood before."""
        found = {other.id: other for other in self.pool.claims(cells.claims_near(one))}
        if must := self.pairs.bound.must(one.claim.id):
            found |= {other.id: other for other in self.pool.looks.values() if other.claim.id in must}
        now = [other for name, other in found.items() if self.pool.stages[name] == self.stage]
        return [*now, *self.left.values(), *([one] if one.id not in found and one.id not in self.left else [])]

    def _heads(self, same: Sequence[Look]) -> list[Look]:
        """Return the claims that stand for what they all say: the first of those now, and the first of those before."""
        now = [one for one in same if one.id not in self.left]
        before = [one for one in same if one.id not in self.joined]
        return [min(some, key=lambda one: one.key) for some in (now, before) if some]

    def _good(self, some: Sequence[Look], others: Sequence[Look]) -> bool:
        scores = (self.pairs.score(one, other) for one in some for other in others)
        return any(score is not None and score >= FOUNDING for score in scores)
