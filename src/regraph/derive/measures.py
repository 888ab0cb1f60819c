"""Claims on measures that come or go, into the measures, events and phases that change by it.

The invariant: the outcome is that of deriving all anew, and what a store holds is what deriving its claims gives. A
block with a person's judgement in it is derived as a whole, because a judgement can join what no cell holds together;
of other blocks only what the claims can touch. What many claims say alike is settled once: a claim that repeats what
others say adds a voice to their measures, and touches nothing else.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from pyoxigraph import Quad

from regraph import phases, rdf, resolve
from regraph.derive import history
from regraph.derive.index import Held, claim_quads, look_quads, measure_quads, span_quads, teller_quads
from regraph.derive.rows import Span
from regraph.derive.tellers import Hearing, Moved, leading, look_of, moved
from regraph.derive.values import Known, Told
from regraph.model import Doubt, Event, Measure
from regraph.phases import Teller, Voice
from regraph.resolve import Assignment, Judgement
from regraph.resolve.keeping import Kept
from regraph.resolve.links import links
from regraph.resolve.looks import Look, Profile, judged_id, look, saying
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


@dataclass(frozen=True, slots=True, kw_only=True)
class _State:
    """A measure with all that is told of it."""

    measure: Measure
    events: tuple[Event, ...]
    voices: Sequence[Voice]
    kept: Kept


class _Source:
    """A store, as the looks and measures that a block held before."""

    def __init__(self, held: Held) -> None:
        self.held = held

    def claims(self, cell: str) -> Iterable[str]:
        return self.held.looks_in([cell])

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
        _write_block(out, pairs, told.known, judgements)
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
        part = None if key in whole else _touched(held, fresh, gone.get(key, ()))
        if part is None or not judged.isdisjoint(part.new):
            part = _anew(held, key, fresh, _names(gone.get(key, ())), judgements)
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
    stood = held.told(name for name in held.in_blocks([key])).of("measure")
    out = Measured()
    for name in sorted({saying(pair) for pair in stood.claims}):
        _read_saying(out, held, name)
    for claim, _ in stood.claims:
        out.before.update(held.quads_of_claim(claim.id))
        out.before.update(held.quads_of_doubts(claim.id))
    _write_block(out, (stood.without(gone) + come).claims, {**stood.known, **come.known}, judgements)
    return out


def _read_saying(out: Measured, held: Held, key: str) -> None:
    """Note how a saying and its measures stood before."""
    tellers = held.tellers(key)
    out.before.update(teller_quads(key, tellers))
    for name in filter(None, (look_of(key, tellers), *(judged_id(key, one.claim_id) for one in tellers))):
        out.before.update(held.quads_of_look(name))
        for measure in held.homes(name):
            if measure not in out.old and (kept := held.kept(measure)):
                out.old[measure] = kept
                out.before.update(held.quads_of_measure(measure))


def _write_block(out: Measured, pairs: Iterable[Pair], known: Known, judgements: Sequence[Judgement]) -> None:
    """Note how a whole block stands now."""
    settled, said = settle_block(pairs, resolve.groups(), judgements)
    tellers = {}
    for name, some in said.items():
        tellers[name] = tuple(phases.teller(*pair, known[pair[1].id]) for pair in some)
        out.after.update(teller_quads(name.partition(".")[0], tellers[name]))
        for claim, document in some:
            out.after.update(claim_quads(claim, document, known[document.id]))
    hearing = Hearing()
    for name, assigned in settled.assigned.items():
        out.after.update(look_quads(settled.pool.looks[name], settled.pool.stages[name], assigned))
        out.after.update(_doubts(assigned, tellers[name]))
    for name, mine in by_measure(settled.assigned, settled.pool.profiles).items():
        looks = [settled.pool.looks[one.claim_id] for one in mine]
        _write_new(out, _state(settled.pool.profiles[name], looks, tellers.__getitem__, hearing))


def _touched(held: Held, come: Told, gone: Sequence[Pair]) -> Measured:
    """Return what changes in a block, deriving what the claims can touch."""
    moves = moved(held.tellers, come.claims, gone, come.known)
    settled = Settling(Pool(_Source(held)), resolve.groups(), _NO_LINKS)
    left = {one.old for one in moves if one.old and one.old != one.new}
    fresh = {claim.id: (claim, document) for claim, document in come.claims}
    settled.settle([_look(held, fresh, one) for one in moves if one.new and one.new != one.old], sorted(left))
    out = Measured()
    _write_claims(out, held, come, gone, moves)
    after = {one.new: one.after for one in moves if one.new}

    def now(look_id: str) -> tuple[Teller, ...]:
        return after[look_id] if look_id in after else held.tellers(look_id)

    _write_looks(out, held, settled, left, now)
    _write_joined(out, held, [one for one in moves if one.new == one.old and one.new not in settled.assigned])
    hearing, put = Hearing(), by_measure(settled.assigned)
    for name in sorted(_measures_touched(held, settled, left, moves)):
        was, made = held.kept(name), settled.pool.profile(name)
        stood = held.looks_of(name)
        stand = [one for one in stood if one.id not in left and one.id not in settled.assigned]
        stand += [settled.pool.looks[one.claim_id] for one in put.get(name, ())]
        old = _state(was.profile, stood, held.tellers, hearing) if was else None
        _write_measure(out, held, name, old, _state(made, stand, now, hearing) if made else None)
    return out


def _look(held: Held, fresh: Mapping[str, Pair], one: Moved) -> Look:
    head = leading(one.after)
    assert head  # noqa: S101 - it has a look, so somebody says it
    return look(fresh.get(head.claim_id) or held.claim(head.claim_id), resolve.groups())


def _measures_touched(held: Held, settled: Settling, left: Iterable[str], moves: Iterable[Moved]) -> set[str]:
    """Return the ids of the measures that change, or that other claims are put to."""
    out = {*settled.changed.old, *settled.changed.new}
    for name in {*settled.assigned, *left}:
        out |= set(held.homes(name)) ^ {one.measure_id for one in settled.assigned.get(name, ())}
    for one in moves:
        out.update(held.homes(one.old) if one.old else ())
        out.update(put.measure_id for put in settled.assigned.get(one.new or "", ()))
    return out


def _write_claims(out: Measured, held: Held, come: Told, gone: Iterable[Pair], moves: Iterable[Moved]) -> None:
    """Note which claims come and go, and which sayings they repeat."""
    for claim, document in come.claims:
        out.after.update(claim_quads(claim, document, come.known[document.id]))
    for claim, _ in gone:
        out.before.update(held.quads_of_claim(claim.id))
    for one in moves:
        out.before.update(teller_quads(one.key, one.gone))
        out.after.update(teller_quads(one.key, one.come))


def _write_looks(
    out: Measured, held: Held, settled: Settling, left: Iterable[str], now: Callable[[str], tuple[Teller, ...]]
) -> None:
    """Note how the sayings stood that were settled anew or left, and how they stand now."""
    for name in {*settled.assigned, *left}:
        out.before.update(held.quads_of_look(name))
        out.before.update(_doubts(held.unsure(name), held.tellers(name)))
    for name, assigned in settled.assigned.items():
        out.after.update(look_quads(settled.pool.looks[name], settled.pool.stages[name], assigned))
        out.after.update(_doubts(assigned, now(name)))


def _write_joined(out: Measured, held: Held, moves: Iterable[Moved]) -> None:
    """Note the doubts of claims that join a saying or leave it, where that stands as it stood."""
    for one in moves:
        put = held.unsure(one.new or "")
        out.before.update(_doubts(put, one.gone))
        out.after.update(_doubts(put, one.come))


def _write_measure(out: Measured, held: Held, name: str, old: _State | None, new: _State | None) -> None:
    """Note how a measure stood and stands; what does not change is left out on both sides."""
    if old and (kept := held.kept(name)):
        out.old[name] = kept
        out.before.update(_own_quads(old, new))
    spans = held.spans(name)
    same = _write_new(out, new, old, spans) if new else frozenset()
    for span in spans:
        out.before.update(() if span in same else held.quads_of_phase(name, span))


def _write_new(out: Measured, new: _State, old: _State | None = None, spans: Sequence[Span] = ()) -> frozenset[Span]:
    """Note how a measure stands now, but for what stands as it stood; return the spans of its phases that do."""
    name = new.measure.id
    out.new[name] = new.kept
    out.after.update(_own_quads(new, old))
    found, same = history.phases_of(name, new.voices, history.Stood(old.voices, spans) if old else None)
    out.after.update(rdf.phase_quads(found))
    out.after.update(span_quads(found))
    return same


def _state(
    made: Profile, looks: Sequence[Look], tellers: Callable[[str], tuple[Teller, ...]], hearing: Hearing
) -> _State:
    told = {one.id: tellers(one.id) for one in looks}
    claims = {name: [one.claim_id for one in some] for name, some in told.items()}
    result, limited = summed(made, looks, claims, resolve.groups())
    voices = hearing.of(looks, told, limited)
    events = phases.events(made.id, voices)
    bare = replace(result, label="", references=(), excludes=(), claim_ids=())
    kept = Kept(profile=made, measure=bare, events=events)
    return _State(measure=result, events=events, voices=voices, kept=kept)


def _own_quads(one: _State, other: _State | None) -> Iterable[Quad]:
    """Yield what is said of a measure and its events, without the claims that they rest on in both states."""
    shared = set(other.measure.claim_ids) if other else set()
    mine = replace(one.measure, claim_ids=tuple(name for name in one.measure.claim_ids if name not in shared))
    events, twins = [], {event.id: event for event in other.events} if other else {}
    for event in one.events:
        twin = twins.get(event.id)
        if twin != event:
            both = set(twin.claim_ids) if twin else set()
            rest = tuple(name for name in event.claim_ids if name not in both)
            events.append(replace(event, claim_ids=rest))
    return (*rdf.measure_quads(mine, events), *measure_quads(one.kept))


def _doubts(assigned: Iterable[Assignment], tellers: Iterable[Teller]) -> list[Quad]:
    told = list(tellers)
    return rdf.doubt_quads(
        Doubt(
            claim_id=teller.claim_id,
            measure_id=one.measure_id,
            score=one.score,
            reason=one.reason,
            runner_up=one.runner_up,
        )
        for one in assigned
        if one.unsure
        for teller in told
    )
