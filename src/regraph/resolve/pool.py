"""The claims and measures of a block, found by cell; what a source holds is read when a cell is first looked at.

A claim is here what all say that say the same: its id is that of their look.

The invariant: what is looked up is what the source held, with the claims that went or came and the measures that
changed since.
"""

from collections import defaultdict
from collections.abc import Container, Iterable
from typing import Protocol

from regraph.resolve import cells
from regraph.resolve.looks import Look, Profile


class Source(Protocol):
    """What was settled before, and how."""

    def claims(self, cell: str) -> Iterable[str]:
        """Return the ids of the claims of a cell."""

    def look(self, claim: str) -> Look:
        """Return what a claim shows."""

    def stage(self, claim: str) -> str:
        """Return how a claim was settled."""

    def homes(self, claim: str) -> Iterable[str]:
        """Return the ids of the measures that a claim was put to."""

    def profiles(self, cell: str) -> Iterable[Profile]:
        """Return the measures of a cell."""

    def profile(self, measure: str) -> Profile | None:
        """Return a measure by its id, None where there is none."""


class Pool:
    """Claims and measures as they stand now, over a source that tells how they stood before."""

    def __init__(self, source: Source | None = None) -> None:
        self.source = source
        self.looks: dict[str, Look] = {}
        self.stages: dict[str, str] = {}
        self.founded: dict[str, str] = {}  # claim -> the measure that it founds now
        self.profiles: dict[str, Profile] = {}
        self._gone: set[str] = set()
        self._dropped: set[str] = set()  # measures of the source that are no more
        self._claims: dict[str, set[str]] = defaultdict(set)
        self._measures: dict[str, set[str]] = defaultdict(set)
        self._read: set[str] = set()

    # --- claims -----------------------------------------------------------------------------------------------------

    def __contains__(self, claim: str) -> bool:
        """Return whether a claim has not gone."""
        return claim not in self._gone

    def add(self, look: Look) -> None:
        """Let a claim come; it is not settled yet."""
        self._gone.discard(look.id)
        self._take(look, "")

    def drop(self, claim: str) -> None:
        """Let a claim go."""
        for cell in cells.of_claim(self.looks.pop(claim), self.stages.pop(claim)):
            self._claims[cell].discard(claim)
        self._gone.add(claim)

    def _take(self, look: Look, stage: str) -> None:
        self.looks[look.id] = look
        self.stages[look.id] = stage
        for cell in cells.of_claim(look, stage):
            self._claims[cell].add(look.id)

    def get(self, claim: str) -> Look:
        """Return a claim, read from the source where it is not here yet."""
        if claim not in self.looks and self.source:
            self._take(self.source.look(claim), self.source.stage(claim))
        return self.looks[claim]

    def home(self, claim: str) -> str | None:
        """Return the measure that a claim founds now, None where it founds none."""
        if claim not in self.founded and self.source:
            for name in self.source.homes(claim):
                self.profile(name)  # tells of its founders
        return self.founded.get(claim)

    def stage(self, claim: str, stage: str) -> None:
        """Set how a claim is settled now."""
        look, before = self.looks[claim], self.stages[claim]
        if stage == before:
            return
        self.stages[claim] = stage
        old, new = cells.of_claim(look, before), cells.of_claim(look, stage)
        for cell in old - new:
            self._claims[cell].discard(claim)
        for cell in new - old:
            self._claims[cell].add(claim)

    def claims(self, wanted: Iterable[str]) -> list[Look]:
        """Return the claims that stand in any of these cells, in no order."""
        found: set[str] = set()
        for cell in wanted:
            if self.source and cell not in self._read:
                self._read.add(cell)
                for claim in self.source.claims(cell):
                    if claim not in self._gone:
                        self.get(claim)
            found |= self._claims.get(cell, set())
        return [self.looks[name] for name in found]

    # --- measures ---------------------------------------------------------------------------------------------------

    def profile(self, measure: str) -> Profile | None:
        """Return a measure as it stands now, None where there is none."""
        if measure not in self.profiles and measure not in self._dropped and self.source:
            found = self.source.profile(measure)
            if found:
                self._list(found)
        return self.profiles.get(measure)

    def _list(self, made: Profile) -> None:
        self.profiles[made.id] = made
        for claim in made.founders:
            self.founded.setdefault(claim, made.id)
        for cell in cells.of_profile(made):
            self._measures[cell].add(made.id)

    def put(self, made: Profile) -> None:
        """Let a measure stand, in the place of one of the same id."""
        self.remove(made.id)
        self._list(made)
        self.founded.update(dict.fromkeys(made.founders, made.id))

    def remove(self, measure: str) -> None:
        """Let a measure be no more."""
        made = self.profile(measure)
        self._dropped.add(measure)
        if made:
            del self.profiles[measure]
            for cell in cells.of_profile(made):
                self._measures[cell].discard(measure)
            for claim in made.founders:
                if self.founded.get(claim) == measure:
                    del self.founded[claim]

    def all(self) -> list[Profile]:
        """Return the measures that are here, by layer and id; all of the block where all claims came at once."""
        return sorted(self.profiles.values(), key=lambda one: (one.layer, one.id))

    def near(self, wanted: Iterable[str]) -> list[Profile]:
        """Return the measures that stand in any of these cells, by layer and id."""
        found: set[str] = set()
        for cell in wanted:
            if self.source and cell not in self._read:
                self._read.add(cell)
                for made in self.source.profiles(cell):
                    if made.id not in self.profiles and made.id not in self._dropped:
                        self._list(made)
            found |= self._measures.get(cell, set())
        return sorted((self.profiles[name] for name in found), key=lambda one: (one.layer, one.id))


def alike(looks: Iterable[Look], judged: Container[str]) -> dict[tuple[object, ...], list[Look]]:
    """Return claims grouped by what they say; a claim that a person judged stands alone."""
    out: dict[tuple[object, ...], list[Look]] = defaultdict(list)
    for one in looks:
        out[*one.alike, one.claim.id if one.claim.id in judged else ""].append(one)
    return out
