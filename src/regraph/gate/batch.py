"""Graphs of many documents in, a report for each out, by the compiled shapes.

Each graph is copied into a store in memory together with the reference nodes it mentions, so that a document is
judged by what it holds itself, as by the norm.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final, cast

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, QuerySolution, QuerySolutions, Store, Triple

from regraph.gate.compiler import Rule, rules
from regraph.gate.context import TYPE, triples_of
from regraph.gate.report import Report, Violation

_CHUNK: Final = 500  # documents judged at once; bounds the memory
_ONE: Final = NamedNode("urn:regraph:document")


def check_batch(store: Store, graphs: Iterable[str]) -> Iterator[tuple[str, Report]]:
    """Yield every named graph of `store` that is asked for, with its report, in the order asked.

    Shape: (IRI of the graph, report). The store is only read.
    """
    pending = iter(graphs)
    while chunk := list(islice(pending, _CHUNK)):
        scratch = _Scratch()
        for iri in chunk:
            graph = NamedNode(iri)
            scratch.fill(graph, store.quads_for_pattern(None, None, None, graph))
        found = scratch.findings()
        for iri in chunk:
            yield iri, Report.of(found.get(iri, ()))


def check_compiled(quads: Iterable[Quad | Triple], context: Iterable[Quad | Triple] = ()) -> Report:
    """Return the verdict of the compiled shapes on one document; `regraph.gate.check` without its start-up time."""
    scratch = _Scratch()
    scratch.fill(_ONE, quads, context)
    return Report.of(scratch.findings().get(_ONE.value, ()))


class _Scratch:
    """A store in memory that knows which classes and properties it holds, so that most rules need no asking."""

    def __init__(self) -> None:
        self.store = Store()
        self.classes: set[str] = set()
        self.properties: set[str] = set()

    def fill(self, graph: NamedNode, quads: Iterable[Quad | Triple], context: Iterable[Quad | Triple] = ()) -> None:
        triples = triples_of(quads, context)
        self.properties.update(predicate.value for _, predicate, _ in triples)
        self.classes.update(term.value for _, predicate, term in triples if predicate == TYPE)
        self.store.extend(Quad(*triple, graph) for triple in triples)

    def findings(self) -> dict[str, list[Violation]]:
        out: dict[str, list[Violation]] = defaultdict(list)
        probed: dict[str, bool] = {"": True}
        for rule in rules():
            if not self.concerns(rule):
                continue
            if rule.probe not in probed:
                probed[rule.probe] = bool(self.store.query(rule.probe))
            if probed[rule.probe]:
                for row in cast("QuerySolutions", self.store.query(rule.query)):
                    out[row["g"].value].append(_violation(rule, row))
        return out

    def concerns(self, rule: Rule) -> bool:
        if rule.properties and self.properties.isdisjoint(rule.properties):
            return False
        return not rule.classes or not self.classes.isdisjoint(rule.classes)


def _violation(rule: Rule, row: QuerySolution) -> Violation:
    def text(name: str) -> str:
        try:
            term = row[name]
        except KeyError:  # the query does not ask for it
            return ""
        return term.value if isinstance(term, NamedNode | BlankNode | Literal) else ""

    return Violation(
        node=text("this"),
        path=text("path") or rule.path,
        value=text("value"),
        rule=rule.name,
        message=rule.message,
        severity=rule.severity,
    )
