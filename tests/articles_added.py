"""Articles in, a store that they were added to out, and what it has to hold: for tests of adding and deriving."""

from collections.abc import Sequence

from regraph import derive, pipeline
from regraph.model import Claim, Document
from regraph.store import Store

Article = tuple[Document, tuple[Claim, ...]]


def add(store: Store, batch: Sequence[Article]) -> None:
    """Add articles to a store, as ingesting does."""
    change = derive.change(store, added=derive.told_by(batch))
    fresh = [quad for document, claims in batch for quad in pipeline.quads_of(document, claims)]
    store.apply([*fresh, *change.add], change.remove)


def everything(told: Sequence[Article]) -> set[str]:
    """Return the quads of articles and of all that is derived from them at one go."""
    own = {str(quad) for document, claims in told for quad in pipeline.quads_of(document, claims)}
    return own | {str(quad) for quad in derive.everything(derive.told_by(told))}


def held(store: Store) -> set[str]:
    """Return the quads of a store."""
    return {str(quad) for quad in store.quads()}
