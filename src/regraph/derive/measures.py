"""Claims on measures that come or go, into the measures, events and phases that change by it.

The invariant: the outcome is that of deriving all anew. A block with a person's judgement in it is derived as a whole,
because a judgement can join what no cell holds together; of other blocks only what the claims can touch.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from pyoxigraph import Quad

from regraph import phases, rdf, resolve
from regraph.derive import history
from regraph.derive.index import Held, claim_quads, measure_quads
from regraph.derive.values import Known, Told
from regraph.model import Doubt, Measure
from regraph.resolve import Assignment, Judgement, cells
from regraph.resolve.keeping import Kept
from regraph.resolve.links import links
from regraph.resolve.looks import Look, Profile, look
from regraph.resolve.measures import by_measure, settle_block, summed
from regraph.resolve.pool import Pool
from regraph.resolve.settling import Settling
from regraph.resolve.values import Told as Pair

_NO_LINKS: Final = links((), {})


@dataclass(slots=True)
class Measured:
    """What changes: quads before and after, and measures as they were and are."""

    before: set[Quad] = field(default_factory=set)
    after: set[Quad] = field(default_factory=set)
    old: dict[str, Kept] = field(default_factory=dict)
    new: dict[str, Kept] = field(default_factory=dict)


class _Source:
    """A store, as the claims and measures that a block held before."""

    def __init__(self, held: Held) -> None:
        self.held = held

    def claims(self, cell: str) -> Iterable[str]:
        return self.held.in_cells([cell])

    def look(self, claim: str) -> Look:
        return self.held.look(claim)

    def stage(self, claim: str) -> str:
        return self.held.stage(claim)

    def homes(self, claim: str) -> Iterable[str]:
        return self.held.homes(claim)

    def profiles(self, cell: str) -> Iterable[Profile]:
        return [one.profile for one in self.held.measures([cell])]

    def profile(self, measure: str) -> Profile | None:
        found = self.held.kept(measure)
        return found.profile if found else None


def all_measures(told: Told, judgements: Sequence[Judgement]) -> Measured:
    """Return the measures of a store that holds these claims and no others."""
    out = Measured()
    for _, pairs in sorted(_by_block(told).items()):
        settled = settle_block(pairs, resolve.groups(), judgements)
        _write(out, settled, settled.pool.profiles, told.known, {})
    return out


def change_measures(
    held: Held, added: Told, removed: Told, judgements: Sequence[Judgement], blocks: Iterable[str]
) -> Measured:
    """Return what changes when claims come and go, or judgements in some blocks."""
    out = Measured()
    come, gone, whole = _by_block(added), _by_block(removed), set(blocks)
    judged = {name for one in judgements for name in (one.left, one.right)}
    whole |= held.blocks_of({*judged, *(claim for name in judged for claim in held.members(name))})
    whole |= {key for key, pairs in come.items() if not judged.isdisjoint(_names(pairs))}
    for key in sorted({*come, *gone, *set(blocks)}):
        fresh = Told(claims=tuple(come.get(key, ())), known=added.known)
        names = {claim.id for claim, _ in gone.get(key, [])}
        part = None if key in whole else _touched(held, fresh, names)
        if part is None or not judged.isdisjoint(part.new):
            part = _anew(held, key, fresh, names, judgements)
        out.before |= part.before
        out.after |= part.after
        out.old |= part.old
        out.new |= part.new
    return out


def _names(pairs: Iterable[Pair]) -> set[str]:
    return {name for claim, _ in pairs for name in (claim.id, claim.record) if name}


def _by_block(told: Told) -> dict[str, list[Pair]]:
    out: dict[str, list[Pair]] = defaultdict(list)
    for claim, document in told.of("measure").claims:
        out[resolve.block_keys(claim)[0]].append((claim, document))
    return out


def _anew(held: Held, key: str, come: Told, gone: set[str], judgements: Sequence[Judgement]) -> Measured:
    """Return what changes in a block that is derived as a whole."""
    stood = [name for name in held.in_blocks([key]) if held.claim(name)[0].type == "measure"]
    told = held.told(name for name in stood if name not in gone) + come
    out = Measured()
    _read(out, held, {home for name in stood for home in held.homes(name)}, stood)
    settled = settle_block(told.claims, resolve.groups(), judgements)
    _write(out, settled, settled.pool.profiles, told.known, {})
    return out


def _touched(held: Held, come: Told, gone: set[str]) -> Measured:
    """Return what changes in a block, deriving what the claims can touch."""
    known = resolve.groups()
    pool = Pool(_Source(held))
    settled = Settling(pool, known, _NO_LINKS)
    names = come.ids
    settled.settle([look(pair, known) for pair in come.claims], sorted(gone))
    stirred = {*settled.assigned, *gone}
    measures = {*settled.changed.old, *settled.changed.new}
    for name in stirred:
        before = set() if name in names else set(held.homes(name))
        measures |= before ^ {one.measure_id for one in settled.assigned.get(name, ())}
    out = Measured()
    _read(out, held, measures, stirred - names)
    standing = {name: made for name in measures if (made := pool.profile(name))}
    rest = {name: [one for one in held.members(name) if one not in stirred] for name in standing}
    days = {**held.told(one for some in rest.values() for one in some).known, **come.known}
    days |= held.told(stirred - names - gone).known
    _write(out, settled, standing, days, rest, held)
    return out


def _read(out: Measured, held: Held, measures: Iterable[str], claims: Iterable[str]) -> None:
    """Note how measures and claims stood before."""
    for name in measures:
        out.before.update(held.quads_of_measure(name))
        if kept := held.kept(name):
            out.old[name] = kept
    for name in claims:
        out.before.update(held.quads_of_claim(name))
        out.before.update(held.quads_of_doubts(name))


def _write(  # noqa: PLR0913, PLR0917 - all of one settling
    out: Measured,
    settled: Settling,
    measures: dict[str, Profile],
    known: Known,
    rest: dict[str, list[str]],
    held: Held | None = None,
) -> None:
    """Note how measures and claims stand now; `rest` are claims of measures that stay where they are."""
    pool, assigned = settled.pool, by_measure(settled.assigned)
    for name in settled.assigned:
        one, stage = pool.looks[name], pool.stages[name]
        day = known[one.document.id]
        out.after.update(claim_quads(one.claim, one.document, day, cells.of_claim(one, stage), stage))
    for mine in assigned.values():
        doubts = (_doubt(one) for one in mine if one.unsure)
        out.after.update(rdf.doubt_quads(doubts))
    for name, made in sorted(measures.items()):
        looks = [pool.get(one) for one in (*(one.claim_id for one in assigned.get(name, ())), *rest.get(name, ()))]
        result, limited = summed(made, looks, resolve.groups())
        voices = [_voice(one, known, limited) for one in {one.id: one for one in looks}.values()]
        events = phases.events(name, voices)
        out.new[name] = kept = Kept(profile=made, measure=_bare(result), events=events)
        stood = history.stood(held, out.old.get(name)) if held else None
        found, same = history.phases_of(name, voices, stood)
        out.after.update(rdf.measure_quads(result, events, found))
        out.after.update(same)
        out.after.update(measure_quads(kept))


def _voice(one: Look, known: Known, limited: Mapping[str, tuple[str, ...]]) -> phases.Voice:
    return phases.voice(one.claim, one.document, known[one.document.id], only_for=limited[one.id])


def _bare(result: Measure) -> Measure:
    return replace(result, label="", references=(), excludes=(), claim_ids=())


def _doubt(one: Assignment) -> Doubt:
    return Doubt(
        claim_id=one.claim_id,
        measure_id=one.measure_id,
        score=one.score,
        reason=one.reason,
        runner_up=one.runner_up,
    )
