"""The ontology: lint and hygiene find what they are for, materials agree with their table, OWL holds together."""

import csv
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad, RdfFormat, Triple, parse

from regraph import gate, ids, ontology_check, resources, terms
from regraph.errors import OntologyError
from regraph.ontology_check import lint, materials

HEAD = """
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix material: <https://w3id.org/regraph/id/material/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix rg: <https://w3id.org/regraph/ontology#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
GOOD = """
    rdfs:label "test"@en ; skos:definition "Thing that is made for a test of the lint."@en ;
    skos:example "this one."@en ; dcterms:source "a test"@en ;
    rdfs:isDefinedBy <https://w3id.org/regraph/ontology> .
"""


@pytest.fixture(scope="module")
def _copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    for name in ("ontology", "shapes", "queries"):
        shutil.copytree(resources.path(name), folder / name)
    return folder


@pytest.fixture
def copy(_copy: Path) -> Iterator[Path]:
    """A copy of the files that a test may add to; what it adds is taken away again."""
    before = {path: path.read_bytes() for path in _copy.rglob("*") if path.is_file()}
    yield _copy
    for path in list(_copy.rglob("*")):
        if path.is_file() and path not in before:
            path.unlink()
    for path, content in before.items():
        path.write_bytes(content)


def found(folder: Path) -> set[tuple[str, str]]:
    return {(one.rule, one.node) for one in ontology_check.check(folder)}


def test_nothing_is_wrong() -> None:
    findings = ontology_check.check()
    assert not findings, "\n".join(str(one) for one in findings)


MATERIAL = "skos:inScheme rg:scheme-material ; dcterms:source <https://example.org/> ; skos:prefLabel"
# What is added to the ontology -> the findings it has to lead to, and no others.
WRONG = {
    "no-label": (
        "rg:Test a owl:Class ;" + GOOD.replace('rdfs:label "test"@en ;', ""),
        {("label", "rg:Test"), ("class-unused", "rg:Test")},
    ),
    "two-labels": (
        'rg:Phase rdfs:label "stretch"@en .',
        {("label", "rg:Phase")},
    ),
    "label-in-german": (
        "rg:coversTest a owl:DatatypeProperty ;" + GOOD.replace('"test"@en', '"Probe"@de'),
        {("label", "rg:coversTest"), ("property-unused", "rg:coversTest")},
    ),
    "definition-without-stop": (
        "rg:coversTest a owl:DatatypeProperty ;" + GOOD.replace("lint.", "lint"),
        {("definition", "rg:coversTest"), ("property-unused", "rg:coversTest")},
    ),
    "bare-class": (
        "rg:Bare a owl:Class .",
        {("term-without-home", "rg:Bare"), ("class-unused", "rg:Bare")},
    ),
    "undeclared-superclass": (
        "rg:Good rdfs:subClassOf rg:Ware .",
        {("undeclared-term", "rg:Ware")},
    ),
    "foreign-undeclared": (
        "rg:Good rdfs:subClassOf <http://purl.org/goodrelations/v1#ProductOrService> .",
        {("foreign-undeclared", "http://purl.org/goodrelations/v1#ProductOrService")},
    ),
    "two-ranges": ("rg:covers rdfs:range rg:Item .", {("objectRange", "rg:covers")}),
    "two-domains": ("rg:covers rdfs:domain rg:Item .", {("domain", "rg:covers")}),
    "subclass-cycle": ("rg:Actor rdfs:subClassOf rg:Ministry .", set()),
    "shared-label": (
        "rg:TestPhase a owl:Class ; rdfs:subClassOf rg:Phase ;" + GOOD.replace('"test"@en', '"phase"@en'),
        {("label-shared", "rg:Phase")},
    ),
    "concept-of-no-scheme": (
        "rg:action-paused a skos:Concept ;" + GOOD.replace("rdfs:label", "skos:prefLabel"),
        {("concept-without-scheme", "rg:action-paused")},
    ),
    "concept-beside-the-shapes": (
        "rg:stance-praise a skos:Concept ; skos:inScheme rg:scheme-stance ; skos:topConceptOf rg:scheme-stance ;"
        + GOOD.replace("rdfs:label", "skos:prefLabel"),
        {("list-beside-scheme", "rg:stance-praise")},
    ),
    "empty-scheme": (
        "rg:scheme-mood a skos:ConceptScheme ;" + GOOD,
        {("scheme-empty", "rg:scheme-mood")},
    ),
    "shared-alias": (
        'material:zinc skos:altLabel "ALUMINUM"@en .',
        {("alias-shared", ids.material_iri("aluminium"))},
    ),
    "material-in-a-mineral": (
        "material:zinc skos:broader material:bauxite .",
        {("broader", ids.material_iri("zinc"))},
    ),
    "groups-in-a-circle": (
        "material:rare-earths skos:broader material:heavy-rare-earths .",
        {("broader-cycle", ids.material_iri("heavy-rare-earths")), ("broader-cycle", ids.material_iri("rare-earths"))},
    ),
    "element-without-number": (
        f'material:unobtainium a rg:ChemicalElement ; {MATERIAL} "unobtainium"@en ; rg:symbol "Un" .',
        {("elementNumber", ids.material_iri("unobtainium"))},
    ),
    "shared-number": (
        f'material:zink a rg:ChemicalElement ; {MATERIAL} "zink"@en ; rg:symbol "Zn" ; rg:atomicNumber 30 .',
        {("number-shared", ids.material_iri("zinc"))},
    ),
}
WRONG["subclass-cycle"] = (
    WRONG["subclass-cycle"][0],
    {("subclass-cycle", f"rg:{name}") for name in ("Actor", "GovernmentBody", "Ministry")},
)


@pytest.mark.parametrize("case", WRONG, ids=str)
def test_what_is_wrong_is_found(case: str, copy: Path) -> None:
    turtle, expected = WRONG[case]
    (copy / "ontology" / "zz-test.ttl").write_text(HEAD + turtle, encoding="utf-8")
    assert found(copy) == expected


def test_a_misspelt_term_in_a_question_is_found(copy: Path) -> None:
    text = "#+ name: test\nSELECT ?m { ?m rg:cover ?x . # rg:notThis\n FILTER(?x != rg:action-lifted) }"
    (copy / "queries" / "questions" / "test.rq").write_text(text, encoding="utf-8")
    assert found(copy) == {("undeclared-term", "rg:cover")}


def test_a_misspelt_term_inside_a_sparql_constraint_is_found(copy: Path) -> None:
    path = copy / "shapes" / "data.ttl"
    path.write_text(path.read_text(encoding="utf-8").replace("rg:describedAs ?group", "rg:describedBy ?group"))
    assert found(copy) == {("undeclared-term", "rg:describedBy")}


def test_a_shape_without_message_is_found(copy: Path) -> None:
    extra = "rg:x a sh:PropertyShape ; sh:targetClass rg:Phase ; sh:path rg:status ."
    (copy / "shapes" / "test.ttl").write_text(HEAD + extra.replace("rg:x", "<urn:x>"), encoding="utf-8")
    assert found(copy) == {("shape-without-message", "urn:x")}


def test_a_hygiene_query_needs_its_header(copy: Path) -> None:
    (copy / "queries" / "hygiene" / "test.rq").write_text("#+ name: test\nSELECT ?node {}", encoding="utf-8")
    with pytest.raises(OntologyError, match=r"test\.rq needs header lines"):
        ontology_check.check(copy)


def test_broken_turtle_is_named(copy: Path) -> None:
    (copy / "ontology" / "zz-test.ttl").write_text("rg:Test a", encoding="utf-8")
    with pytest.raises(OntologyError, match=r"zz-test\.ttl does not parse"):
        ontology_check.check(copy)


def test_a_broken_hygiene_query_is_named(copy: Path) -> None:
    text = "#+ name: test\n#+ description: d\n#+ mend: m\nSELECT ?node {"
    (copy / "queries" / "hygiene" / "test.rq").write_text(text, encoding="utf-8")
    with pytest.raises(OntologyError, match="hygiene query test does not parse"):
        ontology_check.check(copy)


def test_a_finding_says_how_to_mend() -> None:
    one = lint.Finding(rule="r", node="rg:X", message="A thing is wrong. To mend it: mend it.")
    assert str(one) == "rg:X: A thing is wrong. To mend it: mend it. [r]"


# --- materials ------------------------------------------------------------------------------------------------------


def test_materials_agree_with_their_table() -> None:
    written = resources.path("ontology", "materials.ttl").read_text(encoding="utf-8")
    assert written == materials.turtle(materials.read_rows()), f"run: {materials.MEND}"


def test_materials_pass_the_gate() -> None:
    report = gate.check_compiled(parse(path=str(resources.path("ontology", "materials.ttl")), format=RdfFormat.TURTLE))
    assert report == gate.Report(conforms=True)


def members(group: str) -> set[str]:
    """Return the materials below a group, groups left out."""
    up: dict[str, set[str]] = {}
    groups = set()
    for quad in parse(path=str(resources.path("ontology", "materials.ttl")), format=RdfFormat.TURTLE):
        if quad.predicate.value == terms.term("skos:broader"):
            up.setdefault(quad.subject.value, set()).add(quad.object.value)
        if str(quad.object) == str(NamedNode(terms.rg("MaterialGroup"))):
            groups.add(quad.subject.value)

    def above(iri: str) -> set[str]:
        return up.get(iri, set()).union(*(above(parent) for parent in up.get(iri, ())))

    iri = ids.material_iri(group)
    return {name.rpartition("/")[2] for name in up if iri in above(name) and name not in groups}


def test_there_are_seventeen_rare_earths() -> None:
    lanthanides = (
        "lanthanum cerium praseodymium neodymium promethium samarium europium gadolinium terbium dysprosium holmium "
        "erbium thulium ytterbium lutetium"
    ).split()
    assert members("rare-earths") == {"scandium", "yttrium", *lanthanides}
    assert not members("light-rare-earths") & members("heavy-rare-earths")
    assert members("light-rare-earths") | members("heavy-rare-earths") == members("rare-earths") - {"scandium"}


@pytest.mark.parametrize("metal", ["tungsten", "tellurium", "bismuth", "molybdenum", "indium", "gallium", "germanium"])
def test_metals_that_are_miscalled_rare_earths_are_none(metal: str) -> None:
    assert metal not in members("rare-earths")


ROW = {
    "id": "tin",
    "label": "tin",
    "type": "ChemicalElement",
    "symbol": "Sn",
    "atomic_number": "50",
    "cas": "7440-31-5",
    "groups": "",
    "aliases": 'stannum|the "white" metal',
    "hs": "8001",
    "eu_crm_2023": "no",
    "usgs_2025_list": "unknown",
    "note": "",
    "source": "https://example.org/a ; a handbook",
}


def test_a_row_becomes_turtle_that_reads_back() -> None:
    quads = list(parse(materials.turtle([ROW]), format=RdfFormat.TURTLE))
    told = {(q.predicate.value, q.object.value) for q in quads if str(q.subject) == f"<{ids.material_iri('tin')}>"}
    assert (terms.term("skos:altLabel"), 'the "white" metal') in told
    assert {value for predicate, value in told if predicate == terms.term("dcterms:source")} == {
        "https://example.org/a",
        "a handbook",
    }
    assert (terms.rg("usgsList"), "unknown") not in told


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"id": "Tin"}, "no slug"),
        ({"type": "Metal"}, "has the type 'Metal'"),
        ({"atomic_number": "0"}, "atomic number '0'"),
        ({"cas": "7440-31-6"}, "check digit"),
        ({"groups": "base-metals"}, "has no row"),
        ({"groups": "tin"}, "in its own group"),
        ({"source": "https://example.org/a b"}, "malformed source"),
    ],
)
def test_bad_rows_are_refused(change: dict[str, str], complaint: str) -> None:
    with pytest.raises(OntologyError, match=complaint):
        materials.turtle([{**ROW, **change}])


def test_groups_in_a_circle_are_refused() -> None:
    rows = [{**ROW, "id": a, "groups": b, "cas": ""} for a, b in (("a", "b"), ("b", "a"))]
    with pytest.raises(OntologyError, match="in its own group"):
        materials.turtle(rows)


def test_an_implied_group_is_left_out() -> None:
    rows = [
        {**ROW, "groups": "few|many"},
        {**ROW, "id": "few", "groups": "many", "type": "MaterialGroup"},
        {**ROW, "id": "many", "type": "MaterialGroup"},
    ]
    turtle = materials.turtle(rows)
    assert turtle.count("skos:broader material:many") == 1
    assert turtle.count("skos:broader material:few") == 1


def test_the_table_has_the_columns_it_is_read_by() -> None:
    with resources.path("seeds", "reference", "materials.csv").open(encoding="utf-8", newline="") as file:
        assert set(ROW) <= set(csv.DictReader(file).fieldnames or ())


# --- OWL ------------------------------------------------------------------------------------------------------------

needs_java = pytest.mark.skipif(
    shutil.which("java") is None and os.environ.get("CI") != "true", reason="Java is not installed"
)
SAMPLE = (
    HEAD
    + """
