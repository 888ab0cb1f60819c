"""A claim, into the keys of the blocks that it is resolved in, and the cells by which what depends on it is found.

The invariant: claims that share no key are never about one thing. Three things look beyond their block, and are found
by cells: a promise or a licence looks at the measures of its states (`on`, `about`, `given`), a promise at the
agreements of its parties (`pledge`), and an agreement at the earlier one that it follows (`follows`). Within the block
of a promise or a licence, cells tell who is told near whom (`told`).
"""

import datetime as dt
from collections.abc import Iterable, Iterator

from regraph import dates
from regraph.dates import Bounds
from regraph.model import Agreement, Claim, Measure
from regraph.resolve.cells import around, quarters
from regraph.resolve.looks import block_key, bounds, states, told_day
from regraph.resolve.promises import SAME_PROMISE, sort_of
from regraph.resolve.things import LICENCES, SAME_LICENCES
from regraph.resolve.values import Told

_ANY, _ALL = "~", "+"
_TALKS = dt.timedelta(days=32)  # from talks to what they led to
_DAYS = dt.timedelta(days=11)
_SAME = {"commitment": dt.timedelta(days=SAME_PROMISE), "licence": dt.timedelta(days=SAME_LICENCES)}


def block_keys(claim: Claim) -> tuple[str, ...]:
    """Return the keys of the blocks of a claim: one for most types, none for a statement.

    >>> block_keys(Claim(type="measure", document_id="d", start=0, end=1,
    ...                  values=(("imposer", ("CN/GACC", "CN/MOFCOM")), ("kind", "export_ban"))))
    ('CN|export',)
    >>> block_keys(Claim(type="agreement", document_id="d", start=0, end=1, values=(("parties", ("US", "CN")),)))
    ('deal|CN+US',)
    """
    if claim.type == "measure":
        return (block_key(claim),)
    if claim.type == "statement":
        return ()
    return (thing_block(claim),)


def thing_block(claim: Claim) -> str:
    """Return the key of a claim that is no measure; what `gather` holds together lies in one block."""
    if claim.type == "agreement":
        return f"deal|{_joined(claim, 'parties')}"
    if claim.type == "meeting":
        return f"meeting|{claim.word('kind')}|{_joined(claim, 'participants')}"
    if claim.type == "commitment":
        return f"promise|{_joined(claim, 'promisor')}|{sort_of(claim)}"
    if claim.type == "licence":
        return f"licence|{claim.word('action')}|{_joined(claim, 'issuer')}"
    if claim.type == "statistic":
        told = (claim.word("material"), claim.get("value"), claim.word("unit"), claim.word("date"))
        return "|".join(["figure", str(claim.word("indicator")), _joined(claim, "subject"), *map(str, told)])
    goods = ("+".join(claim.names(field)) for field in ("affected", "materials"))
    return "|".join(["impact", str(claim.word("effect")), *goods])


def _joined(claim: Claim, *fields: str) -> str:
    return "+".join(sorted(_states(claim, *fields)))


def _states(claim: Claim, *fields: str) -> frozenset[str]:
    return states(name for field in fields for name in claim.names(field))


# ---- where promises, licences and agreements are found ----------------------------------------------------------


def thing_cells(told: Told) -> Iterator[str]:
    """Yield the cells in which a claim is found by the measures and agreements that it may depend on, and by claims
    that tell of the same promise or licences.
    """
    claim = told[0]
    when = told_day(told)
    yield from _told_of(told, (*_quarters(when), _ALL) if when else ())
    if claim.type == "licence":
        for state in _states(claim, "issuer"):
            yield from (f"given {state}|{name}" for name in claim.names("materials"))
    if claim.type == "commitment":
        for state in _states(claim, "promisor"):
            yield from (f"on {state}|{mark}" for mark in _promised(claim))
        yield from (f"about|{name}" for name in claim.record_notes("about"))
        for when in _told(claim):
            spans = _quarters(when)
            yield from (f"pledge {state}|{part}" for state in _states(claim, "promisor") for part in (*spans, _ALL))
    if claim.type == "agreement" and (slug := claim.word("follows")):
        yield f"follows|{slug}"
        month = dates.slug_month(slug)
        if month:
            yield from (f"follows|{part}" for part in (*_quarters(_month(month, _DAYS)), _ALL))


