"""A document in, what its passages say out: claims with their place in the text, or how each was made."""

from collections.abc import Sequence

from regraph.extract.described import described_as
from regraph.extract.engine import drafts, to_claim
from regraph.model import Claim, Document, Passage

__all__ = ["described_as", "extract"]


def extract(document: Document, passages: Sequence[Passage]) -> tuple[Claim, ...]:
    """Return the claims of a document in the order of the text, each once.

    `passages` are the document's own, as `passages.split` gives them; boilerplate makes no claim.
    """
    claims = {claim.id: claim for claim in (to_claim(draft, document) for draft in drafts(document, passages))}
    return tuple(sorted(claims.values(), key=lambda claim: (claim.start, claim.end, claim.type, claim.id)))
