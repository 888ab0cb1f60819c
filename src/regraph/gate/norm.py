"""The norm: one document's quads through pySHACL in, a report out.

pySHACL and rdflib take about 0.4 s to import and are imported on the first call. Shapes, and the parsed queries of
their SPARQL constraints, are kept for the life of the process.
"""

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any, Final

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, parse

from regraph import resources, terms
from regraph.gate.batch import check_compiled
from regraph.gate.context import SUBCLASS, Spo, Term, plain, subclass_triples, triples_of
from regraph.gate.report import Report, Violation

_SH: Final = terms.PREFIXES["sh"]
_SHAPES: Final = "https://w3id.org/regraph/shapes#"


def check(quads: Iterable[Quad | Triple], context: Iterable[Quad | Triple] = ()) -> Report:
    """Return pySHACL's verdict on one document.

    `quads` are the document's graph; `context` are reference nodes beyond the materials, which the gate adds
    itself. The cost grows with the document alone.

    pySHACL and rdflib give up on some ill-formed values (a blank node to put in order, a date less a number); then
    the compiled shapes speak for them, and have to find the ill-formed value.
    """
    from pyshacl.errors import ReportableRuntimeError

    triples = triples_of(quads, context)
    try:
        return Report.of(_findings(_run(_graph([*triples, *subclass_triples()]))))
    except (TypeError, RecursionError, ReportableRuntimeError):
        report = check_compiled(Triple(*triple) for triple in triples)
        if report.conforms:
            raise
        return report


def _run(graph: Any) -> Any:
    """Return pySHACL's report graph, with the shapes parsed once a process instead of once a call."""
    from pyshacl.graph_abstraction import DataGraph
    from pyshacl.validator import Validator

    shapes = _shapes()
    validator: Any = Validator(DataGraph.from_rdflib(graph), shacl_graph=shapes.graph, options={"inplace": True})
    validator.shacl_graph = shapes
    return validator.run()[1]


@cache
def _shapes() -> Any:
    from pyshacl.shapes_graph import ShapesGraph

    file = str(resources.path("shapes", "data.ttl"))
    return ShapesGraph(_graph(plain(parse(path=file, format=RdfFormat.TURTLE))))


def _graph(triples: Iterable[Spo]) -> Any:
    graph = _graph_class()()
    with _quiet():
        for subject, predicate, term in triples:
            graph.add((_to_rdflib(subject), _to_rdflib(predicate), _to_rdflib(term)))
    return graph


@cache
def _graph_class() -> Any:
    """Return rdflib's Graph, but with every query text parsed once a process: parsing takes longer than asking."""
    import rdflib
    from rdflib.plugins.sparql import prepareQuery

    prepared = cache(prepareQuery)

    class Graph(rdflib.Graph):
        def query(self, query_object: Any, *args: Any, **options: Any) -> Any:
            return super().query(prepared(str(query_object)), *args, **options)

    return Graph


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep rdflib from logging ill-formed literals with a trace: the shapes report them."""
    logger = logging.getLogger("rdflib.term")
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(level)


def _to_rdflib(term: Term) -> Any:
    import rdflib

    if isinstance(term, NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, Literal):
        if term.language:
            return rdflib.Literal(term.value, lang=term.language)
        return rdflib.Literal(term.value, datatype=rdflib.URIRef(term.datatype.value), normalize=False)
    return rdflib.BNode(term.value)


def _findings(report: Any) -> Iterator[Violation]:
    import rdflib

    sh = rdflib.Namespace(_SH)
    for result in report.objects(None, sh.result):
        values = {str(p)[len(_SH) :]: o for p, o in report.predicate_objects(result) if str(p).startswith(_SH)}
        path = values.get("resultPath")
        if str(path) == SUBCLASS.value:  # about the ontology's own classes, which stand beside the document
            continue
        constraint = values.get("sourceConstraint")
        shape = str(values["sourceShape"]).removeprefix(_SHAPES)
        kind = _component(str(values["sourceConstraintComponent"]))
        yield Violation(
            node=str(values["focusNode"]),
            path=str(path) if isinstance(path, rdflib.URIRef) else "",
            value=str(values.get("value", "")),
            rule=str(constraint).removeprefix(_SHAPES) if constraint is not None else f"{shape}/{kind}",
            message=str(values["resultMessage"]),
            severity=str(values["resultSeverity"]).removeprefix(_SH).lower(),
        )


def _component(iri: str) -> str:
    name = iri.removeprefix(_SH).removesuffix("ConstraintComponent")
    return name[:1].lower() + name[1:]
