"""The values that deriving takes and gives: claims with their documents, and changes of quads; all frozen."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from pyoxigraph import Quad

from regraph import phases
from regraph.model import Claim, Document

Known = Mapping[str, dt.date]  # document id -> since when what it says counts as known


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Claims with their documents, and since when each document counts as known."""

    claims: tuple[tuple[Claim, Document], ...]
    known: Known

    def __add__(self, other: "Told") -> "Told":
        """Return both, each claim once."""
        joined = {claim.id: (claim, document) for claim, document in (*self.claims, *other.claims)}
        return Told(claims=tuple(joined[name] for name in sorted(joined)), known={**self.known, **other.known})

    def without(self, gone: Iterable[str]) -> "Told":
        """Return what is left when claims (ids) go."""
        names = set(gone)
        return Told(claims=tuple(pair for pair in self.claims if pair[0].id not in names), known=self.known)

    def of(self, *types: str, but: bool = False) -> "Told":
        """Return the claims of some types, or with `but` all others."""
        return Told(claims=tuple(pair for pair in self.claims if (pair[0].type in types) != but), known=self.known)

    @property
    def ids(self) -> frozenset[str]:
        """The ids of the claims."""
        return frozenset(claim.id for claim, _ in self.claims)


NOTHING: Final = Told(claims=(), known={})


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What a change of claims changes in the derived graphs."""

    add: tuple[Quad, ...] = ()
    remove: tuple[Quad, ...] = ()


def told_by(documents: Iterable[tuple[Document, Sequence[Claim]]]) -> Told:
    """Return the claims of whole documents, with the day from which each counts as known."""
    whole = list(documents)
    return Told(
        claims=tuple((claim, document) for document, claims in whole for claim in claims),
        known={document.id: phases.known_day(document, claims) for document, claims in whole},
    )
