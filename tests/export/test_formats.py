"""Each RDF format, read back by rdflib, holds the same graph; the same graph gives the same bytes."""

import io
import json
import re
import zipfile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.compare import isomorphic
from tests.network import sample

from regraph import terms
from regraph.errors import UsageError
from regraph.export import FORMATS, Filters, guess, write
from regraph.export.context import context
from regraph.export.context import document as context_document
from regraph.export.rdfxml import xml_text
from regraph.export.sorting import sorted_lines
from regraph.resources import path
from regraph.store import Store

RDFLIB = {"ttl": "turtle", "trig": "trig", "nt": "nt", "nq": "nquads", "jsonld": "json-ld", "rdfxml": "xml"}


def written(store: Store, form: str, **filters: Any) -> bytes:
    out = io.BytesIO()
    write(store, form, out, filters=Filters(**filters))
    return out.getvalue()


def union(store: Store, change: Any = str) -> rdflib.Graph:
    """Return the union of all graphs in rdflib, with `change` made to the text of each literal."""
    graph = rdflib.Graph()
    for quad in store.quads():
        value: Any = rdflib.URIRef(str(quad.object)[1:-1])
        if isinstance(quad.object, ox.Literal):
            kind = None if quad.object.datatype.value == terms.term("xsd:string") else quad.object.datatype.value
            value = rdflib.Literal(change(quad.object.value), datatype=kind and rdflib.URIRef(kind), normalize=False)
        graph.add((rdflib.URIRef(str(quad.subject)[1:-1]), rdflib.URIRef(quad.predicate.value), value))
    return graph


@pytest.fixture(scope="module")
def store() -> Store:
    return sample.store()


