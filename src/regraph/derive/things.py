"""Other claims that come or go, and measures that changed, into the things that change by it: promises, deals, figures.

The invariant: the outcome is that of deriving all anew. A block is derived as a whole; a promise or licence is derived
anew when a measure or agreement changes that it may depend on, and an agreement when the one changes that it follows.
"""

from collections.abc import Iterable, Iterator

from pyoxigraph import Quad

from regraph import rdf, resolve
from regraph.derive.index import Held, agreement_quads, claim_quads
from regraph.derive.measures import Measured
from regraph.derive.values import Told
from regraph.model import Agreement, Thing
from regraph.resolve import blocks, keeping
from regraph.resolve.keeping import Kept


def all_things(told: Told, measured: Measured) -> Iterator[Quad]:
    """Yield the quads of the things of a store that holds these claims and no others."""
    for claim, _ in told.of("measure", but=True).claims:
        yield from claim_quads(claim, set(blocks.thing_cells(claim)))
    kept = [one for _, one in sorted(measured.new.items())]
    yield from _quads(_resolved(told, kept, ()))


def change_things(held: Held, added: Told, removed: Told, measured: Measured) -> tuple[set[Quad], set[Quad]]:
    """Return the quads of the things that change, before and after."""
    come, gone = added.of("measure", but=True), removed.of("measure", but=True)
    keys = {key for claim, _ in (*come.claims, *gone.claims) for key in resolve.block_keys(claim)}
    for one in _differing(measured.old, measured.new):
        keys |= held.blocks_of(held.in_cells(blocks.on_measure(one.measure)))
    deals = {key for key in keys if key.startswith("deal|")}
    old = held.agreements_on(held.in_blocks(deals))
    told = held.told(held.in_blocks(deals)).without(gone.ids) + come
    new = {one.id: one for one in resolve.resolve_things(told.of("agreement").claims) if isinstance(one, Agreement)}
    for agreement in _changed(old, new):
        keys |= held.blocks_of(held.in_cells(blocks.on_agreement(agreement)))
    stood = held.in_blocks(keys)
    told = held.told(stood).without(gone.ids) + come
    before = set(held.quads_of_things({*stood, *gone.ids}))
    for name in gone.ids:
        before.update(held.quads_of_claim(name))
    after = {quad for claim, _ in come.claims for quad in claim_quads(claim, set(blocks.thing_cells(claim)))}
    inside = {*held.agreements_on(stood), *old, *new}
    things = _resolved(told, _beside(held, told, measured), _deals_beside(held, told, inside))
    after.update(_quads(things))
    return before, after


def _differing(old: dict[str, Kept], new: dict[str, Kept]) -> Iterator[Kept]:
    """Yield the measures that promises can be about and that changed, as they were and as they are."""
    for name in sorted({*old, *new}):
        was, now = old.get(name), new.get(name)
        if was and now and (was.measure, _told(was)) == (now.measure, _told(now)):
            continue
        yield from (one for one in (was, now) if one)


def _told(kept: Kept) -> list[tuple[object, ...]]:
    return sorted((one.id, one.announced, one.date, one.until, one.standing, one.solid) for one in kept.events)


def _changed(old: dict[str, Agreement], new: dict[str, Agreement]) -> Iterator[Agreement]:
    for name in sorted({*old, *new}):
        was, now = old.get(name), new.get(name)
        if not (was and now and was == keeping.bare(now)):
            yield from (one for one in (was, now) if one)


def _beside(held: Held, told: Told, measured: Measured) -> list[Kept]:
    """Return the measures that promises and licences may be about, as they stand now."""
    cells = {cell for claim, _ in told.claims for cell in blocks.measures_of(claim)}
    found = {one.measure.id: one for one in held.measures(cells)}
    named = {name for claim, _ in told.claims for name in claim.record_notes("about")}
    found |= {name: one for name in named if (one := held.kept(name))}
    for name in measured.old:
        found.pop(name, None)
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
