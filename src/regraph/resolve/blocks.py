"""A claim, into the keys of the blocks that it is resolved in.

The invariant: claims that share no key are never about one thing. A promise is kept by events of measures, so what
is known of a block `deal|CN+US` also depends on the blocks of measures `CN|…` and `US|…` (`depends_on`).
"""

from regraph.model import Claim
from regraph.resolve.looks import family, states

_PARTIES = ("parties", "participants", "promisor", "beneficiary")


def block_keys(claim: Claim) -> tuple[str, ...]:
    """Return the keys of the blocks of a claim: one for most types, none for a statement.

    >>> block_keys(Claim(type="measure", document_id="d", start=0, end=1,
    ...                  values=(("imposer", ("CN/GACC", "CN/MOFCOM")), ("kind", "export_ban"))))
    ('CN|export',)
    >>> block_keys(Claim(type="agreement", document_id="d", start=0, end=1, values=(("parties", ("US", "CN")),)))
    ('deal|CN+US',)
    """
    if claim.type == "measure":
        return (f"{_joined(claim, 'imposer')}|{family(claim)}",)
    if claim.type in ("agreement", "meeting", "commitment"):
        return (f"deal|{_joined(claim, *_PARTIES)}",)
    if claim.type == "licence":
        return (f"licence|{_joined(claim, 'issuer')}",)
    if claim.type == "statistic":
        return (f"figure|{claim.word('indicator')}|{_joined(claim, 'subject')}|{claim.word('material') or ''}",)
    if claim.type == "impact":
        return (f"impact|{claim.word('effect')}",)
    return ()


def _joined(claim: Claim, *fields: str) -> str:
    return "+".join(sorted(states(name for field in fields for name in claim.names(field))))


def depends_on(key: str) -> frozenset[str]:
    """Return the states whose measures a block of promises or licences depends on; empty for other blocks.

    >>> sorted(depends_on("deal|CN+US")), sorted(depends_on("CN|export"))
    (['CN', 'US'], [])
    """
    head, _, actors = key.partition("|")
    return frozenset(actors.split("+")) if head in ("deal", "licence") and actors else frozenset()
