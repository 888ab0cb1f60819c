"""Impacts in, ties from who imposed the measure behind them to who was hurt out.

No source names the measure of an impact in a field of its own, so it is worked out, and only where nothing is left
open: measures told of in the same document, on the same goods, all of one state. Such a tie is marked as inferred
and never more than possible.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from regraph.network.records import Record, first
from regraph.network.scope import Scope
from regraph.network.things import dated, known_claims
from regraph.network.ties import Tie

_GOODS = ("covers", "mayCover", "coversItem")


def harm_ties(scope: Scope) -> Iterator[Tie]:
    """Yield the ties `harms` in scope."""
    told = _measures_by_document(scope)
    for iri, impact in scope.records.of("Impact"):
        claims = known_claims(scope, impact)
        if claims is None or not impact.get("affected") or not scope.concerns(impact):
            continue
        candidates = {
            name: measure
            for source in scope.witnesses.sources(claims)
            for name, measure in told.get(source, {}).items()
            if _same_goods(measure, impact)
        }
        imposers = sorted({actor for measure in candidates.values() for actor in measure.get("imposedBy", ())})
        if len({scope.state_of(actor) for actor in imposers}) != 1:
            continue
        for imposer in imposers:
            for affected in impact["affected"]:
                tie = Tie(
                    relation="harms",
                    source=imposer,
                    target=affected,
                    thing=iri,
                    label=first(impact, "label"),
                    sign=-1,
                    detail=first(impact, "effect"),
                    claims=claims,
                    inferred=True,
                )
                yield dated(scope, tie, impact, first(impact, "modality", "fact"))


def _measures_by_document(scope: Scope) -> Mapping[str, Mapping[str, Record]]:
    out: dict[str, dict[str, Record]] = defaultdict(dict)
    for iri, measure in scope.records.of("Measure"):
        for source in scope.witnesses.sources(scope.witnesses.known(measure.get("basedOn", ()))):
            out[source][iri] = measure
    return out


def _same_goods(measure: Record, impact: Record) -> bool:
    """Return whether a measure covers what an impact names; one that names nothing can be of any measure."""
    hurt = {*impact.get("material", ()), *impact.get("item", ())}
    return not hurt or bool(hurt & {good for name in _GOODS for good in measure.get(name, ())})
