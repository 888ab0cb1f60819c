"""Claims of a store in, what follows from them out: measures, events, phases and things, as quads to add and remove.

Claims fall into blocks; claims that share none are never about one thing. Within a block of measures, and from
measures to promises, cells tell who can touch whom. So a change of claims touches what they can touch, and nothing
else; deriving that anew gives what deriving everything would give. A judgement of a person touches the blocks of the
claims that it is about.

    told_by(documents) -> Told                      the claims of whole documents
    everything(told, judgements) -> quads           all derived quads
    change(store, added=, removed=, judgements=, blocks=) -> Change
    resolution(store, blocks, judgements) -> (Told, Resolution)
    blocks_of(store, claims) -> keys
"""

from collections.abc import Iterable, Iterator, Sequence

from pyoxigraph import Quad

from regraph import resolve
from regraph.derive.index import Held, document_quads
from regraph.derive.measures import all_measures, change_measures
from regraph.derive.things import all_things, change_things
from regraph.derive.values import NOTHING, Change, Told, told_by
from regraph.resolve import Judgement, Resolution
from regraph.store import Store

__all__ = ["NOTHING", "Change", "Told", "blocks_of", "change", "everything", "resolution", "told_by"]


def everything(told: Told, judgements: Sequence[Judgement] = ()) -> Iterator[Quad]:
    """Yield all derived quads of a store that holds these claims and no others."""
    yield from document_quads(told)
    measured = all_measures(told, judgements)
    yield from measured.after
    yield from all_things(told, measured)


def change(
    store: Store,
    *,
    added: Told = NOTHING,
    removed: Told = NOTHING,
    judgements: Sequence[Judgement] = (),
    blocks: Iterable[str] = (),
) -> Change:
    """Return what changes in the derived graphs when documents come or go, or judgements on claims of `blocks`."""
    held = Held(store)
    measured = change_measures(held, added, removed, judgements, blocks)
    old, new = change_things(held, added, removed, measured)
    old |= measured.before | set(document_quads(removed))
    new |= measured.after | set(document_quads(added))
    return Change(add=tuple(sorted(new - old, key=str)), remove=tuple(sorted(old - new, key=str)))


def resolution(store: Store, blocks: Iterable[str], judgements: Sequence[Judgement] = ()) -> tuple[Told, Resolution]:
    """Return the claims that a store holds in some blocks, and how they are resolved: which, how well, and why."""
    held = Held(store)
    told = held.told(held.in_blocks(blocks))
    return told, resolve.resolve_measures(told.claims, resolve.groups(), judgements)


def blocks_of(store: Store, claims: Iterable[str]) -> frozenset[str]:
    """Return the keys of the blocks that claims (ids) lie in."""
    return frozenset(Held(store).blocks_of(claims))
