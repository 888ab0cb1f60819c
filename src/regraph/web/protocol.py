"""HTTP requests of the SPARQL 1.1 Protocol in, results in the format asked for out.

Source: W3C Recommendation "SPARQL 1.1 Protocol" (21 March 2013), sections 2.1 to 2.3.
"""

import hashlib
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote_to_bytes

from starlette.requests import Request
from starlette.responses import Response

from regraph.web.negotiation import GRAPHS, ROWS, Format, choose, named
from regraph.web.problems import ProblemError
from regraph.web.service import Query, Result, Service, is_changing

QUERY_TYPE: Final = "application/sparql-query"
UPDATE_TYPE: Final = "application/sparql-update"
FORM_TYPE: Final = "application/x-www-form-urlencoded"
_FIELDS: Final = 200  # of a form; a dataset of more graphs than that is none we know
_BY_NAME: Final = {form.name: form for form in (*ROWS, *GRAPHS)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the parameters and the body of a request say."""

    query: str | None = None
    update: str | None = None
    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    using: tuple[str, ...] = ()
    using_named: tuple[str, ...] = ()
    form: str | None = None  # `format=csv`, for those who cannot set a header


async def read_request(request: Request, most: int) -> Asked:
    """Return what a GET or a POST of the protocol asks.

    Raises: ProblemError with 400, 413 or 415.
    """
    pairs = _pairs(request.scope["query_string"])
    if request.method != "POST":
        return _asked(pairs)
    kind, charset = _content_type(request)
    if kind not in (FORM_TYPE, QUERY_TYPE, UPDATE_TYPE):
        told = f"send a query as {QUERY_TYPE}, an update as {UPDATE_TYPE}, or either as {FORM_TYPE}"
        raise ProblemError(415, told, {"Accept-Post": f"{QUERY_TYPE}, {UPDATE_TYPE}, {FORM_TYPE}"})
    if charset not in ("utf-8", "utf8", "us-ascii"):
        raise ProblemError(415, f"the body is said to be in {charset}: send UTF-8")
    body = await read_body(request, most)
    if kind == FORM_TYPE:
        return _asked([*pairs, *_pairs(body)])
    return _asked([*pairs, ("query" if kind == QUERY_TYPE else "update", _text(body))])


async def read_body(request: Request, most: int) -> bytes:
    """Return the body of a request.

    Raises: ProblemError with 413 where it is longer than it may be; it is read no further then.
    """
    length = request.headers.get("content-length", "0")
    if length.isdigit() and int(length) > most:
        raise ProblemError(413, f"the body has more than {most} bytes")
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > most:
            raise ProblemError(413, f"the body has more than {most} bytes")
    return bytes(body)


async def answer(service: Service, request: Request, asked: Asked) -> Response:
    """Return the result of a query.

    Raises: ProblemError.
    """
    assert asked.query is not None  # noqa: S101 - the caller looked
    accept = request.headers.get("accept", "")
    rows, graph = choose(accept, ROWS), choose(accept, GRAPHS)
    if asked.form is not None:
        rows, graph = named(asked.form, ROWS), named(asked.form, GRAPHS)
        if rows is None and graph is None:
            raise ProblemError(400, f"the format {asked.form[:40]!r} is unknown: use {', '.join(_BY_NAME)}")
    wanted = Query(
        text=asked.query,
        rows=rows.name if rows else None,
        graph=graph.name if graph else None,
        default=asked.default,
        named=asked.named,
        base=f"{request.scope['scheme']}://{request.headers.get('host', 'localhost')}/sparql",
    )
    if rows is None and graph is None:
        raise ProblemError(406, _offer(), {"Vary": "Accept"})
    steady = request.method != "POST" and not is_changing(asked.query)
    if steady and (held := request.headers.get("if-none-match")):
        with service.current() as snapshot:
            tag = _tag(wanted, snapshot.version)
        if tag in held:
            return Response(status_code=304, headers={"ETag": tag, "Vary": "Accept", "Cache-Control": "no-cache"})
    result = await service.query(wanted, steady=steady)
    return _response(result, _tag(wanted, result.version) if steady else None)


def _response(result: Result, tag: str | None) -> Response:
    headers = {"Vary": "Accept", "Cache-Control": "no-cache" if tag else "no-store"}
    if tag:
        headers["ETag"] = tag
    return Response(result.body, headers=headers, media_type=_BY_NAME[result.form].content_type)


def _tag(wanted: Query, version: str) -> str:
    asked = f"{version} {wanted.rows} {wanted.graph} {wanted.base} {wanted.default!r} {wanted.named!r} {wanted.text}"
    return f'"{hashlib.sha256(asked.encode()).hexdigest()[:24]}"'


def _offer() -> str:
    def types(forms: tuple[Format, ...]) -> str:
        return ", ".join(form.types[0] for form in forms)

    return f"rows come as {types(ROWS)}; graphs as {types(GRAPHS)}"


def _asked(pairs: list[tuple[str, str]]) -> Asked:
    """Return the parameters by name.

    Raises: ProblemError with 400 where one that may stand once stands twice.
    """
    found: dict[str, list[str]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    for key in ("query", "update", "format"):
        if len(found.get(key, ())) > 1:
            raise ProblemError(400, f"the request has {len(found[key])} parameters {key!r}: send one")
    if "query" in found and "update" in found:
        raise ProblemError(400, "the request has a query and an update: send one")
    return Asked(
        query=next(iter(found.get("query", ())), None),
        update=next(iter(found.get("update", ())), None),
        default=tuple(found.get("default-graph-uri", ())),
        named=tuple(found.get("named-graph-uri", ())),
        using=tuple(found.get("using-graph-uri", ())),
        using_named=tuple(found.get("using-named-graph-uri", ())),
        form=next(iter(found.get("format", ())), None),
    )


def _pairs(sent: bytes) -> list[tuple[str, str]]:
    """Return the names and values of a form, as `urllib.parse.parse_qsl` does, in half its time.

    Raises: ProblemError with 400 where they are no UTF-8, or too many.

    >>> _pairs(b"query=a+%26%C3%BC&x&=&y=1=2&")
    [('query', 'a &ü'), ('x', ''), ('', ''), ('y', '1=2')]
    """
    if sent.count(b"&") >= _FIELDS:
        raise ProblemError(400, f"the request has more than {_FIELDS} parameters: send fewer")
    try:
        return [
            (_plain(name), _plain(value)) for name, _, value in (one.partition(b"=") for one in sent.split(b"&") if one)
        ]
    except UnicodeDecodeError as error:
        raise ProblemError(400, "the parameters are no UTF-8: encode them as UTF-8, and escape that with %") from error


def _plain(sent: bytes) -> str:
    sent = sent.replace(b"+", b" ")
    return (unquote_to_bytes(sent) if b"%" in sent else sent).decode()


def _text(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ProblemError(400, f"the body is no UTF-8 (byte {error.start})") from error


def _content_type(request: Request) -> tuple[str, str]:
    """Return the media type and the charset of a body."""
    kind, *parameters = request.headers.get("content-type", "").split(";")
    charset = "utf-8"
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset":
            charset = value.strip().strip('"').lower()
    return kind.strip().lower(), charset
