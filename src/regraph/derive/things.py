"""Other claims that come or go, and measures that changed, into the things that change by it: promises, deals, figures.

The invariant: the outcome is that of deriving all anew. A block is derived as a whole; a promise or licence is derived
anew when a measure or agreement changes that it may depend on, and an agreement when the one changes that it follows.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

from pyoxigraph import Quad

from regraph import rdf, resolve
from regraph.derive.index import Held, agreement_quads, claim_quads
from regraph.derive.measures import Measured
from regraph.derive.values import Told
from regraph.model import Agreement, Measure, Thing
from regraph.resolve import blocks, keeping
from regraph.resolve.keeping import Kept
from regraph.resolve.promises import takes
from regraph.resolve.things import given_under, told_together

_GROUPED: Final = ("commitment", "licence")  # found by cells; of the others a block is derived as a whole


def all_things(told: Told, measured: Measured) -> Iterator[Quad]:
    """Yield the quads of the things of a store that holds these claims and no others."""
    yield from _claim_quads(told.of("measure", but=True))
    kept = [one for _, one in sorted(measured.new.items())]
    yield from _quads(_resolved(told, kept, ()))


def change_things(held: Held, added: Told, removed: Told, measured: Measured) -> tuple[set[Quad], set[Quad]]:
    """Return the quads of the things that change, before and after."""
    come, gone = added.of("measure", but=True), removed.of("measure", but=True)
    pairs = (*come.claims, *gone.claims)
    keys = {key for claim, _ in pairs if claim.type not in _GROUPED for key in resolve.block_keys(claim)}
    deals = {key for key in keys if key.startswith("deal|")}
    old = held.agreements_on(held.in_blocks(deals))
    told = held.told(held.in_blocks(deals)).without(gone.ids) + come
    new = {one.id: one for one in resolve.resolve_things(told.of("agreement").claims) if isinstance(one, Agreement)}
    stirred = _concerned(held, measured)
    for agreement in _changed(old, new):
        near = held.in_cells(blocks.on_agreement(agreement))
        keys |= {key for key in held.blocks_of(near) if key.startswith("deal|")}
        stirred |= {name for some in held.groups_of(near) for name in some}
    stood = {*held.in_blocks(keys), *_together(held, come, gone), *stirred}
    told = held.told(stood).without(gone.ids) + come
    before = set(held.quads_of_things({*stood, *gone.ids}))
    for name in gone.ids:
        before.update(held.quads_of_claim(name))
    after = set(_claim_quads(come))
    inside = {*held.agreements_on(stood), *old, *new}
    things = _resolved(told, _beside(held, told, measured), _deals_beside(held, told, inside))
    after.update(_quads(things))
    return before, after


def _together(held: Held, come: Told, gone: Told) -> set[str]:
    """Return the promises and licences of the store (ids) that are told with some that come or go, step by step."""
    fresh = come.of(*_GROUPED).claims
    todo = [*fresh, *gone.of(*_GROUPED).claims]
    found = {claim.id for claim, _ in todo}
    while todo:
        one = todo.pop()
        near = [held.claim(name) for name in held.in_cells(blocks.told_near(one)) if name not in found]
        near = [other for other in near if told_together(one, other)]
        found |= {claim.id for claim, _ in near}
        todo += near
    return found - come.ids


def _concerned(held: Held, measured: Measured) -> set[str]:
    """Return the claims (ids) of the promises and licences that change with the measures that changed."""
    out: set[str] = set()
    for name in sorted({*measured.old, *measured.new}):
        was, now = measured.old.get(name), measured.new.get(name)
        both = [one for one in (was, now) if one]
        if not (was and now and (was.measure, _told(was)) == (now.measure, _told(now))):
            for members in held.groups_of(held.in_cells(_cells(both, blocks.promised_on))):
                if out.isdisjoint(members) and _kept_by(held, members, was) != _kept_by(held, members, now):
                    out.update(members)
        if not (was and now and was.measure == now.measure):
            for members in held.groups_of(held.in_cells(_cells(both, blocks.given_on))):
                if out.isdisjoint(members) and _given_anew(held, members, measured):
                    out.update(members)
    return out


def _cells(some: Iterable[Kept], of: Callable[[Measure], Iterable[str]]) -> set[str]:
    return {cell for one in some for cell in of(one.measure)}


def _kept_by(held: Held, members: Sequence[str], kept: Kept | None) -> object:
    return takes(held.told(members).claims, kept.measure, kept.events) if kept else None


def _given_anew(held: Held, members: Sequence[str], measured: Measured) -> bool:
    """Return whether the one measure under which licences are given becomes another one, comes or goes."""
    told = held.told(members).claims
    before = set(held.measures_in(cell for claim, _ in told for cell in blocks.measures_of(claim)))
    new = {name for name, one in measured.new.items() if given_under(told, one.measure)}
    after = before - measured.old.keys() | new
    return before != after and 1 in (len(before), len(after))


def _claim_quads(told: Told) -> Iterator[Quad]:
    for claim, document in told.claims:
        yield from claim_quads(claim, document, told.known[document.id], set(blocks.thing_cells((claim, document))))


def _told(kept: Kept) -> list[tuple[object, ...]]:
    return sorted((one.id, one.announced, one.date, one.until, one.standing, one.solid) for one in kept.events)


def _changed(old: dict[str, Agreement], new: dict[str, Agreement]) -> Iterator[Agreement]:
    for name in sorted({*old, *new}):
        was, now = old.get(name), new.get(name)
        if not (was and now and was == keeping.bare(now)):
            yield from (one for one in (was, now) if one)


def _beside(held: Held, told: Told, measured: Measured) -> list[Kept]:
    """Return the measures that promises may be about and licences given under, as they stand now."""
    promises = [claim for claim, _ in told.of("commitment").claims]
    names = set(held.measures_in(cell for claim in promises for cell in blocks.measures_of(claim)))
    names |= {name for claim in promises for name in claim.record_notes("about")}
    for claim, _ in told.of("licence").claims:
        standing = [name for name in held.measures_in(blocks.measures_of(claim)) if name not in measured.old]
        names |= set(standing[:2])  # under two or more, none is told: two are as good as all
    found = {name: one for name in names - measured.old.keys() if (one := held.kept(name))}
    return [one for _, one in sorted({**found, **measured.new}.items())]


def _deals_beside(held: Held, told: Told, inside: set[str]) -> list[Agreement]:
    """Return the agreements of other blocks that promises may come from, or agreements follow."""
    cells = {cell for claim, _ in told.claims for cell in blocks.agreements_of(claim)}
    found = {one.id: one for one in held.agreements(cells)}
    slugs = {slug for claim, _ in told.of("agreement").claims if (slug := claim.word("follows"))}
    found |= {name: one for name in slugs if (one := held.agreement(name))}
    return [one for name, one in sorted(found.items()) if name not in inside]


def _resolved(told: Told, kept: Iterable[Kept], beside: Iterable[Agreement]) -> tuple[Thing, ...]:
    listed = list(kept)
    events = [event for one in listed for event in one.events]
    return resolve.resolve_things(told.claims, [one.measure for one in listed], events, beside)


def _quads(things: Iterable[Thing]) -> Iterator[Quad]:
    for thing in things:
        yield from rdf.thing_quads(thing)
        if isinstance(thing, Agreement):
            yield from agreement_quads(thing)
