"""Things of the graph in, addresses of their pages out; what leads out of the service is checked."""

import datetime as dt
from collections.abc import Mapping
from typing import Final
from urllib.parse import quote, urlencode

from regraph import ids

# kind of an IRI under `ids.ID` -> folder of its page; the others are shown by /thing
PAGES: Final[Mapping[str, str]] = {
    "measure": "measure",
    "material": "material",
    "item": "item",
    "actor": "actor",
    "agreement": "agreement",
    "document": "document",
}


def split(iri: str) -> tuple[str, str]:
    """Return the kind and the local name of an IRI of the graph; empty where it is none.

    >>> split("https://w3id.org/regraph/id/measure/cn-1"), split("https://example.org/x")
    (('measure', 'cn-1'), ('', ''))
    """
    if not iri.startswith(ids.ID):
        return "", ""
    kind, _, local = iri.removeprefix(ids.ID).partition("/")
    return kind, local


def page(iri: str, **query: object) -> str:
    """Return the address of the page of a thing, with those query values that are given; empty where it has none.

    >>> page("https://w3id.org/regraph/id/material/tin", on="2025-11-15", q=None)
    '/material/tin?on=2025-11-15'
    """
    kind, local = split(iri)
    if not local:
        return ""
    name = quote(local, safe="/")
    return address(f"/{PAGES[kind]}/{name}" if kind in PAGES else f"/thing/{kind}/{name}", **query)


def address(path: str, **query: object) -> str:
    """Return a path with its query; None and empty values are left out, lists come several times.

    >>> address("/timeline", about="material/tin", kind=["tariff", "export_ban"], on="")
    '/timeline?about=material%2Ftin&kind=tariff&kind=export_ban'
    """
    pairs = [
        (name.rstrip("_"), _text(one))
        for name, value in query.items()
        for one in (value if isinstance(value, list | tuple) else [value])
        if one not in (None, "")
    ]
    return f"{path}?{urlencode(pairs)}" if pairs else path


def _text(value: object) -> str:
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def outside(url: object) -> str:
    """Return an address of the web that is safe to follow, else nothing.

    >>> outside("https://example.org/a b"), outside("javascript:alert(1)"), outside("https://example.org/")
    ('', '', 'https://example.org/')
    """
    text = str(url or "")
    safe = text.lower().startswith(("http://", "https://")) and not any(
        char in ' <>"\\' or ord(char) < 33 or 127 <= ord(char) < 160 for char in text
    )
    return text if safe else ""


def claim(document: str, claim_iri: str) -> str:
    """Return the address of a claim in its document, opened in the reader."""
    return f"{page(document)}#claim-{split(claim_iri)[1]}"


def data(iri: str, form: str) -> str:
    """Return the address of the data of a thing in a format (ttl, jsonld, nt)."""
    kind, local = split(iri)
    return address(f"/id/{kind}/{quote(local, safe='/')}", format=form)
