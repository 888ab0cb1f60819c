"""The gate: shape tests in Turtle, the two engines against each other, cost and bad shapes."""

import dataclasses
import hashlib
import itertools
import subprocess
import sys
import time
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Store

from regraph import gate, ids, terms
from regraph.errors import ConformanceError
from regraph.gate import compiler
from regraph.model import TYPE_FIELDS, Claim, Document, Passage
from regraph.rdf import document_graph, document_quads, known_quads

HERE = Path(__file__).parent
SHAPE_TESTS = sorted((HERE / "shapes").glob("*.test.ttl"))
SH = terms.PREFIXES["sh"]
RGS = "https://w3id.org/regraph/shapes#"
MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
GRAPH = NamedNode("urn:test")


def shape_test(path: Path) -> tuple[list[Quad], set[tuple[str, str, str]], bool]:
    """Return data, expected (node, rule, severity) and the expected verdict of a test file."""
    base = path.as_uri()
    quads = list(ox.parse(path=str(path), format=RdfFormat.TURTLE, base_iri=base))
    manifest = {q.subject for q in quads if isinstance(q.subject, BlankNode) or str(q.subject.value).startswith(base)}
    of: dict[object, dict[str, list[Any]]] = {}
    for quad in quads:
        if quad.subject in manifest:
            of.setdefault(quad.subject, {}).setdefault(quad.predicate.value, []).append(quad.object)
    expected, conforms = set(), None
    for facts in of.values():
        if f"{SH}conforms" in facts:
            conforms = facts[f"{SH}conforms"][0].value == "true"
        if f"{SH}focusNode" in facts:
            shape = facts.get(f"{SH}sourceConstraint") or facts[f"{SH}sourceShape"]
            rule = shape[0].value.removeprefix(RGS)
            for component in facts.get(f"{SH}sourceConstraintComponent", []):
                name = component.value.removeprefix(SH).removesuffix("ConstraintComponent")
                rule += f"/{name[:1].lower()}{name[1:]}"
            severity = facts.get(f"{SH}resultSeverity", [Literal(f"{SH}Violation")])[0].value
            expected.add((facts[f"{SH}focusNode"][0].value, rule, severity.removeprefix(SH).lower()))
    assert conforms is not None
    return [quad for quad in quads if quad.subject not in manifest], expected, conforms


def settled(report: gate.Report) -> set[tuple[str, str, str, str, str]]:
    """Return what both engines have to agree on, to the letter.

    Left out are the order rules on a node with an ill-formed value: the value has a report of its own, and whether
    "soon" is later than 2025 is told by neither standard. Numbers count by value: the store rewrites 1.0 as 1.
    """
    found = [*report.violations, *report.warnings]
    ill = {one.node for one in found if one.rule.endswith(("/datatype", "/pattern", "/nodeKind"))}
    order = ("/lessThan", "/lessThanOrEquals", "/minInclusive", "/maxInclusive")
    unquoted = {node.removesuffix("/selector") for node in ill}  # what is no string is no quote, right or wrong
    return {
        (one.node, one.rule, one.severity, one.path, canonical(one.value))
        for one in found
        if not (one.node in ill and one.rule.endswith(order))
        and not (one.rule == "quoteInText" and one.value in unquoted)
    }


def canonical(value: str) -> str:
    try:
        return str(Decimal(value).normalize())
    except InvalidOperation:
        return value


@pytest.mark.parametrize("path", SHAPE_TESTS, ids=lambda path: path.name.removesuffix(".test.ttl"))
@pytest.mark.parametrize("engine", [gate.check, gate.check_compiled])
def test_shapes(path: Path, engine: object) -> None:
    data, expected, conforms = shape_test(path)
    report = engine(data)  # type: ignore[operator]
    assert {(node, rule, severity) for node, rule, severity, *_ in settled(report)} == expected
    assert report.conforms is conforms


