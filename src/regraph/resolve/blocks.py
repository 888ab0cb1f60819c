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


def is_dependent(key: str) -> bool:
    """Return whether what is known of a block also depends on measures, as that of promises and licences does.

    >>> is_dependent("deal|CN+US"), is_dependent("CN|export")
    (True, False)
    """
    return key.partition("|")[0] in ("deal", "licence")


def block_states(key: str) -> frozenset[str]:
    """Return the states of a block of measures, promises or licences; empty for other blocks.

    >>> sorted(block_states("CN+US|export")), sorted(block_states("deal|CN")), sorted(block_states("impact|delay"))
    (['CN', 'US'], ['CN'], [])
    """
    head = key.partition("|")[0]
    if is_dependent(key):
        return depends_on(key)
    return frozenset() if head in ("figure", "impact") else frozenset(state for state in head.split("+") if state)


def _joined(claim: Claim, *fields: str) -> str:
    return "+".join(sorted(states(name for field in fields for name in claim.names(field))))


def depends_on(key: str) -> frozenset[str]:
    """Return the states whose measures a block of promises or licences depends on; empty for other blocks.

    >>> sorted(depends_on("deal|CN+US")), sorted(depends_on("CN|export"))
    (['CN', 'US'], [])
    """
    head, _, actors = key.partition("|")
    return frozenset(actors.split("+")) if head in ("deal", "licence") and actors else frozenset()
