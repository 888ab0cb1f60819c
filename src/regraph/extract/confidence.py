"""A draft in, how sure the extractor is of it out, from 0 to 1."""

from regraph.extract.draft import Draft


def confidence(draft: Draft) -> float:
    """Return the calibrated confidence of a draft."""
    return 0.8 if draft.values else 0.5