TEXT = "Arcadia puts tungsten under licence from April 2025. Borduria calls it a breach. " * 3
DOCUMENT = Document(
    id="00000000000000d0",
    text=TEXT,
    name="notice.txt",
    sha256=hashlib.sha256(TEXT.encode()).hexdigest(),
    title="A notice",
    publisher="A paper",
    url="https://example.org/notice",
    published="2025-04",
)
FIELDS: dict[str, object] = {
    "imposer": ["CN", "CN/MOFCOM"],
    "target": ["US"],
    "materials": ["tungsten", "samarium", "some-ore"],
    "items": ["magnets", "chip-design-software"],
    "count": {"materials": 7, "companies": 28, "cars": 2},
    "date": "2025-04-04",
    "until": "2025-11",
    "duration": "P90D",
    "rate_from": 57,
    "rate_to": 47.5,
    "reference": "No. 18",
    "via": "klow-2025-04",
    "promisor": ["US"],
    "beneficiary": ["CN"],
    "parties": ["CN", "US"],
    "name": "the accord",
    "place": "klow",
    "follows": "klow-2025-04",
    "participants": ["some-minister", "CN"],
    "issuer": ["CN"],
    "holders": ["ford"],
    "subject": ["CD"],
    "material": "cobalt",
    "value": -12.5,
    "unit": "%",
    "affected": ["european-suppliers"],
    "about": ["CN"],
}
FIRST_CONCEPT = {
    ("measure", "action"): "suspended",
    ("commitment", "action"): "lift",
    ("licence", "action"): "granted",
    ("meeting", "kind"): "talks",
    ("agreement", "status"): "reached",
    ("statistic", "indicator"): "quota",
    ("impact", "effect"): "delay",
    ("statement", "stance"): "accuse",
}


def full_claim(kind: str, start: int = 0) -> Claim:
    """Return a claim with every field of its type."""
    fields = {field: FIRST_CONCEPT.get((kind, field), FIELDS.get(field, "tariff")) for field in TYPE_FIELDS[kind]}
    data = {"type": kind, "evidence": {"start": start, "end": start + 20}, "speaker": ["US"], **fields}
    return dataclasses.replace(Claim.from_json(data, DOCUMENT.id), rule="test", confidence=0.5)


def full_graph() -> list[Quad]:
    half = len(TEXT) // 2
    passages = [
        Passage(document_id=DOCUMENT.id, index=0, start=0, end=half, role="lead"),
        Passage(document_id=DOCUMENT.id, index=1, start=half, end=len(TEXT), role="body"),
    ]
    claims = [full_claim(kind, place * 25) for place, kind in enumerate(sorted(TYPE_FIELDS))]
    described = {claim.id: "rare-earths" for claim in claims if claim.type == "measure"}
    return document_quads(DOCUMENT, passages, claims, described)


BASE = full_graph()


@pytest.mark.parametrize("engine", [gate.check, gate.check_compiled])
def test_what_the_program_writes_conforms(engine: object) -> None:
    report = engine(BASE)  # type: ignore[operator]
    assert report.violations == ()
    assert [(one.rule, one.value) for one in report.warnings] == [("miscalled", ids.material_iri("tungsten"))]


