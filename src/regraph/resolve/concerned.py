"""Measures and agreements, into those that a promise or a licence can concern: found by state and material."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

from regraph.model import Agreement, Measure
from regraph.resolve.looks import states


class Imposed:
    """Measures, found by who imposes them and what they cover."""

    def __init__(self, measures: Iterable[Measure]) -> None:
        self._found: dict[tuple[str, str | None], list[Measure]] = defaultdict(list)
        for one in measures:
            for state in states(one.imposers):
                self._found[state, None].append(one)
                for name in {*one.covers, *one.may_cover}:
                    self._found[state, name].append(one)

    def by(self, actors: Iterable[str], materials: Collection[str] = ()) -> list[Measure]:
        """Return the measures of any of the states that cover any of the materials, or all of them, by id."""
        keys = [(state, name) for state in actors for name in (materials or (None,))]
        found = {one.id: one for key in keys for one in self._found.get(key, ())}
        return [found[name] for name in sorted(found)]


class Agreed:
    """Agreements, found by who is party to them."""

    def __init__(self, agreements: Sequence[Agreement]) -> None:
        self._all = agreements
        self._found: dict[str, list[Agreement]] = defaultdict(list)
        for one in agreements:
            for party in set(one.parties):
                self._found[party].append(one)

    def among(self, parties: Iterable[str]) -> Sequence[Agreement]:
        """Return the agreements to which all of some states are party; all agreements where none is named."""
        wanted = set(parties)
        if not wanted:
            return self._all
        fewest = min((self._found.get(one, []) for one in sorted(wanted)), key=len)
        return [one for one in fewest if wanted <= set(one.parties)]
