"""Who says what on measures: each saying with the claims that repeat it, before and after claims come and go.

A saying is what claims have in common that are put to a measure as one (`resolve.looks`). A teller is one of these
claims: all that the history of a measure needs of it beside the saying.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from regraph.derive.values import Known
from regraph.phases import Teller, Voice, teller, voices
from regraph.resolve.looks import Look, first, look_id, saying
from regraph.resolve.values import Told as Pair


def by_claim(one: Teller) -> str:
    """Sort key."""
    return one.claim_id


def look_of(key: str, tellers: Iterable[Teller]) -> str | None:
    """Return the id of the look of a saying by those who repeat it, None where nobody does."""
    head = leading(tellers)
    return look_id(key, head.claim_id, head.published) if head else None


def leading(tellers: Iterable[Teller]) -> Teller | None:
    """Return who stands for all that say the same: the one published first."""
    return min(tellers, key=lambda one: first(one.published, one.claim_id), default=None)


@dataclass(frozen=True, slots=True)
class Moved:
    """A saying that other claims repeat than before."""

    key: str
    after: tuple[Teller, ...]  # who repeats it now
    come: tuple[Teller, ...]  # of these who did not before
    gone: tuple[Teller, ...]
    old: str | None  # the id of its look before, None where nobody said it
    new: str | None


def moved(
    stood: Callable[[str], tuple[Teller, ...]], come: Iterable[Pair], gone: Iterable[Pair], known: Known
) -> list[Moved]:
    """Return the sayings that claims come to and go from; `stood` tells who repeated one before."""
    fresh: dict[str, list[Teller]] = defaultdict(list)
    for pair in come:
        fresh[saying(pair)].append(teller(*pair, known[pair[1].id]))
    lost: dict[str, set[str]] = defaultdict(set)
    for pair in gone:
        lost[saying(pair)].add(pair[0].id)
    out = []
    for key in sorted({*fresh, *lost}):
        before = stood(key)
        moving = lost[key].union(one.claim_id for one in fresh[key])
        after = tuple(sorted((*(one for one in before if one.claim_id not in moving), *fresh[key]), key=by_claim))
        out.append(
            Moved(
                key=key,
                after=after,
                come=tuple(sorted({*after}.difference(before), key=by_claim)),
                gone=tuple(sorted({*before}.difference(after), key=by_claim)),
                old=look_of(key, before),
                new=look_of(key, after),
            )
        )
    return out


@dataclass(slots=True)
class Hearing:
    """The voices of looks, each worked out once: most stay as they are when a claim comes."""

    _made: dict[tuple[str, tuple[str, ...], tuple[Teller, ...]], list[Voice]] = field(default_factory=dict)

    def of(
        self, looks: Sequence[Look], tellers: Mapping[str, tuple[Teller, ...]], limited: Mapping[str, tuple[str, ...]]
    ) -> list[Voice]:
        """Return the voices of the looks of a measure; `limited` are the materials that each is limited to."""
        out: list[Voice] = []
        for one in looks:
            out += self._of(one, tellers[one.id], limited[one.id])
        return out

    def _of(self, one: Look, tellers: tuple[Teller, ...], only_for: tuple[str, ...]) -> list[Voice]:
        key = (one.id, only_for, tellers)
        if key not in self._made:
            self._made[key] = voices(one.claim, one.document.kind, tellers, only_for)
        return self._made[key]