RESOLVED = """
@prefix a: <https://w3id.org/regraph/id/actor/> .
@prefix m: <https://w3id.org/regraph/id/material/> .
@prefix i: <https://w3id.org/regraph/id/item/> .
@prefix p: <https://w3id.org/regraph/id/place/> .
@prefix x: <https://w3id.org/regraph/id/thing/> .
@prefix c: <https://w3id.org/regraph/id/claim/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix rg: <https://w3id.org/regraph/ontology#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
a:one a rg:State ; rdfs:label "One" ; rg:demonym "Onian" .
a:two a rg:Person ; rdfs:label "Two" ; rg:partOfState a:one ; rg:holdsPost x:post .
x:post a rg:Post ; rg:postOf a:one ; rg:heldFrom "2024-01-01"^^xsd:date ; rg:heldUntil "2025-01-01"^^xsd:date .
m:tin a rg:ChemicalElement ; rdfs:label "tin" ; rg:symbol "Sn" ; rg:atomicNumber 50 ; rg:casNumber "7440-31-5" ;
    rg:hsCode "8001" ; rg:euList "no" ; rg:usgsList "yes" .
m:zinc a rg:ChemicalElement ; rdfs:label "zinc" .
m:lead a rg:ChemicalElement ; rdfs:label "lead" .
i:alloy a rg:Good ; rdfs:label "alloy" .
p:klow a rg:Place ; rdfs:label "Klow" .
x:act a rg:Act .
x:measure a rg:Measure ; rg:measureKind rg:kind-export_ban ; rg:imposedBy a:one ; rg:targets a:two ; rg:covers m:tin ;
    rg:mayCover m:zinc ; rg:excludes m:lead ; rg:coversItem i:alloy ; rg:legalReference "No. 1" ;
    rg:anchoredBy "one-1" ; rg:enactedBy x:act ; rg:basedOn c:1 .
x:event a rg:MeasureEvent ; rg:ofMeasure x:measure ; rg:action rg:action-eased ; rg:modality rg:modality-fact ;
    rg:standing rg:document-press ; rg:rateTo 5.0 ; rg:duration "P1Y" ; rg:onlyFor m:tin ; rg:basedOn c:1 ;
    rg:date "2025-01-01" ; rg:until "2026-01-01" ;
    rg:dateEarliest "2025-01-01"^^xsd:date ; rg:dateLatest "2025-01-01"^^xsd:date ;
    rg:untilEarliest "2026-01-01"^^xsd:date ; rg:untilLatest "2026-01-01"^^xsd:date .
x:phase a rg:Phase ; rg:ofMeasure x:measure ; rg:status rg:status-ended ; rg:certainty rg:certainty-presumed ;
    rg:reason "So it was." ; rg:validFrom "2025-01-01"^^xsd:date ; rg:validUntil "2025-02-01"^^xsd:date ;
    rg:knownFrom "2025-01-01"^^xsd:date ; rg:knownUntil "2025-02-01"^^xsd:date ; rg:onlyFor m:tin ;
    rg:since "2025" ; rg:due "2025-02" ;
    rg:sinceEarliest "2025-01-01"^^xsd:date ; rg:sinceLatest "2025-01-01"^^xsd:date ; rg:basedOn c:1 ;
    rg:dueEarliest "2025-02-01"^^xsd:date ; rg:dueLatest "2025-02-01"^^xsd:date ; rg:contradictedBy c:2 ;
    rg:lastEvidence "2025-01-01"^^xsd:date .
x:agreement a rg:Agreement ; rg:party a:one ; rg:agreementStatus rg:agreement-reached ; rg:place p:klow .
x:commitment a rg:Commitment ; rg:action rg:commitment-lift ; rg:promisor a:one ; rg:beneficiary a:two ;
    rg:fulfilment x:kept ; rg:underAgreement x:agreement ; rg:aboutMeasure x:measure .
x:kept a rg:Fulfilment ; rg:fulfilledBy x:event ; rg:ofMeasure x:measure ; rg:knownFrom "2025-01-01"^^xsd:date ;
    rg:reason "It was lifted." .
c:1 rg:block "one/export_ban/tin" .
x:saying rg:cell "one|D|tin" ; rg:stage "1f" ; rg:home <https://w3id.org/regraph/id/measure/1> ; rg:toldBy "{}" ;
    rg:unsure "{}" .
x:measure rg:shows "{}" ; rg:span "{}" .
x:meeting a rg:Meeting ; rg:meetingKind rg:meeting-call ; rg:participant a:one .
x:licence a rg:LicenceDecision ; rg:action rg:decision-refused ; rg:issuer a:one ; rg:holder a:two .
x:figure a rg:Observation ; rg:subject a:one ; rg:indicator rg:indicator-quota ; rg:value 5.0 ; rg:unit "t" ;
    rg:material m:tin .
x:impact a rg:Impact ; rg:affected a:two ; rg:effect rg:effect-delay .
"""
REST = [Quad(q.subject, q.predicate, q.object, GRAPH) for q in ox.parse(RESOLVED, format=RdfFormat.TURTLE)]


@pytest.mark.parametrize("engine", [gate.check, gate.check_compiled])
def test_what_is_resolved_conforms(engine: object) -> None:
    assert engine(REST) == gate.Report(conforms=True)  # type: ignore[operator]