@pytest.fixture(autouse=True)
def exact_literals(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep rdflib from rewriting "0.9000" on reading, so that it compares what is written."""
    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", False)


@pytest.mark.parametrize("form", ["ttl", "nt", "jsonld"])
def test_rdflib_reads_the_same_graph(store: Store, form: str) -> None:
    back = rdflib.Graph().parse(data=written(store, form), format=RDFLIB[form])
    assert isomorphic(back, union(store))


def test_rdfxml_reads_back_but_for_what_xml_cannot_hold(store: Store) -> None:
    text = written(store, "rdfxml")
    assert not re.search(b"[\x00-\x08\x0b\x0c\x0e-\x1f]", text)
    ElementTree.fromstring(text)  # noqa: S314 - our own file
    assert isomorphic(rdflib.Graph().parse(data=text, format="xml"), union(store, xml_text))
    assert xml_text(sample.BETA_TEXT) != sample.BETA_TEXT  # so there was something to replace


@pytest.mark.parametrize("form", ["trig", "nq"])
def test_named_graphs_are_kept(store: Store, form: str) -> None:
    back = rdflib.Dataset()
    back.parse(data=written(store, form), format=RDFLIB[form])
    names = {str(graph.identifier) for graph in back.graphs() if len(graph)}
    assert names == set(store.graphs())
    for name in names:
        wanted = {(str(quad.subject)[1:-1], quad.predicate.value) for quad in store.graph(name)}
        assert {(str(s), str(p)) for s, p, _ in back.graph(rdflib.URIRef(name))} == wanted
        assert len(back.graph(rdflib.URIRef(name))) == len(store.graph(name))


@pytest.mark.parametrize("form", RDFLIB)
def test_pyoxigraph_reads_the_very_same_quads(store: Store, form: str) -> None:
    formats = {
        "ttl": ox.RdfFormat.TURTLE, "trig": ox.RdfFormat.TRIG, "nt": ox.RdfFormat.N_TRIPLES,
        "nq": ox.RdfFormat.N_QUADS, "jsonld": ox.RdfFormat.JSON_LD, "rdfxml": ox.RdfFormat.RDF_XML,
    }  # fmt: skip
    parsed = ox.parse(written(store, form), formats[form])
    back = {str(quad if FORMATS[form].graphs else quad.triple) for quad in parsed}
    wanted = {str(quad if FORMATS[form].graphs else quad.triple) for quad in store.quads()}
    if form == "rdfxml":
        assert len(back) == len(wanted)
    else:
        assert back == wanted


@pytest.mark.parametrize("form", FORMATS)
def test_the_order_of_filling_changes_no_byte(store: Store, form: str) -> None:
    assert written(store, form) == written(sample.store(5), form) == written(sample.store(6), form)


@pytest.mark.parametrize("form", RDFLIB)
def test_blank_nodes_are_named_by_what_they_hold(form: str) -> None:
    """The ontology has lists; every parse names their nodes anew."""
    text = "@prefix : <http://x/> . :all :members ( :a :b ) . :none :members () . :c :has [ :p 1 ] , [ :p 2 ] ."
    files = []
    for _ in range(2):
        made = Store.memory()
        parsed = ox.parse(text, ox.RdfFormat.TURTLE)
        graph = ox.NamedNode("http://x/g")
        made.apply(ox.Quad(quad.subject, quad.predicate, quad.object, graph) for quad in parsed)
        files.append(written(made, form))
    assert files[0] == files[1]


def test_turtle_is_grouped_by_subject_with_prefixes(store: Store) -> None:
    text = written(store, "ttl").decode()
    assert text.count(f"measure:{sample.SAMARIUM.id} a rg:Measure ;") == 1
    assert text.count("<https://w3id.org/regraph/id/measure/") == 1  # the prefix itself
    assert "@prefix actor: <https://w3id.org/regraph/id/actor/> ." in text


@pytest.mark.parametrize("form", ["nt", "nq"])
def test_lines_are_sorted(store: Store, form: str) -> None:
    lines = written(store, form).decode().split("\n")
    assert lines[-1] == ""
    assert lines[:-1] == sorted(set(lines[:-1]))


def test_jsonld_reads_well(store: Store) -> None:
    data = json.loads(written(store, "jsonld"))
    assert data["@context"] == dict(context())
    nodes = {node["@id"]: node for node in data["@graph"]}
    measure = nodes[f"rgid:measure/{sample.SAMARIUM.id}"]
    assert measure["@type"] == "Measure"
    assert measure["measureKind"] == "kind-export_licensing"
    assert measure["covers"] == "rgid:material/samarium"
    started = {node["validFrom"] for node in data["@graph"] if node.get("@type") == "Phase"}
    assert "2025-04-04" in started


def test_the_published_context_is_the_one_that_is_written() -> None:
    published = path("ontology", "context.jsonld").read_text(encoding="utf-8")
    assert published == context_document(), "python -m regraph.export.context > ontology/context.jsonld"


def test_an_empty_store_exports_too() -> None:
    for form, name in RDFLIB.items():
        if form != "jsonld":
            rdflib.Dataset().parse(data=written(Store.memory(), form), format=name)
        else:
            assert json.loads(written(Store.memory(), form))["@graph"] == []


def test_an_unknown_format_is_refused(store: Store) -> None:
    with pytest.raises(UsageError, match="trig"):
        written(store, "n3")


def test_endings() -> None:
    for form in FORMATS.values():
        assert {guess(Path(f"x{ending}")) for ending in form.endings} == {form.name}
    assert guess(Path("x.doc")) is None


@pytest.mark.parametrize("run", [1, 2, 3, 7, 1000])
def test_sorting_through_files_equals_sorting_in_memory(run: int) -> None:
    lines = [f"{(number * 7919) % 101:03d} é\r\u2028 {number % 3}".encode() for number in range(300)]
    assert list(sorted_lines(iter(lines), run)) == sorted(set(lines))


def test_no_quotes_leaves_no_text_of_a_document(store: Store) -> None:
    for form in FORMATS:
        text = written(store, form, quotes=False)
        if FORMATS[form].makes == "folder":
            with zipfile.ZipFile(io.BytesIO(text)) as archive:
                text = b"".join(archive.read(name) for name in archive.namelist())
        assert b"One permit went" not in text
        if form not in ("void", "parquet"):  # one holds counts, the other is compressed
            assert sample.PERMIT.id.encode() in text, form