<urn:cn> a rg:State . <urn:mofcom> a rg:Ministry ; rg:partOfState <urn:cn> .
<urn:m> a rg:Measure ; rg:imposedBy <urn:mofcom> , <urn:unclassed> ; rg:covers material:samarium ;
    rg:measureKind rg:kind-export_licensing .
<urn:p> rg:ofMeasure <urn:m> ; rg:status rg:status-in_force ; rg:validFrom "2025-04-04"^^xsd:date .
<urn:c> a rg:MeasureClaim ; rg:statedIn <urn:s> .
"""
)


def triples(turtle: str) -> list[Quad]:
    return list(parse(turtle, format=RdfFormat.TURTLE))


@needs_java
def test_the_ontology_is_consistent_and_classifies_a_sample() -> None:
    result = ontology_check.reason(triples(SAMPLE))
    assert result.consistent
    assert result.unsatisfiable == ()
    assert terms.rg("Actor") in result.types["urn:mofcom"]
    assert terms.term("prov:Agent") in result.types["urn:mofcom"]
    assert terms.rg("Actor") in result.types["urn:unclassed"], "the range of imposedBy says what it is"
    assert terms.rg("Phase") in result.types["urn:p"], "the domain of status says what it is"
    assert terms.rg("Claim") in result.types["urn:c"]
    assert terms.rg("State") not in result.types["urn:mofcom"]


# Each says something that cannot be, beside the sample.
CONTRADICTIONS = {
    "actor-and-material": "<urn:cn> a rg:Material .",
    "material-imposes": "<urn:m> rg:imposedBy material:samarium .",
    "two-types-of-claim": "<urn:c> a rg:MeetingClaim .",
    "two-certainties": "<urn:p> rg:certainty rg:certainty-certain , rg:certainty-possible .",
    "covers-what-it-excludes": "<urn:m> rg:excludes material:samarium .",
    "two-hashes": '<urn:d> rg:sha256 "aa" , "bb" .',
    "state-and-person": "<urn:cn> a rg:Person .",
    "length-in-words": '<urn:d> rg:textLength "long" .',
}


@needs_java
@pytest.mark.parametrize("case", CONTRADICTIONS, ids=str)
def test_a_contradiction_is_found(case: str) -> None:
    assert not ontology_check.reason(triples(SAMPLE + CONTRADICTIONS[case])).consistent


def test_without_java_the_message_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    with pytest.raises(OntologyError, match="install a JRE"):
        ontology_check.reason()


def test_the_ontology_stays_in_owl_2_rl() -> None:
    """Only constructs of the profile that the ontology needs, and only datatypes that OWL 2 has."""
    allowed = (
        "AllDifferent AllDisjointClasses AnnotationProperty Class DatatypeProperty FunctionalProperty ObjectProperty "
        "Ontology disjointWith distinctMembers members propertyDisjointWith versionIRI versionInfo"
    )
    datatypes = {"string", "integer", "decimal", "anyURI"}
    used, ranges = set(), set()
    for name in ("regraph.ttl", "schemes.ttl", "materials.ttl"):
        for quad in parse(path=str(resources.path("ontology", name)), format=RdfFormat.TURTLE):
            for term in (quad.predicate, quad.object):
                if isinstance(term, NamedNode) and term.value.startswith(terms.PREFIXES["owl"]):
                    used.add(term.value.removeprefix(terms.PREFIXES["owl"]))
            if quad.predicate.value == terms.term("rdfs:range") and isinstance(quad.object, NamedNode):
                ranges.add(quad.object.value)
    assert used <= set(allowed.split())
    xsd = {one.removeprefix(terms.PREFIXES["xsd"]) for one in ranges if one.startswith(terms.PREFIXES["xsd"])}
    assert xsd <= datatypes


def test_nothing_is_imported() -> None:
    code = "import regraph.ontology_check, sys; sys.exit(any(m in sys.modules for m in ('rdflib', 'owlready2')))"
    assert subprocess.run([sys.executable, "-c", code], check=False, timeout=60).returncode == 0
    text = resources.path("ontology", "regraph.ttl").read_text(encoding="utf-8")
    assert "owl:imports" not in text


def test_a_sample_may_be_triples_or_quads() -> None:
    quads = triples(SAMPLE)
    plain = [Triple(quad.subject, quad.predicate, quad.object) for quad in quads]
    assert gate.check_compiled(plain) == gate.check_compiled(quads)
