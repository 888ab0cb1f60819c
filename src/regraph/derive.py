"""Claims of a store in, what follows from them out: measures, events, phases and things, as quads to add and remove.

Claims fall into blocks; claims that share none are never about one measure. So a change touches the blocks of its
claims, and the blocks linked to those by a claim that lies in both, and nothing else.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from regraph import ids, phases, rdf, resolve, terms
from regraph.model import Claim, Document
from regraph.rdf import nodes
from regraph.store import Store

Told = tuple[Claim, Document]

_BLOCK: Final = NamedNode(terms.rg("block"))
_BASED_ON: Final = NamedNode(terms.rg("basedOn"))
_PARTS: Final = (NamedNode(terms.rg("ofMeasure")),)
_FULFILMENT: Final = NamedNode(terms.rg("fulfilment"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What a change of claims changes in the derived graphs."""

    add: tuple[Quad, ...]
    remove: tuple[Quad, ...]


def everything(told: Iterable[Told]) -> Iterator[Quad]:
    """Yield the derived quads of all claims of a store."""
    claims = list(told)
    yield from block_quads(claims)
    yield from derived(claims)
