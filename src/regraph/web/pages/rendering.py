"""A template and its values in, a page out. Everything is escaped; no page holds a script or a style of its own."""

import hashlib
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

import jinja2
from starlette.responses import HTMLResponse

from regraph import __version__, resources, terms
from regraph.errors import BundleError
from regraph.timeline.scale import LETTERS
from regraph.web.pages import links, wording
from regraph.web.pages.call import Call

_FOLDER: Final = Path(__file__).parent.parent
STATIC: Final = _FOLDER / "static"
_LONGEST: Final = 80  # characters of the name of a file


@cache
def environment() -> jinja2.Environment:
    """Return the templates, with what all of them use."""
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_FOLDER / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        auto_reload=False,  # they change with the package alone
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(
        day=wording.day,
        duration=wording.duration,
        concept=wording.concept,
        number=wording.number,
        many=wording.many,
        plain=wording.plain,
        upper_first=wording.upper_first,
    )
    made.globals.update(
        static=static,
        address=links.address,
        page_of=links.page,
        data_of=links.data,
        prefixes=terms.PREFIXES,
        STATUS=wording.STATUS,
        CERTAINTY=wording.CERTAINTY,
        LETTERS=LETTERS,
        program=__version__,
        json=_json,
    )
    return made


def prepare() -> None:
    """Compile every template, so that the first visitor of a page does not wait for that."""
    for name in environment().list_templates(["html"]):
        environment().get_template(name)


def render(call: Call, template: str, code: int = 200, /, **values: Any) -> HTMLResponse:
    """Return a page with its headers; `active` names its entry in the menu."""
    base: Mapping[str, Any] = {"call": call, "active": "", "version": call.version, "path": call.request.url.path}
    text = environment().get_template(template).render({**base, **values})
    return HTMLResponse(text, code, headers={"cache-control": "no-cache"})


@cache
def static(name: str) -> str:
    """Return the address of a file, with a digest of what it holds, so that it can be kept; empty where there is none.

    >>> static("app.css").startswith("/static/"), static("../base.html")
    (True, '')
    """
    found = content(name)
    return f"/static/{hashlib.sha256(found).hexdigest()[:12]}/{name}" if found is not None else ""


def content(name: str) -> bytes | None:
    """Return what a file holds: of the package's own, else of the front-end bundle, else the plain network viewer."""
    if len(name) > _LONGEST:
        return None
    if name in {file.name for file in STATIC.iterdir()}:
        return (STATIC / name).read_bytes()
    if resources.has_bundle():
        try:
            return resources.bundle(name).read_bytes()
        except BundleError:
            return None
    return _plain_viewer(name)


def _plain_viewer(name: str) -> bytes | None:
    """Return the viewer of networks that needs no bundle."""
    from regraph.network import viewer

    if name == "network.js":
        return viewer.script().encode()
    return viewer.style().encode() if name == "network.css" else None


def _json(value: Any) -> str:
    """Return JSON for an attribute; the template escapes it."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str)
