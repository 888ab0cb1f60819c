"""Each format, read back by a tool that is not ours, holds the same network; hostile text stays text."""

import csv
import io
import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import networkx as nx
import pytest
from lxml import etree
from tests.network import sample
from tests.network.made import network

from regraph import ids
from regraph.errors import UsageError
from regraph.network import FORMATS, VIEWS, build, guess, with_stats, write
from regraph.network.formats import Options
from regraph.network.formats.flat import excel_safe, one_line

CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


@pytest.fixture(scope="module")
def graph() -> Any:
    return build(sample.store())


def written(graph: Any, form: str, **options: Any) -> bytes:
    out = io.BytesIO()
    write(graph, form, out, Options(**options))
    return out.getvalue()


def ends(graph: Any) -> set[tuple[str, str, str]]:
    return {(source, target, str(edge["relation"])) for source, target, edge in graph.edges(data=True)}


@pytest.mark.parametrize("form", FORMATS)
def test_the_order_of_filling_changes_no_byte(form: str) -> None:
    graphs = [build(sample.store(seed)) for seed in (None, 3, 4)]
    assert len({written(one, form) for one in graphs}) == 1


def test_the_hash_seed_changes_no_byte() -> None:
    """Sets of texts have another order in every process; nothing of that may reach a file."""
    code = (
        "import hashlib, io; from tests.network.made import network\n"
        "from regraph.network import FORMATS, stats, write\n"
        "graph, out = network(60), io.BytesIO()\n"
        "for form in FORMATS: write(graph, form, out)\n"
        "print(hashlib.sha256(out.getvalue() + str(stats(graph)).encode()).hexdigest())"
    )
    found = {
        subprocess.run(
            [sys.executable, "-c", code], env={"PYTHONHASHSEED": seed, "PYTHONPATH": "."}, check=True,
            capture_output=True, text=True, timeout=120,
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    assert len(found) == 1


def test_json_reads_back_whole(graph: Any) -> None:
    back = nx.node_link_graph(json.loads(written(graph, "json")), edges="edges")
    assert nx.utils.graphs_equal(back, graph)


def test_graphml_reads_back(graph: Any) -> None:
    text = written(graph, "graphml")
    back = nx.read_graphml(io.BytesIO(text), force_multigraph=True)
    assert ends(back) == ends(graph)
    assert {node["label"] for _, node in back.nodes(data=True)} == {node["label"] for _, node in graph.nodes(data=True)}
    promise = next(edge for _, _, edge in back.edges(data=True) if edge["relation"] == "promises")
    assert promise["sign"] == 1
    assert promise["claims"] == sample.PROMISE.id
    assert "</script>" in promise["evidence"]
    assert not CONTROL.search(text.decode())


GEXF = {"g": "http://gexf.net/1.3"}


def gexf(graph: Any) -> Any:
    """Return a network written as GEXF, parsed, once it fits the schema of GEXF 1.3."""
    root = etree.fromstring(written(graph, "gexf"))
    etree.XMLSchema(etree.parse(Path(__file__).with_name("gexf-1.3.xsd"))).assertValid(root)
    return root


def test_gexf_reads_back_with_its_days(graph: Any) -> None:
    text = written(graph, "gexf")
    assert b"lastmodified" not in text
    back = nx.read_gexf(io.BytesIO(text))
    assert ends(back) == ends(graph)
    assert {(name, node["label"]) for name, node in back.nodes(data=True)} == {
        (name, one_line(node["label"])) for name, node in graph.nodes(data=True)
    }
    promise = next(edge for _, _, edge in back.edges(data=True) if edge["relation"] == "promises")
    assert (promise["start"], promise["end"]) == ("2025-06-10", "2025-12-31")  # GEXF counts the last day in
    assert promise["weight"] == 1.0
    imposed = [edge for _, _, edge in back.edges(data=True) if edge["relation"] == "imposes"]
    statuses = [[value for value, _, _ in edge["status_over_time"]] for edge in imposed]
    assert ["in_force", "suspended", "ended"] in statuses
    assert {edge["relation"] for _, _, edge in back.edges(data=True) if not edge["directed"]} == {"agrees", "meets"}


def test_gexf_fits_the_schema_and_is_dynamic(graph: Any) -> None:
    root = gexf(graph)
    declared = root.find("g:graph", GEXF)
    assert (declared.get("mode"), declared.get("timeformat")) == ("dynamic", "date")
    edges = root.findall("g:graph/g:edges/g:edge", GEXF)
    assert len(edges) == graph.number_of_edges()
    assert {edge.get("kind") for edge in edges} == {relation for _, _, relation in ends(graph)}
    for large in (network(200), with_stats(network(30)), build(sample.store(), relations=VIEWS["measures"])):
        gexf(large)


def test_gexf_tells_of_a_break(graph: Any) -> None:
    """A tie that ended and began anew has two spells; one whose spells touch has a start and an end."""
    broken = graph.copy()
    edge = next(one for _, _, one in broken.edges(data=True) if one["relation"] == "imposes" and len(one["spells"]) > 2)
    days = [("in_force", "2025-01-01", "2025-02-01"), ("suspended", "2025-02-01", "2025-03-01"),
            ("ended", "2025-03-01", "2025-06-01"), ("in_force", "2025-06-01", None)]  # fmt: skip
    edge["spells"] = [
        {"status": status, "certainty": "certain", "start": start, "end": end} for status, start, end in days
    ]
    found = gexf(broken).find(f"g:graph/g:edges/g:edge[@id='{edge['id']}']", GEXF)
    assert found.get("start") is None
    told = [(spell.get("start"), spell.get("end")) for spell in found.findall("g:spells/g:spell", GEXF)]
    assert told == [("2025-01-01", "2025-02-28"), ("2025-06-01", None)]


@pytest.mark.parametrize(
    ("was", "instead"),
    [(b'type="directed"', b'type="both"'), (b' source="', b' from="'), (b'start="2', b'start="x'), (b'"1.3"', b'"9"')],
)
def test_the_schema_finds_faults(graph: Any, was: bytes, instead: bytes) -> None:
    text = written(graph, "gexf")
    assert was in text
    schema = etree.XMLSchema(etree.parse(Path(__file__).with_name("gexf-1.3.xsd")))
    assert not schema.validate(etree.fromstring(text.replace(was, instead, 1)))


def test_cytoscape_json_has_nodes_and_edges(graph: Any) -> None:
    data = json.loads(written(graph, "cytoscape"))
    nodes = {element["data"]["id"] for element in data["elements"]["nodes"]}
    assert nodes == set(graph)
    assert len({element["data"]["id"] for element in data["elements"]["edges"]}) == graph.number_of_edges()
    assert all({element["data"]["source"], element["data"]["target"]} <= nodes for element in data["elements"]["edges"])
    assert ends(nx.cytoscape_graph(data)) == ends(graph)


def test_csv_reads_back(graph: Any) -> None:
    rows = list(csv.DictReader(io.StringIO(written(graph, "csv").decode(), newline="")))
    assert {(row["source"], row["target"], row["relation"]) for row in rows} == ends(graph)
    assert {row["sign"] for row in rows} == {"1", "-1", "0"}  # numbers are no formulas
    nodes = list(csv.DictReader(io.StringIO(written(graph, "nodes-csv").decode(), newline="")))
    assert {row["id"] for row in nodes} == set(graph)


@pytest.mark.parametrize("safe", [True, False])
def test_cells_that_look_like_formulas_are_guarded(graph: Any, safe: bool) -> None:
    rows = csv.DictReader(io.StringIO(written(graph, "csv", excel_safe=safe).decode(), newline=""))
    labels = {row["label"] for row in rows}
    assert (sample.CHIPS.label in labels) is not safe
    assert (f"'{sample.CHIPS.label}" in labels) is safe


@pytest.mark.parametrize(
    ("cell", "wanted"),
    [
        ("=1", "'=1"), ("+1", "'+1"), ("-1", "'-1"), ("@x", "'@x"), (" =1", "' =1"), ("＝1", "'＝1"),
        ("tin", "tin"), ("a=1", "a=1"), ("", ""), (-1, -1), (True, True),
    ],
)  # fmt: skip
def test_excel_safe(cell: Any, wanted: Any) -> None:
    assert excel_safe(cell) == wanted


def test_one_line_has_no_control_character() -> None:
    assert one_line("a\x00b\x1b[0m\r\nc\u2028d\x85e") == "a�b�[0m c d�e"


def test_neo4j_holds_two_tables_and_the_script_that_loads_them(graph: Any) -> None:
    with zipfile.ZipFile(io.BytesIO(written(graph, "neo4j"))) as archive:
        assert archive.namelist() == ["load.cypher", "nodes.csv", "relationships.csv"]
        script = archive.read("load.cypher").decode()
        rows = list(csv.DictReader(io.StringIO(archive.read("relationships.csv").decode(), newline="")))
    assert {row["relation"] for row in rows} == {relation for _, _, relation in ends(graph)}
    for row in rows:
        assert f"[r:{row['relation'].upper()} " in script
    columns = set(re.findall(r"row\.(\w+)", script))
    assert columns <= {*rows[0], "name", "type", "state", "id"}
    assert "HYPERLINK" not in script


def test_svg_is_well_formed_and_names_every_node(graph: Any) -> None:
    text = written(graph, "svg")
    root = ElementTree.fromstring(text)  # noqa: S314 - our own file
    shown = " ".join(root.itertext())
    for _, node in graph.nodes(data=True):
        assert node["label"] in shown
    assert not CONTROL.search(text.decode())
    assert not re.search(rb"<script|href=|url\(|<image|<foreignObject", text)


def test_without_quotes_no_sentence_of_a_document_is_left(graph: Any) -> None:
    for form in FORMATS:
        text = written(graph, form, quotes=False)
        if form == "neo4j":
            with zipfile.ZipFile(io.BytesIO(text)) as archive:
                text = b"".join(archive.read(name) for name in archive.namelist())
        assert b"One permit went" not in text, form
        assert graph.edges  # and the network itself is unchanged
    assert any(one["quote"] for _, _, edge in graph.edges(data=True) for one in edge["evidence"])


def test_an_empty_network_is_written_too() -> None:
    empty = build(sample.store(), about=ids.material_iri("tin"))
    for form in FORMATS:
        assert written(empty, form), form


def test_an_unknown_format_is_refused(graph: Any) -> None:
    with pytest.raises(UsageError, match="graphml"):
        written(graph, "gml")


def test_every_ending_is_guessed() -> None:
    for form in FORMATS.values():
        for ending in form.endings:
            assert guess(Path(f"x{ending}")) == form.name
    assert guess(Path("x.doc")) is None


def test_a_page_of_a_thousand_actors_stays_small() -> None:
    assert len(written(network(1000), "html")) < 600_000
