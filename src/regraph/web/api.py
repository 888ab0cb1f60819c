"""A service in, the routes of its JSON API out, and the OpenAPI document that describes the same routes.

Invariant: routes and document are made from one table (`operations.OPERATIONS`), so neither can tell of more or less
than the other.
"""

import datetime as dt
import json
from collections.abc import Callable, Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from regraph import dates
from regraph.errors import DateError, RegraphError, UsageError
from regraph.web import openapi
from regraph.web.operations import OPERATIONS, Operation, Parameter, Values, today
from regraph.web.problems import ProblemError, status_of
from regraph.web.service import Service

_LONGEST = 2000  # characters of one value


def routes(service: Service) -> list[BaseRoute]:
    """Return the routes under /api."""

    def document(request: Request) -> Response:
        site = service.settings.base or str(request.base_url).rstrip("/")
        return _reply(_told(openapi.document(site)), None)

    found: list[BaseRoute] = [Route("/api/openapi.json", document)]
    found += [Route(operation.path, _endpoint(service, operation)) for operation in OPERATIONS]
    return found


def _endpoint(service: Service, operation: Operation) -> Callable[[Request], Response]:
    """Return a handler as Starlette calls it, in a thread of its own."""

    def answer(request: Request) -> Response:
        try:
            given = values(operation, request)
            with service.current() as snapshot:
                key = (snapshot.version, operation.name, repr(given), today())
                held = service.cache.get(key)
                body = held[1] if held else _told(operation.run(snapshot.store, given))
                if held is None:
                    service.cache.put(key, "json", body, key_bytes=len(key[2]))
                return _reply(body, snapshot.version)
        except RegraphError as error:
            headers = error.headers if isinstance(error, ProblemError) else {}
            status = status_of(error)
            told = {"status": status, "title": type(error).__name__.removesuffix("Error"), "detail": str(error)}
            return Response(json.dumps(told), status, headers, "application/problem+json")

    return answer


def values(operation: Operation, request: Request) -> Values:
    """Return the parameters of a request, each of its type.

    Raises: UsageError where one is missing, unknown, malformed, or given twice.
    """
    known = {one.name: one for one in operation.parameters}
    unknown = sorted(set(request.query_params) - set(known))
    if unknown:
        raise UsageError(f"the parameter {unknown[0][:40]!r} is unknown: use {', '.join(known) or 'none'}")
    out: dict[str, Any] = {}
    for name, parameter in known.items():
        found = [request.path_params[name]] if parameter.in_path else request.query_params.getlist(name)
        if not parameter.required:
            found = [text for text in found if text]  # an empty field of a form is as good as none
        out[name] = _value(parameter, found)
    return out


def _value(parameter: Parameter, found: list[str]) -> Any:
    name = parameter.name
    if len(found) > 1 and not parameter.many:
        raise UsageError(f"the parameter {name!r} is given {len(found)} times: give it once")
    for text in found:
        if len(text) > _LONGEST or any(ord(char) < 32 or 0xD800 <= ord(char) < 0xE000 for char in text):
            raise UsageError(f"the parameter {name!r} is too long or has control characters")
    if parameter.many:
        return [_typed(parameter, text) for text in found]
    if not found:
        if parameter.required:
            raise UsageError(f"the parameter {name!r} is missing")
        return parameter.default
    return _typed(parameter, found[0])


def _typed(parameter: Parameter, text: str) -> Any:
    if parameter.choices and text not in parameter.choices:
        raise UsageError(f"{parameter.name}={text[:40]!r} is unknown: use one of {', '.join(parameter.choices)}")
    if parameter.kind == "integer":
        if not text.isascii() or not text.lstrip("-").isdigit() or len(text) > 9:
            raise UsageError(f"{parameter.name}={text[:40]!r} is no whole number")
        number = int(text)
        if not parameter.least <= number <= parameter.most:
            raise UsageError(f"{parameter.name}={number} lies outside of {parameter.least} to {parameter.most}")
        return number
    if parameter.kind == "date":
        return _day(parameter, text)
    if parameter.required and not text.strip():
        raise UsageError(f"the parameter {parameter.name!r} is empty")
    return text


def _day(parameter: Parameter, text: str) -> dt.date:
    try:
        bounds = dates.parse(text)
    except DateError as error:
        raise UsageError(f"{parameter.name}: {error}") from error
    return bounds.earliest if parameter.name == "from" else bounds.latest


def _told(value: Mapping[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str).encode()


def _reply(body: bytes, version: str | None) -> Response:
    headers = {"Cache-Control": "no-cache"}
    if version:
        headers["X-Data-Version"] = version
    return Response(body, headers=headers, media_type="application/json")
