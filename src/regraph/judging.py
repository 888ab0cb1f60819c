"""A store in, which claims were put to which measure and why out; a person's decision in, the store mended.

The invariant: a decision names claims and records, never a measure that has no record, because the id of such a
measure changes when a more exact claim on it comes along. So decisions hold after every later step.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from pyoxigraph import Literal, NamedNode

from regraph import derive, ids, pipeline, sparql, terms
from regraph.errors import NotFoundError, UsageError
from regraph.questions import Evidence, evidence_of
from regraph.resolve import Assignment, Judgement, judgements
from regraph.store import Store

_BASED_ON: Final = NamedNode(terms.rg("basedOn"))
_ANCHORED_BY: Final = NamedNode(terms.rg("anchoredBy"))
_RULE: Final = NamedNode(terms.rg("rule"))
_TYPE: Final = NamedNode(terms.term("rdf:type"))
_MEASURE_CLAIM: Final = NamedNode(terms.rg("MeasureClaim"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A claim in a measure: how well it fits, why, and where it stands."""

    claim: str  # id
    measure: str  # id; empty where it fits none
    measure_label: str
    score: float
    reason: str
    unsure: bool
    runner_up: str | None  # id of a measure
    only_for: tuple[str, ...]
    evidence: Evidence | None

    def to_json(self) -> dict[str, Any]:
        """Return the JSON object of `regraph resolve show --json`."""
        said = self.evidence.to_json() if self.evidence else None
        plain = ("claim", "measure", "measure_label", "score", "reason", "unsure", "runner_up")
        return {**{name: getattr(self, name) for name in plain}, "only_for": list(self.only_for), "said": said}


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """What a decision did to one claim."""

    claim: str
    before: tuple[str, ...]  # ids of measures
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """The judgements that were kept, and what they moved."""

    judgements: tuple[Judgement, ...]
    moved: tuple[Moved, ...]


_OVERVIEW: Final = """
SELECT ?measure ?label ?anchor (COUNT(DISTINCT ?claim) AS ?claims) (COUNT(DISTINCT ?source) AS ?sources) {
  ?measure a rg:Measure ; rdfs:label ?label ; rg:basedOn ?claim .
  ?claim prov:wasDerivedFrom ?source .
  OPTIONAL { ?measure rg:anchoredBy ?anchor }
} GROUP BY ?measure ?label ?anchor ORDER BY ?label ?measure
"""
_DOUBTS: Final = """
SELECT ?claim ?measure ?label ?score ?reason ?other {
  ?doubt a rg:Doubt ; rg:basedOn ?claim ; rg:ofMeasure ?measure ; rg:score ?score ; rg:reason ?reason .
  ?measure rdfs:label ?label .
  OPTIONAL { ?doubt rg:runnerUp ?other }
} ORDER BY ?score ?label ?claim ?measure
"""


def overview(store: Store) -> list[dict[str, Any]]:
    """Return one row a measure, by label: measure, label, claims, sources, and its unsure claims."""
    unsure: dict[str, list[Member]] = defaultdict(list)
    for one in doubts(store):
        unsure[one.measure].append(one)
    return [
        {
            "measure": name,
            "label": row["label"].value,
            "record": row["anchor"].value if "anchor" in row else None,
            "claims": int(row["claims"].value),
            "sources": int(row["sources"].value),
            "unsure": unsure.get(name, []),
        }
        for row in sparql.solutions(store.engine, _OVERVIEW)
        for name in [_local(row["measure"])]
    ]


def doubts(store: Store) -> list[Member]:
    """Return the claims that were put to a measure without being sure of it, the least sure first."""
    rows = sparql.solutions(store.engine, _DOUBTS)
    said = {one.claim: one for one in evidence_of(store, (row["claim"].value for row in rows))}
    return [
        Member(
            claim=_local(row["claim"]),
            measure=_local(row["measure"]),
            measure_label=row["label"].value,
            score=float(row["score"].value),
            reason=row["reason"].value,
            unsure=True,
            runner_up=_local(row["other"]) if "other" in row else None,
            only_for=(),
            evidence=said.get(row["claim"].value),
        )
        for row in rows
    ]


