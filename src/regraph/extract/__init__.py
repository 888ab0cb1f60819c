"""A document in, what its passages say out: claims with their place in the text, or how each was made."""

from collections.abc import Iterator, Sequence
from typing import Any

from regraph.extract.complete import complete
from regraph.extract.confidence import DOUBTED
from regraph.extract.confidence import confidence as sure_of  # the package has modules of these names too
from regraph.extract.confidence import parts as weights_of
from regraph.extract.described import described_as
from regraph.extract.draft import Draft
from regraph.extract.engine import drafts, to_claim
from regraph.extract.pause import without_collector
from regraph.extract.retold import joined
from regraph.model import Claim, Document, Passage

__all__ = ["described_as", "explain", "extract"]


@without_collector
def extract(document: Document, passages: Sequence[Passage], *, words: bool = True) -> tuple[Claim, ...]:
    """Return the claims of a document in the order of the text, each once.

    `passages` are the document's own, as `passages.split` gives them; boilerplate makes no claim. Without `words` only
    the rules of the frames are heard, not the model of what words make likely.
    """
    claims = {claim.id: claim for _, claim in _told(document, passages, words=words)}
    ordered = sorted(claims.items(), key=lambda row: (row[1].start, row[1].end, row[1].type, row[0]))
    return tuple(claim for _, claim in ordered)


def _told(document: Document, passages: Sequence[Passage], *, words: bool) -> Iterator[tuple[Draft, Claim]]:
    """Yield the drafts that say enough and, where the words are heard, are not doubted, each with its claim."""
    made = complete(drafts(document, passages, words=words))
    if words:
        sure = [(draft, value) for draft in made if (value := sure_of(draft)) >= DOUBTED]
        made = joined(sure, document.text)
    for draft in made:
        yield draft, to_claim(draft, document)


@without_collector
def explain(document: Document, passages: Sequence[Passage]) -> list[dict[str, Any]]:
    """Return for every claim of a document how it was made, in the order of the text.

    Shape: `claim` as flat JSON with its quote, `frame` (file and rule), `trigger`, `mood`, `fields` (field to the
    rule that filled it), `features`, and `confidence` as what each feature adds to its logistic sum.
    """
    out = []
    for draft, claim in _told(document, passages, words=True):
        moods = sorted(name.partition(":")[2] for name in draft.features if name.startswith("mood:"))
        out.append(
            {
                "claim": claim.to_json(document.text),
                "frame": draft.frame,
                "trigger": draft.trigger,
                "mood": moods,
                "fields": {field: draft.fills.get(field, "") for field in sorted(draft.values)},
                "features": sorted(name for name in draft.features if not name.startswith("mood:")),
                "confidence": weights_of(draft),
            }
        )
    return out