def spoilt_graphs() -> Iterator[list[Quad]]:
    """Yield graphs in which one property of one node is gone or wrong, or one node is blank."""
    for quads in (BASE, REST):
        types: dict[Any, str] = dict.fromkeys((quad.subject for quad in quads), "")
        types.update((quad.subject, str(quad.object)) for quad in quads if quad.predicate.value.endswith("#type"))
        seen = set()
        for subject, predicate in sorted({(quad.subject, quad.predicate) for quad in quads}, key=str):
            if (types[subject], predicate) in seen:
                continue
            seen.add((types[subject], predicate))
            rest = [quad for quad in quads if (quad.subject, quad.predicate) != (subject, predicate)]
            values = [quad.object for quad in quads if (quad.subject, quad.predicate) == (subject, predicate)]
            yield rest
            yield [*rest, *(Quad(subject, predicate, one, GRAPH) for one in (*values, *SPOILERS))]
        for subject in types:
            yield [
                Quad(
                    BlankNode("blank") if quad.subject == subject else quad.subject,
                    quad.predicate,
                    BlankNode("blank") if quad.object == subject else quad.object,
                    GRAPH,
                )
                for quad in quads
            ]
    broader = NamedNode(terms.term("skos:broader"))
    yield [*REST, Quad(NamedNode(ids.material_iri("zinc")), broader, NamedNode(ids.material_iri("tin")), GRAPH)]


def test_every_rule_can_be_broken() -> None:
    """A rule that nothing breaks is none: drop and spoil every property of every node, and wait for each rule."""
    broken = {rule for path in SHAPE_TESTS for _, rule, _ in shape_test(path)[1]}
    store = Store()
    for place, quads in enumerate(spoilt_graphs()):
        store.extend(Quad(quad.subject, quad.predicate, quad.object, NamedNode(f"urn:{place}")) for quad in quads)
    names = sorted(graph.value for graph in store.named_graphs() if isinstance(graph, NamedNode))
    for _, report in gate.check_batch(store, names):
        broken.update(one.rule for one in (*report.violations, *report.warnings))
    unbroken = {rule.name for rule in compiler.rules()} - broken
    assert not unbroken, f"break {sorted(unbroken)} in a file of tests/shapes"


# What a mutation may put in place of an object: right and wrong concepts, nodes, numbers, dates, texts.
_RG = terms.PREFIXES["rg"]
_XSD = terms.PREFIXES["xsd"]
OBJECTS: list[NamedNode | BlankNode | Literal] = [
    *(NamedNode(_RG + name) for name in ("action-lifted", "kind-tariff", "modality-denied", "Claim", "Actor", "Good")),
    *(NamedNode(_RG + name) for name in ("MeetingClaim", "Material", "document-official", "role-list", "status-ended")),
    *(NamedNode(ids.ID + name) for name in ("actor/cn", "material/tungsten", "material/nothing", "item/magnets")),
    NamedNode("https://example.org/elsewhere"),
    BlankNode("b"),
    *(Literal(text, datatype=NamedNode(_XSD + "integer")) for text in ("0", "-1", "7", "300", "many")),
    *(Literal(text, datatype=NamedNode(_XSD + "decimal")) for text in ("0.5", "-2.5", "1.5")),
    *(Literal(text, datatype=NamedNode(_XSD + "date")) for text in ("2025-01-31", "2026-12-01", "2025-02-30", "soon")),
    *(Literal(text) for text in ("", "2025", "2025-04", "P1Y", "April", "x" * 40)),
    Literal("Begriff", language="de"),
]
SPOILERS: list[NamedNode | Literal] = [
    NamedNode("https://example.org/elsewhere"),
    Literal(""),
    Literal("-1", datatype=NamedNode(_XSD + "integer")),
    Literal("-2.5", datatype=NamedNode(_XSD + "decimal")),
    Literal("300.5", datatype=NamedNode(_XSD + "decimal")),
    Literal("2999-01-01", datatype=NamedNode(_XSD + "date")),
]
PREDICATES = sorted({quad.predicate.value for quad in BASE})