def members(store: Store, iri: str) -> list[Member]:
    """Return the claims of a measure with why they are in it, or the measures of a claim; best first.

    Raises: NotFoundError where the thing is neither a measure nor a claim on one.
    """
    claims = _claims(store, iri)
    wanted = set(claims) if _kind(iri) == "claim" else set()
    measure = "" if wanted else iri.rpartition("/")[2]
    _, found = derive.resolution(store, derive.blocks_of(store, claims), pipeline.judgements(store.path))
    kept = [one for one in found.assignments if one.claim_id in wanted or one.measure_id == measure]
    labels = {one.id: one.label for one in found.measures}
    said = {one.claim: one for one in evidence_of(store, (ids.iri("claim", name) for name in claims))}
    out = [_member(one, labels, said) for one in kept]
    out += [
        Member(
            claim=name,
            measure="",
            measure_label="",
            score=0.0,
            reason=why,
            unsure=False,
            runner_up=None,
            only_for=(),
            evidence=said.get(ids.iri("claim", name)),
        )
        for name, why in found.unresolved
        if name in wanted
    ]
    return sorted(out, key=lambda one: (-one.score, one.claim, one.measure))


def _member(one: Assignment, labels: dict[str, str], said: dict[str, Evidence]) -> Member:
    return Member(
        claim=one.claim_id,
        measure=one.measure_id,
        measure_label=labels.get(one.measure_id, one.measure_id),
        score=one.score,
        reason=one.reason,
        unsure=one.unsure,
        runner_up=one.runner_up,
        only_for=one.only_for,
        evidence=said.get(ids.iri("claim", one.claim_id)),
    )


def decide(store: Store, wanted: Judgement) -> Decided:
    """Keep a person's decision that two measures or claims are, or are not, about one measure; apply it at once.

    `wanted` names them by IRI; what is kept names their records or claims.
    Raises: NotFoundError where one is neither; UsageError where both are one thing, or can never be one measure.
    """
    left, right, same = wanted.left, wanted.right, wanted.same
    if left == right:
        raise UsageError(f"{_short(left)} stands on both sides: name two different things")
    claims = [_claims(store, left), _claims(store, right)]
    blocks = [derive.blocks_of(store, some) for some in claims]
    if not blocks[0] & blocks[1]:
        some, others = (", ".join(sorted(keys)) or "nothing" for keys in blocks)
        raise UsageError(
            f"{_short(left)} and {_short(right)} can never be one measure ({some}; {others}): they differ in who "
            "imposes, or in the family of their kinds"
        )
    told = pipeline.judgements(store.path)
    sides = [_side(store, left, claims[0]), _side(store, right, claims[1])]
    if not same:
        sides[1] = [name for name in sides[1] if name not in sides[0]]
    pairs = judgements.between(sides[0], sides[1], same=same, before=told)
    decided = tuple(replace(one, by=wanted.by, note=wanted.note) for one in pairs)
    before = _places(store, blocks[0], told)
    pipeline.judge(store, decided, blocks[0])
    after = _places(store, blocks[0], (*told, *decided))
    moved = (Moved(claim=name, before=before[name], after=after[name]) for name in sorted(before))
    return Decided(judgements=decided, moved=tuple(one for one in moved if one.before != one.after))


def _places(store: Store, blocks: Iterable[str], told: Sequence[Judgement]) -> dict[str, tuple[str, ...]]:
    """Return the measures of each claim of some blocks."""
    held, found = derive.resolution(store, blocks, told)
    out: dict[str, tuple[str, ...]] = {claim.id: () for claim, _ in held.claims}
    for one in found.assignments:
        out[one.claim_id] = (*out[one.claim_id], one.measure_id)
    return out


def _side(store: Store, iri: str, claims: Sequence[str]) -> list[str]:
    """Return the ids by which a decision names a thing: its record, else its claims."""
    anchor = next(store.match(NamedNode(iri), _ANCHORED_BY), None)
    if anchor and isinstance(anchor.object, Literal):
        return [anchor.object.value]
    return sorted({_record(store, name) or name for name in claims})


def _record(store: Store, claim: str) -> str | None:
    """Return the record that a claim was made from, None for a claim read from a text."""
    rule = next(store.match(NamedNode(ids.iri("claim", claim)), _RULE), None)
    text = rule.object.value if rule and isinstance(rule.object, Literal) else ""
    return text.removeprefix("record:").partition(" ")[0] if text.startswith("record:") else None


def _claims(store: Store, iri: str) -> list[str]:
    """Return the ids of the claims of a measure, or of the claim itself."""
    node = NamedNode(iri)
    if _kind(iri) == "claim":
        if next(store.match(node, _TYPE, _MEASURE_CLAIM), None):
            return [_local(node)]
    elif _kind(iri) == "measure":
        found = [_local(quad.object) for quad in store.match(node, _BASED_ON)]
        if found:
            return sorted(found)
    raise NotFoundError(f"{_short(iri)} is neither a measure nor a claim on one: `regraph resolve list` lists them")


def _kind(iri: str) -> str:
    return iri.removeprefix(ids.ID).partition("/")[0]


def _short(iri: str) -> str:
    return iri.removeprefix(ids.ID)


def _local(node: object) -> str:
    return str(node).strip("<>").rpartition("/")[2]
