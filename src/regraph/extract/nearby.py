"""Drafts in the order of the text in, the one nearest to a place out, in logarithmic time."""

from bisect import bisect_left
from collections.abc import Iterable

from regraph.extract.draft import Draft


class Line:
    """Drafts by where they start; of two that are equally near the one before wins, of two at one place the first."""

    def __init__(self, drafts: Iterable[Draft]) -> None:
        self._drafts = sorted(drafts, key=lambda draft: draft.start)
        self._starts = [draft.start for draft in self._drafts]

    def nearest(self, start: int) -> Draft | None:
        """Return the draft that starts nearest to `start`, None where there is none."""
        starts, after = self._starts, bisect_left(self._starts, start)
        if after == len(starts) or (after and start - starts[after - 1] <= starts[after] - start):
            if not after:
                return None
            return self._drafts[bisect_left(starts, starts[after - 1])]
        return self._drafts[after]