@st.composite
def mutated(draw: st.DrawFn) -> list[Quad]:
    """Return the full graph with a few quads dropped, changed, doubled or moved to another node."""
    quads = list(BASE)
    subjects = sorted({quad.subject.value for quad in BASE if isinstance(quad.subject, NamedNode)})
    for _ in range(draw(st.integers(1, 4))):
        place = draw(st.integers(0, len(quads) - 1))
        quad = quads[place]
        change = draw(st.sampled_from(["drop", "object", "add", "predicate", "subject"]))
        if change == "drop":
            quads.pop(place)
        elif change == "object":
            quads[place] = Quad(quad.subject, quad.predicate, draw(st.sampled_from(OBJECTS)), quad.graph_name)
        elif change == "add":
            quads.append(Quad(quad.subject, quad.predicate, draw(st.sampled_from(OBJECTS)), quad.graph_name))
        elif change == "predicate":
            other = NamedNode(draw(st.sampled_from(PREDICATES)))
            quads.append(Quad(quad.subject, other, quad.object, quad.graph_name))
        else:
            other = NamedNode(draw(st.sampled_from(subjects)))
            quads.append(Quad(other, quad.predicate, quad.object, quad.graph_name))
    return quads


def agree(quads: list[Quad]) -> None:
    norm, compiled = gate.check(quads), gate.check_compiled(quads)
    assert compiled.conforms is norm.conforms
    assert settled(compiled) == settled(norm)


@settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(mutated())
def test_both_engines_give_one_verdict(quads: list[Quad]) -> None:
    agree(quads)


@pytest.mark.slow
@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(mutated())
def test_both_engines_give_one_verdict_at_length(quads: list[Quad]) -> None:
    """The verdict itself: which of two rules names an ill-formed value first may differ after several mutations."""
    assert gate.check_compiled(quads).conforms == gate.check(quads).conforms


@pytest.mark.parametrize("path", SHAPE_TESTS, ids=lambda path: path.name.removesuffix(".test.ttl"))
def test_both_engines_give_one_report(path: Path) -> None:
    agree(shape_test(path)[0])


def copies(number: int) -> Iterator[tuple[str, list[Quad]]]:
    """Yield documents that differ in id alone, every third with a broken claim."""
    for place in range(number):
        document = dataclasses.replace(DOCUMENT, id=f"{place:016x}")
        claim = dataclasses.replace(full_claim("meeting"), document_id=document.id)
        passage = Passage(document_id=document.id, index=0, start=0, end=len(TEXT), role="body")
        quads = document_quads(document, [passage], [claim])
        if place % 3 == 0:
            quads = [quad for quad in quads if quad.predicate.value != terms.rg("participant")]
        yield document_graph(document.id).value, quads


def test_batch_judges_each_graph_by_itself() -> None:
    store = Store()
    graphs = dict(copies(12))
    for quads in graphs.values():
        store.extend(quads)
    got = dict(gate.check_batch(store, graphs))
    assert list(got) == list(graphs)
    assert got == {iri: gate.check_compiled(quads) for iri, quads in graphs.items()}
    assert [report.conforms for report in got.values()] == [place % 3 != 0 for place in range(12)]


def test_batch_does_not_borrow_a_label_from_another_graph() -> None:
    store = Store()
    actor = NamedNode(ids.actor_iri("some-firm"))
    a, b = NamedNode("urn:a"), NamedNode("urn:b")
    for graph in (a, b):
        store.add(Quad(actor, NamedNode(terms.term("rdf:type")), NamedNode(terms.rg("Company")), graph))
    store.add(Quad(actor, NamedNode(terms.term("rdfs:label")), Literal("Some Firm"), a))
    got = dict(gate.check_batch(store, ["urn:a", "urn:b"]))
    assert (got["urn:a"].conforms, got["urn:b"].conforms) == (True, False)