def _promised(claim: Claim) -> Iterator[str]:
    """Yield what the measures of a promise are found by: materials, else goods, else that they are aimed at a state."""
    materials, items = claim.names("materials"), claim.names("items")
    yield from materials or (f"good {name}" for name in items)
    if not materials and not items:
        yield _ANY


def _promisable(measure: Measure) -> Iterator[str]:
    """Yield by what promises find a measure."""
    yield from (*measure.covers, *measure.may_cover, *(f"good {name}" for name in measure.items))
    if measure.targets:
        yield _ANY


def told_near(told: Told) -> Iterator[str]:
    """Yield the cells of the promises or licences that may be the same as one."""
    slack = _SAME.get(told[0].type, _DAYS)
    when = told_day(told)
    yield from _told_of(told, _looked_up(around(when, slack)) if when else ())


def _told_of(told: Told, parts: Iterable[str]) -> Iterator[str]:
    """Yield the cells of a promise or of licences by its talks, and by parts of time."""
    claim = told[0]
    if claim.type in _SAME:
        key = f"told {thing_block(claim)}"
        yield from (f"{key}|{part}" for part in parts)
        if claim.type == "commitment" and (via := claim.word("via")):
            yield f"{key}|via {via}"


def measure_cells(measure: Measure) -> Iterator[str]:
    """Yield the cells in which a measure is found by promises and licences."""
    for state in states(measure.imposers):
        yield from (f"of {state}|{mark}" for mark in _promisable(measure))
        if measure.kind in LICENCES:
            yield from (f"under {state}|{name}" for name in (*measure.covers, *measure.may_cover))


def agreement_cells(one: Agreement) -> Iterator[str]:
    """Yield the cells in which an agreement is found by promises and by agreements that follow it."""
    for part in (*_quarters(one.date), _ALL) if one.date else ():
        yield f"pact|{part}"
        yield from (f"pact {state}|{part}" for state in one.parties)


def promised_on(measure: Measure) -> Iterator[str]:
    """Yield the cells of the promises that may be about a measure."""
    yield f"about|{measure.id}"
    for state in states(measure.imposers):
        yield from (f"on {state}|{mark}" for mark in _promisable(measure))


def given_on(measure: Measure) -> Iterator[str]:
    """Yield the cells of the licences that may be given under a measure."""
    for state in states(measure.imposers) if measure.kind in LICENCES else ():
        yield from (f"given {state}|{name}" for name in (*measure.covers, *measure.may_cover))


def measures_of(claim: Claim) -> Iterator[str]:
    """Yield the cells of the measures that a promise may be about, or a licence be given under."""
    if claim.type == "commitment":
        for state in _states(claim, "promisor"):
            yield from (f"of {state}|{mark}" for mark in _promised(claim))
    if claim.type == "licence":
        for state in _states(claim, "issuer"):
            yield from (f"under {state}|{name}" for name in claim.names("materials"))


def on_agreement(one: Agreement) -> Iterator[str]:
    """Yield the cells of the promises that an agreement may be behind, and of the agreements that may follow it."""
    yield from (f"follows|{name}" for name in (one.id, one.anchor) if name)
    for part in _looked_up(one.date) if one.date else ():
        yield f"follows|{part}"
        yield from (f"pledge {state}|{part}" for state in one.parties)


def agreements_of(claim: Claim) -> Iterator[str]:
    """Yield the cells of the agreements that a promise may come from, or an agreement may follow."""
    if claim.type == "commitment":
        for when in _told(claim):
            parts = _looked_up(when)
            yield from (f"pact {state}|{part}" for state in _states(claim, "promisor") for part in parts)
    if claim.type == "agreement" and (month := dates.slug_month(claim.word("follows"))):
        yield from (f"pact|{part}" for part in _looked_up(_month(month, _DAYS)))


def _told(claim: Claim) -> Iterator[Bounds]:
    """Yield when a promise was made, as told by its date and by the talks it came through, with some slack."""
    if found := bounds(claim.word("date")):
        yield around(found, _TALKS)
    if month := dates.slug_month(claim.word("via")):
        yield _month(month, _TALKS)


def _month(first: dt.date, slack: dt.timedelta) -> Bounds:
    return around(Bounds(first, dates.month_end(first)), slack)


def _quarters(when: Bounds) -> list[str]:
    return quarters(when) or [_ANY]


def _looked_up(when: Bounds) -> list[str]:
    """Return where to look for what overlaps: what reaches over long spans stands apart, and looks everywhere."""
    spans = quarters(when)
    return [*spans, _ANY] if spans else [_ALL]
