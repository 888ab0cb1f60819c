"""A name in, a file of the package's style and scripts, or of the front-end bundle, out; kept for good by browsers."""

from functools import cache
from typing import Final

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from regraph.web.pages.rendering import content, static

_TYPES: Final = {
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
    "json": "application/json",
}


async def serve(request: Request) -> Response:
    """Return a file; for good where the address has the digest of what it holds."""
    name = str(request.path_params["name"])
    found = _file(name)
    if found is None:
        return PlainTextResponse(f"there is no file {name}\n", 404)
    fits = static(name) == request.url.path
    return Response(
        found,
        media_type=_TYPES.get(name.rpartition(".")[2], "application/octet-stream"),
        headers={
            "cache-control": "public, max-age=31536000, immutable" if fits else "no-cache",
            "x-content-type-options": "nosniff",
        },
    )


@cache
def _file(name: str) -> bytes | None:
    return content(name)