def test_a_document_cannot_make_its_own_classes() -> None:
    """Who says that its claims are documents is not believed, by either engine."""
    claim_class = NamedNode(terms.rg("MeetingClaim"))
    lie = Quad(claim_class, NamedNode(terms.term("rdfs:subClassOf")), NamedNode(terms.rg("Document")), GRAPH)
    assert gate.check([*BASE, lie]) == gate.check(BASE)
    assert gate.check_compiled([*BASE, lie]) == gate.check_compiled(BASE)


def test_context_is_only_what_the_document_mentions() -> None:
    """All reference data may be given: what the document does not name costs nothing and breaks nothing."""
    broken = Quad(
        NamedNode(ids.actor_iri("stranger")), NamedNode(terms.term("rdf:type")), NamedNode(_RG + "State"), GRAPH
    )
    assert gate.check_compiled(BASE, (broken, *known_quads())) == gate.check_compiled(BASE)
    assert gate.check(BASE, (broken, *known_quads())) == gate.check(BASE)


def test_context_brings_in_reference_nodes() -> None:
    actor = NamedNode(ids.actor_iri("US"))
    described = [quad for quad in BASE if quad.subject == actor]
    without = [quad for quad in BASE if quad.subject != actor]
    assert not gate.check_compiled(without).conforms
    for engine in (gate.check, gate.check_compiled):
        assert engine(without, described).conforms


@pytest.mark.parametrize(
    ("prop", "value"),
    [
        (terms.rg("dateEarliest"), BlankNode("b")),
        (terms.term("oa:start"), Literal("2025-02-28", datatype=NamedNode(terms.term("xsd:date")))),
    ],
)
def test_ill_formed_values_end_in_a_report(prop: str, value: BlankNode | Literal) -> None:
    """pySHACL and rdflib raise on these; a document must not end a run."""
    place = next(i for i, quad in enumerate(BASE) if quad.predicate.value == prop)
    old = BASE[place]
    quads = [*BASE[:place], Quad(old.subject, old.predicate, value, old.graph_name), *BASE[place + 1 :]]
    report = gate.check(quads)
    assert str(old.subject).strip("<>") in {one.node for one in report.violations}
    assert settled(report) == settled(gate.check_compiled(quads))


def test_a_violation_says_node_rule_and_mend() -> None:
    quads = [quad for quad in BASE if quad.predicate.value != terms.rg("sha256")]
    (violation,) = gate.check_compiled(quads).violations
    assert violation.node == ids.iri("document", DOCUMENT.id)
    assert violation.path == terms.rg("sha256")
    assert str(violation) == (
        f"{violation.node} {violation.path}: "
        "A document has one SHA-256 of its bytes: 64 lower-case hex digits. [sha256/minCount]"
    )


def test_reports_are_sorted_and_without_repeats() -> None:
    quads = [quad for quad in BASE if quad.predicate.value not in {terms.rg("sha256"), terms.rg("role")}]
    report = gate.check_compiled(list(itertools.chain(quads, quads)))
    assert list(report.violations) == sorted(set(report.violations))
    assert report == gate.check_compiled(reversed(quads))


def test_quoted_triples_are_refused() -> None:
    quoted = ox.Triple(NamedNode("urn:a"), NamedNode("urn:b"), NamedNode("urn:c"))
    quad = Quad(NamedNode("urn:a"), NamedNode("urn:says"), quoted, GRAPH)
    with pytest.raises(ConformanceError, match="quoted triple"):
        gate.check_compiled([quad])


def test_the_gate_imports_nothing_heavy() -> None:
    code = "import regraph.gate, sys; sys.exit(any(m in sys.modules for m in ('rdflib', 'pyshacl', 'networkx')))"
    assert subprocess.run([sys.executable, "-c", code], check=False, timeout=60).returncode == 0


def test_cost_does_not_grow_with_the_batch() -> None:
    """A document in a batch of many costs no more than one of a few: no rule compares documents with each other."""

    def seconds(number: int) -> float:
        store = Store()
        graphs = dict(copies(number))
        for quads in graphs.values():
            store.extend(quads)
        start = time.perf_counter()
        for _ in gate.check_batch(store, graphs):
            pass
        return (time.perf_counter() - start) / number

    seconds(5)
    assert seconds(400) < 3 * seconds(20)
