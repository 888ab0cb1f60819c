"""Claims of one type, into groups that tell of one thing; the order of the claims never matters."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from regraph.dates import Bounds
from regraph.ids import digest
from regraph.model import STANDING
from regraph.resolve.looks import bounds
from regraph.resolve.values import Told

_PLAIN = frozenset(
    "the a an of on and for agreement deal understanding framework pact truce arrangement talks joint".split()
)


@dataclass(frozen=True, slots=True)
class Gathered:
    """Claims on one thing, strongest first."""

    told: tuple[Told, ...]

    @property
    def head(self) -> Told:
        """The strongest claim."""
        return self.told[0]

    @property
    def anchor(self) -> str | None:
        """The id of the record among them."""
        return next((claim.record for claim, _ in self.told if claim.record), None)

    @property
    def claim_ids(self) -> tuple[str, ...]:
        """The ids of all claims, sorted."""
        return tuple(sorted(claim.id for claim, _ in self.told))

    @property
    def modality(self) -> str:
        """Fact where one of them tells it as a fact, else that of the strongest."""
        return "fact" if any(claim.modality == "fact" for claim, _ in self.told) else self.head[0].modality

    def word(self, field: str) -> str | None:
        """Return a text field of the strongest claim that has it."""
        return next((word for claim, _ in self.told if (word := claim.word(field))), None)

    def names(self, field: str) -> tuple[str, ...]:
        """Return a list field, united over all claims."""
        return tuple(sorted({name for claim, _ in self.told for name in claim.names(field)}))

    def best_date(self, field: str) -> Bounds | None:
        """Return the most exact date of the strongest standing that tells one."""
        dated = [
            (-STANDING.get(document.kind, 1), found.latest - found.earliest, found)
            for claim, document in self.told
            if (found := bounds(claim.word(field)))
        ]
        return min(dated)[2] if dated else None

    def name(self, kind: str) -> str:
        """Return an id that stays while the first and strongest claim stays what it says."""
        claim, document = self.head
        return digest(
            kind, repr(claim.values), claim.modality, document.published or "", document.id if not claim.values else ""
        )


def gather(told: Iterable[Told], same: Callable[[Told, Told], bool], key: Callable[[Told], str]) -> list[Gathered]:
    """Return the groups of claims that are the same by `same`, within the groups of equal `key`.

    Claims of two records never meet. Each claim joins the first group, in order of strength, with a member that is
    the same; so the strongest claims, records first, decide what the groups are.
    """
    by_key: dict[str, list[Told]] = defaultdict(list)
    for one in told:
        by_key[key(one)].append(one)
    out: list[Gathered] = []
    for name in sorted(by_key):
        groups: list[list[Told]] = []
        for one in sorted(by_key[name], key=strength):
            fits = [group for group in groups if _meets(one, group) and same(one, group[0])]
            fits = fits or [
                group for group in groups if _meets(one, group) and any(same(one, member) for member in group)
            ]
            if fits:
                min(fits, key=lambda group: (_distance(one, group[0]), strength(group[0]))).append(one)
            else:
                groups.append([one])
        out += [Gathered(tuple(group)) for group in groups]
    return out


def _meets(one: Told, group: Sequence[Told]) -> bool:
    mine = one[0].record
    return mine is None or not any(claim.record for claim, _ in group)


def _distance(one: Told, other: Told) -> int:
    gap = days_between(
        bounds(one[0].word("date")) or bounds(one[1].published),
        bounds(other[0].word("date")) or bounds(other[1].published),
    )
    return gap if gap is not None else 99_999


def strength(told: Told) -> tuple[object, ...]:
    """Sort key: records first, high standing, facts, exact dates, early; then by content."""
    claim, document = told
    date = bounds(claim.word("date"))
    return (
        claim.record is None,
        -STANDING.get(document.kind, 1),
        claim.modality != "fact",
        (date.latest - date.earliest).days if date else 99_999,
        date.earliest.toordinal() if date else 0,
        repr(claim.values),
        document.published or "9999",
        claim.id,
    )


def days_between(one: Bounds | None, other: Bounds | None) -> int | None:
    """Return the days between two bounds, 0 where they overlap, None where one is unknown.

    >>> from regraph.dates import parse
    >>> days_between(parse("2025-05"), parse("2025-06-10"))
    10
    """
    if one is None or other is None:
        return None
    return max((one.earliest - other.latest).days, (other.earliest - one.latest).days, 0)


def names_in(name: str | None) -> set[str]:
    """Return the words of a name that tell it from others.

    >>> sorted(names_in("Geneva joint statement"))
    ['geneva', 'statement']
    """
    words = {word.strip("(),.").lower() for word in (name or "").replace("-", " ").split()}
    return {word for word in words if word and word not in _PLAIN and not word.isdigit()}
