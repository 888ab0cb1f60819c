"""The VoID description and the RO-Crate of a build tell the truth about it, by tools that are not ours."""

import hashlib
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import networkx as nx
import pyoxigraph as ox
import pytest
import rdflib
from rdflib import DCAT, DCTERMS, RDF, VOID
from rocrate.rocrate import ROCrate
from tests.network import sample

from regraph import ids, terms
from regraph.cli.main import app
from regraph.export import Filters, Options, write, write_folder
from regraph.store import Store

ME = rdflib.URIRef(ids.ID + "dataset")


@pytest.fixture(scope="module")
def store() -> Store:
    return sample.store()


def void(store: Store, site: str | None = None, **filters: Any) -> rdflib.Graph:
    out = io.BytesIO()
    write(store, "void", out, filters=Filters(**filters), options=Options(site=site))
    return rdflib.Graph().parse(data=out.getvalue(), format="turtle")


def number(graph: rdflib.Graph, subject: Any, prop: Any) -> int:
    return int(str(graph.value(subject, prop)))


def test_void_counts_are_those_of_the_graph(store: Store) -> None:
    graph, union = void(store), list(store.match())
    assert number(graph, ME, VOID.triples) == len(union)
    by_property = {
        str(graph.value(part, VOID.property)): number(graph, part, VOID.triples)
        for part in graph.objects(ME, VOID.propertyPartition)
    }
    assert sum(by_property.values()) == len(union)
    assert set(by_property) == {quad.predicate.value for quad in union}
    query = "SELECT ?c (COUNT(*) AS ?n) { ?s a ?c } GROUP BY ?c"
    solutions: Any = store.engine.query(query)
    wanted = {row["c"].value: int(row["n"].value) for row in solutions}
    found = {
        str(graph.value(part, VOID["class"])): number(graph, part, VOID.entities)
        for part in graph.objects(ME, VOID.classPartition)
    }
    assert found == wanted


def test_void_is_void_and_dcat_with_licence_and_days(store: Store) -> None:
    graph = void(store)
    assert {VOID.Dataset, DCAT.Dataset} <= set(graph.objects(ME, RDF.type))
    assert graph.value(ME, DCTERMS.license)
    span = graph.value(ME, DCTERMS.temporal)
    assert (str(graph.value(span, DCAT.startDate)), str(graph.value(span, DCAT.endDate))) == (
        "2025-04-05",
        "2025-06-12",
    )
    assert not list(graph.objects(ME, VOID.sparqlEndpoint))
    for example in graph.objects(ME, VOID.exampleResource):
        assert next(store.match(ox.NamedNode(str(example))), None)


def test_void_names_where_to_get_it(store: Store) -> None:
    graph = void(store, site="https://graph.example/")
    assert str(graph.value(ME, VOID.sparqlEndpoint)) == "https://graph.example/sparql"
    dumps = {str(one) for one in graph.objects(ME, VOID.dataDump)}
    assert "https://graph.example/export/graph.nq" in dumps
    assert {str(graph.value(one, DCAT.downloadURL)) for one in graph.objects(ME, DCAT.distribution)} == dumps


def test_void_of_a_part_counts_the_part(store: Store) -> None:
    part = io.BytesIO()
    write(store, "nt", part, filters=Filters(measure=(ids.iri("measure", "us-chips"),), quotes=False))
    graph = void(store, measure=(ids.iri("measure", "us-chips"),), quotes=False)
    assert number(graph, ME, VOID.triples) == len(part.getvalue().splitlines())


def test_void_of_nothing() -> None:
    graph = void(Store.memory())
    assert number(graph, ME, VOID.triples) == 0


@pytest.fixture(scope="module")
def crate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from typer.testing import CliRunner

    place = tmp_path_factory.mktemp("crates")
    with Store.open(place / "store", write=True) as made:
        made.apply(sample.quads())
    words = ["export", "--format", "ro-crate", "-o", str(place / "crate"), "--store", str(place / "store")]
    found = CliRunner().invoke(app, words)
    assert found.exit_code == 0, (found.output, found.exception)
    return place / "crate"


def test_rocrate_opens_it_and_every_file_is_there(crate: Path) -> None:
    opened = ROCrate(crate)
    files = {entity.id for entity in opened.data_entities}
    there = {one.relative_to(crate).as_posix() for one in crate.rglob("*") if one.is_file()}
    assert files == there - {"ro-crate-metadata.json"}
    assert {"graph.trig", "graph.ttl", "claims.csv", "entities.ftm.json", "void.ttl", "network.gexf"} <= files
    for entity in opened.data_entities:
        text = (crate / entity.id).read_bytes()
        assert entity["sha256"] == hashlib.sha256(text).hexdigest(), entity.id
        assert int(entity["contentSize"]) == len(text)
        assert entity["license"].type == "CreativeWork"
    assert opened.root_dataset["datePublished"]
    assert str(opened.root_dataset["datePublished"]).startswith("2025-06-12")
    assert opened.root_dataset["license"]["description"].startswith("What regraph says")


def test_its_provenance_names_program_and_documents(crate: Path) -> None:
    opened = ROCrate(crate)
    action: Any = opened.get("#build")
    assert action["instrument"]["name"] == "regraph"
    assert {one["identifier"] for one in action["object"]} == {"alpha.txt", "beta.txt", "gamma.txt"}
    results = {one.id for one in action["result"]}
    assert "graph.trig" in results
    assert "ontology/regraph.ttl" not in results


def test_what_lies_in_it_is_the_graph(crate: Path, store: Store) -> None:
    back = {str(quad) for quad in ox.parse(path=str(crate / "graph.trig"), format=ox.RdfFormat.TRIG)}
    assert back == {str(quad) for quad in store.quads()}
    assert nx.read_graphml(crate / "network.graphml").number_of_nodes() > 5
    metadata = json.loads((crate / "ro-crate-metadata.json").read_text(encoding="utf-8"))
    assert metadata["@context"] == "https://w3id.org/ro/crate/1.1/context"
    assert terms.PREFIXES["rg"] in (crate / "ontology" / "regraph.ttl").read_text(encoding="utf-8")


def test_a_zip_holds_the_same_and_has_no_clock_in_it(store: Store, tmp_path: Path) -> None:
    zips = []
    for seed in (None, 9):
        out = io.BytesIO()
        write(sample.store(seed), "ro-crate", out)
        zips.append(out.getvalue())
    assert zips[0] == zips[1]
    write_folder(store, "ro-crate", tmp_path / "crate")
    with zipfile.ZipFile(io.BytesIO(zips[0])) as archive:
        for name in archive.namelist():
            assert archive.read(name) == (tmp_path / "crate" / name).read_bytes(), name


def test_a_crate_without_quotes_says_so_and_holds_none(store: Store, tmp_path: Path) -> None:
    write_folder(store, "ro-crate", tmp_path / "crate", filters=Filters(quotes=False))
    for file in (tmp_path / "crate").rglob("*"):
        assert file.is_dir() or b"One permit went" not in file.read_bytes(), file
    assert "without quoted passages" in str(ROCrate(tmp_path / "crate").root_dataset["description"])
