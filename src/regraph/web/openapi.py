"""The operations of the API in, its OpenAPI 3.1 document out."""

from typing import Any, Final

from regraph import __version__
from regraph.web.operations import OPERATIONS, Operation, Parameter

_TEXT: Final[dict[str, Any]] = {"type": "string"}
_MAYBE: Final[dict[str, Any]] = {"type": ["string", "null"]}
_NUMBER: Final[dict[str, Any]] = {"type": "integer"}


def _list(of: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": of}


def _object(required: str, **properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "required": required.split(), "properties": properties}


def _ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}


_SCHEMAS: Final[dict[str, Any]] = {
    "Problem": _object("status title detail", status=_NUMBER, title=_TEXT, detail=_TEXT),
    "Passage": _object(
        "document quote start end modality claim",
        document=_TEXT, quote=_TEXT, start=_NUMBER, end=_NUMBER, published=_MAYBE, title=_MAYBE, publisher=_MAYBE,
        modality=_TEXT, claim=_TEXT,
    ),
    "Answer": _object(
        "question parameters on known_by rows",
        question=_TEXT, parameters={"type": "object"}, on=_TEXT, known_by=_MAYBE,
        rows=_list(_object("evidence against", evidence=_list(_ref("Passage")), against=_list(_ref("Passage")))),
    ),
    "Timeline": _object(
        "subject label on known_by from to bars",
        subject=_TEXT, label=_TEXT, on=_TEXT, known_by=_MAYBE, to=_TEXT,
        bars=_list(_object("measure label only_for spans", measure=_TEXT, label=_TEXT, only_for=_list(_TEXT),
                           spans=_list({"type": "object"}))),
        **{"from": _TEXT},
    ),
    "Network": _object(
        "directed multigraph graph nodes edges",
        directed={"type": "boolean"}, multigraph={"type": "boolean"}, graph={"type": "object"},
        nodes=_list(_object("id label", id=_TEXT, label=_TEXT)),
        edges=_list(_object("source target relation claims evidence", source=_TEXT, target=_TEXT, relation=_TEXT,
                            claims=_list(_TEXT), evidence=_list({"type": "object"}))),
    ),
    "Evidence": _object(
        "iri label on known_by phases events promises",
        iri=_TEXT, label=_TEXT, on=_TEXT, known_by=_MAYBE, phases=_list({"type": "object"}),
        events=_list({"type": "object"}), promises=_list({"type": "object"}),
    ),
    "Page": _object("total items", total=_NUMBER, items=_list({"type": "object"})),
    "Thing": _object(
        "iri label properties incoming",
        iri=_TEXT, label=_TEXT, properties={"type": "object"}, incoming={"type": "object"},
    ),
}  # fmt: skip
_PLAIN: Final = r"^[^\u0000-\u001f]*$"
_SOMETHING: Final = r"^[^\u0000-\u001f]*[^\u0000-\u0020\u0085\u00a0\u2000-\u200a\u3000][^\u0000-\u001f]*$"
_PROBLEMS: Final = {"400": "A parameter is missing, unknown or malformed.", "404": "Nothing of that name."}


def document(site: str) -> dict[str, Any]:
    """Return the document of the API at a site."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "regraph",
            "version": __version__,
            "summary": "Which trade measures on critical minerals are in force, since when, and who says so.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": site}],
        "paths": {one.path: {"get": _operation(one)} for one in OPERATIONS},
        "components": {"schemas": _SCHEMAS},
    }


def _operation(one: Operation) -> dict[str, Any]:
    problem = {"application/problem+json": {"schema": _ref("Problem")}}
    return {
        "operationId": one.name,
        "summary": one.told,
        "parameters": [_parameter(parameter) for parameter in one.parameters],
        "responses": {
            "200": {"description": "The answer.", "content": {"application/json": {"schema": _ref(one.answer)}}},
            **{status: {"description": told, "content": problem} for status, told in _PROBLEMS.items()},
        },
    }


def _parameter(one: Parameter) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "integer" if one.kind == "integer" else "string"}
    if one.kind == "date":
        schema["format"] = "date"
        told = f"{one.told} A date, or a month or year that stands for its last day (EDTF)."
    else:
        told = one.told
    if one.choices:
        schema["enum"] = list(one.choices)
    if one.kind == "integer":
        schema |= {"minimum": one.least, "maximum": one.most, "default": one.default}
    elif one.kind == "string" and one.required:
        schema |= {"minLength": 1, "maxLength": 2000, "pattern": _SOMETHING}
    elif one.kind == "string" and not one.choices:
        schema |= {"maxLength": 2000, "pattern": _PLAIN}
    found = {
        "name": one.name,
        "in": "path" if one.in_path else "query",
        "description": told,
        "required": one.required,
        "schema": {"type": "array", "items": schema} if one.many else schema,
    }
    return {**found, "example": one.example} if one.example else found
