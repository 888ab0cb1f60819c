"""Judgements of people, into what must and what cannot be one."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from regraph.resolve.values import Judgement

_NONE: Final[frozenset[str]] = frozenset()


@dataclass(frozen=True, slots=True)
class Links:
    """What must be one and what cannot, by id of claim or record."""

    together: Mapping[str, frozenset[str]] = field(default_factory=dict)
    apart: Mapping[str, frozenset[str]] = field(default_factory=dict)
    judged: frozenset[str] = _NONE  # all of both

    def must(self, name: str) -> frozenset[str]:
        """Return all that a person said to be one with `name`."""
        return self.together.get(name, _NONE)

    def cannot(self, name: str) -> frozenset[str]:
        """Return all that a person said to be another than `name`."""
        return self.apart.get(name, _NONE)

    def anchor(self, record: str) -> str:
        """Return the record that stands for `record`: the first of those said to be one measure."""
        return min({record, *(name for name in self.must(record) if not _is_claim(name))})


def _is_claim(name: str) -> bool:
    return len(name) == 16 and all(letter in "0123456789abcdef" for letter in name)


def links(judgements: Iterable[Judgement], measures: Mapping[str, Iterable[str]]) -> Links:
    """Return the links of judgements; `measures` tells the claims of measures that have no record.

    What must be one is closed: a is b, b is c, so a is c. A later judgement on the same pair replaces the earlier.
    """
    last: dict[tuple[str, str], bool] = {}
    for one in judgements:
        last[min(one.left, one.right), max(one.left, one.right)] = one.same
    together: dict[str, set[str]] = defaultdict(set)
    apart: dict[str, set[str]] = defaultdict(set)
    for (left, right), same in last.items():
        for a in _claims(left, measures):
            for b in _claims(right, measures):
                (together if same else apart)[a].add(b)
                (together if same else apart)[b].add(a)
    parted = {name: frozenset(others) for name, others in sorted(apart.items())}
    return Links(_closed(together), parted, frozenset({*together, *parted}))


def _claims(name: str, measures: Mapping[str, Iterable[str]]) -> set[str]:
    """A measure without record stands for its claims, so that the judgement survives a new id."""
    return {name, *measures.get(name, ())} if _is_claim(name) else {name}


def _closed(together: Mapping[str, set[str]]) -> dict[str, frozenset[str]]:
    out: dict[str, frozenset[str]] = {}
    for name in sorted(together):
        if name in out:
            continue
        todo, group = [name], {name}
        while todo:
            fresh = together[todo.pop()] - group
            group |= fresh
            todo += sorted(fresh)
        out.update({member: frozenset(group - {member}) for member in group})
    return out
