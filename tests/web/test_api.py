"""The JSON API, and the OpenAPI document that tells of it."""

from typing import Any

import pytest

from regraph import ids
from tests.web.running import Running

TIN = "tin-ban"


def get(running: Running, path: str, **params: Any) -> Any:
    found = running.client.get(path, params=params)
    assert found.status_code == 200, found.text
    assert found.headers["content-type"] == "application/json"
    return found.json()


def test_ask(small: Running) -> None:
    found = get(small, "/api/ask", q="which measures on tin are in force", on="2024-12-01")
    assert (found["question"], found["on"], found["known_by"]) == ("measures-in-force", "2024-12-01", None)
    row = found["rows"][0]
    assert (row["measure"], row["status"]) == (ids.iri("measure", TIN), "in_force")
    assert row["evidence"][0]["quote"]
    assert get(small, "/api/ask", q="which measures on tin are in force", on="2024-01-01")["rows"] == []
    assert (
        get(small, "/api/ask", q="which measures on tin are in force", on="2024-12-01", known_by="2024-01")["rows"]
        == []
    )


def test_timeline(small: Running) -> None:
    found = get(small, "/api/timeline", about="tin", **{"from": "2024-10", "to": "2024-12-31"})
    assert (found["subject"], found["from"], found["to"]) == (ids.iri("material", "tin"), "2024-10-01", "2024-12-31")
    assert {span["status"] for span in found["bars"][0]["spans"]} == {"announced", "in_force"}


def test_network(small: Running) -> None:
    found = get(small, "/api/network", level="state", relation=["imposes"])
    labels = {node["id"]: node["label"] for node in found["nodes"]}
    pairs = {(labels[edge["source"]], labels[edge["target"]]) for edge in found["edges"]}
    assert pairs == {("Indonesia", "United States"), ("Indonesia", "all countries")}
    assert found["edges"][0]["evidence"][0]["quote"]
    narrowed = get(small, "/api/network", about="tin", relation="imposes")["edges"]
    assert [labels[edge["target"]] for edge in narrowed] == ["United States"]


def test_evidence(small: Running) -> None:
    found = get(small, f"/api/evidence/{TIN}", on="2024-12-01")
    assert found["iri"] == ids.iri("measure", TIN)
    assert [phase["status"] for phase in found["phases"]] == ["in_force"]
    claim = found["phases"][0]["evidence"][0]["claim"].rpartition("/")[2]
    assert get(small, f"/api/evidence/{claim}")["events"]


def test_lists(small: Running) -> None:
    measures = get(small, "/api/measures", on="2024-10-15")
    assert {one["label"]: one["status"] for one in measures["items"]}["Licences for nickel and cobalt"] == "suspended"
    assert measures["total"] == len(measures["items"]) == 2
    assert get(small, "/api/measures", on="", known_by="")["total"] == 2
    assert get(small, "/api/measures", limit=1, offset=1)["items"] == get(small, "/api/measures")["items"][1:]
    documents = get(small, "/api/documents")
    assert {one["kind"] for one in documents["items"]} <= {"press", "official", "reference"}
    assert documents["total"] >= 2
    materials = {one["label"]: one for one in get(small, "/api/materials")["items"]}
    assert (materials["tin"]["measures"], materials["tin"]["symbol"]) == (1, "Sn")
    assert any(one["name"] == "measures-in-force" for one in get(small, "/api/questions")["items"])


def test_thing(small: Running) -> None:
    found = get(small, f"/api/things/{TIN}")
    assert found["label"].startswith("Ban on <script>")
    assert ids.iri("material", "tin") in found["properties"][f"{ids.ONTOLOGY}covers"]
    assert found["incoming"]


@pytest.mark.parametrize(
    ("path", "status", "told"),
    [
        ("/api/ask", 400, "'q' is missing"),
        ("/api/ask?q=", 400, "empty"),
        ("/api/ask?q=a&q=b", 400, "2 times"),
        ("/api/ask?q=a&colour=red", 400, "'colour' is unknown"),
        ("/api/ask?q=measures-in-force&on=soon", 400, "on"),
        ("/api/ask?q=x%00y", 400, "control"),
        ("/api/ask?q=" + "x" * 2001, 400, "long"),
        ("/api/ask?q=qqqq+zzzz", 404, ""),
        ("/api/timeline?about=qqqqzzzz", 404, "qqqqzzzz"),
        ("/api/evidence/qqqqzzzz", 404, "qqqqzzzz"),
        ("/api/things/qqqqzzzz", 404, "qqqqzzzz"),
        ("/api/network?level=planet", 400, "use one of"),
        ("/api/network?depth=0", 400, "outside"),
        ("/api/timeline?about=%C2%82%F1%94%B7%BB", 404, ""),
        ("/api/things/%EF%BF%BE", 404, ""),
        ("/api/documents?limit=ten", 400, "whole number"),
        ("/api/documents?limit=10001", 400, "outside"),
        ("/api/documents?offset=-1", 400, "outside"),
    ],
)
def test_what_is_wrong_is_told(small: Running, path: str, status: int, told: str) -> None:
    found = small.client.get(path)
    assert (found.status_code, found.headers["content-type"]) == (status, "application/problem+json"), found.text
    problem = found.json()
    assert problem["status"] == status
    assert told in problem["detail"]


def test_only_reading(small: Running) -> None:
    assert small.client.post("/api/ask").status_code == 405


def test_openapi_tells_of_what_is_there(small: Running) -> None:
    document = get(small, "/api/openapi.json")
    assert document["openapi"] == "3.1.0"
    for path, operations in document["paths"].items():
        operation = operations["get"]
        params = {one["name"]: one["example"] for one in operation["parameters"] if one["required"]}
        examples = {"q": "measures-in-force", "about": "tin", "name": TIN}
        where = path.format(name=TIN) if "{name}" in path else path
        query = {name: examples.get(name, value) for name, value in params.items() if f"{{{name}}}" not in path}
        if query.get("q"):
            query["q"] = "which measures on tin are in force"
        answer = get(small, where, **query)
        schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
        check(answer, schema, document)


def check(value: Any, schema: dict[str, Any], document: dict[str, Any]) -> None:
    """Hold a value against a schema, as far as the document uses schemas."""
    if "$ref" in schema:
        schema = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    kinds = {"object": dict, "array": list, "string": str, "integer": int, "boolean": bool, "null": type(None)}
    wanted = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    assert isinstance(value, tuple(kinds[one] for one in wanted)), (value, schema)
    if isinstance(value, dict):
        for name in schema.get("required", ()):
            assert name in value
        for name, part in schema.get("properties", {}).items():
            if name in value:
                check(value[name], part, document)
    if isinstance(value, list):
        for one in value:
            check(one, schema["items"], document)
