"""A network in, a zip with two CSV files and the Cypher that loads them out.

Cypher cannot take a label or a type from data, so the script names each that occurs. All of them are names of the
ontology or of the table of relations: nothing of a text reaches the script.
"""

import zipfile
from typing import IO, TYPE_CHECKING, Final

from regraph.network.formats import Options
from regraph.network.formats.edges_csv import rows as edge_rows
from regraph.network.formats.flat import node_row
from regraph.network.formats.tables import EDGE_COLUMNS, NODE_COLUMNS, table

if TYPE_CHECKING:
    from regraph.network.building import Graph

_EPOCH: Final = (1980, 1, 1, 0, 0, 0)  # zip needs a time; the clock would make two exports differ
_PROPERTIES: Final = (
    "label detail status certainty start end documents claims evidence thing".split(),
    "sign weight".split(),
    "directed dated_by_publication inferred".split(),
)


def write(graph: "Graph", stream: IO[bytes], options: Options) -> None:  # noqa: ARG001 - Neo4j runs no formulas
    """Write a zip with nodes.csv, relationships.csv and load.cypher."""
    nodes = (node_row(iri, node) for iri, node in graph.nodes(data=True))
    files = {
        "load.cypher": script(graph).encode(),
        "nodes.csv": table(NODE_COLUMNS, nodes, safe=False),
        "relationships.csv": table(EDGE_COLUMNS, edge_rows(graph), safe=False),
    }
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), content, zipfile.ZIP_DEFLATED)


def script(graph: "Graph") -> str:
    """Return the Cypher that loads the two CSV files from Neo4j's import folder; running it twice does no harm."""
    text, whole, truth = _PROPERTIES
    values = [f"r.{name} = row.{name}" for name in text]
    values += [f"r.{name} = toInteger(row.{name})" for name in whole]
    values += [f"r.{name} = (row.{name} = 'true')" for name in truth]
    out = [
        "// Copy nodes.csv and relationships.csv into Neo4j's import folder, then run: cypher-shell -f load.cypher",
        "CREATE CONSTRAINT regraph_node IF NOT EXISTS FOR (n:Node) REQUIRE n.id IS UNIQUE;",
        (
            "LOAD CSV WITH HEADERS FROM 'file:///nodes.csv' AS row\nMERGE (n:Node {id: row.id})\n"
            "SET n.name = row.name, n.label = row.label, n.type = row.type, n.state = row.state;"
        ),
    ]
    out += [
        f"MATCH (n:Node) WHERE n.type = '{kind}' SET n:{kind};"
        for kind in sorted({node["type"] for _, node in graph.nodes(data=True)})
    ]
    out += [
        f"LOAD CSV WITH HEADERS FROM 'file:///relationships.csv' AS row\nWITH row WHERE row.relation = '{relation}'\n"
        "MATCH (s:Node {id: row.source}), (t:Node {id: row.target})\n"
        f"MERGE (s)-[r:{relation.upper()} {{id: row.id}}]->(t)\nSET {', '.join(values)};"
        for relation in sorted({edge["relation"] for _, _, edge in graph.edges(data=True)})
    ]
    return "\n\n".join(out) + "\n"
