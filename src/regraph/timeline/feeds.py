"""A change list in, Markdown, JSON or an Atom feed out; equal lists give equal bytes."""

import datetime as dt
import json
from collections.abc import Callable, Mapping
from typing import Final
from xml.etree import ElementTree as ET

from regraph import ids
from regraph.timeline.news import KINDS, Item, News

_ATOM: Final = "http://www.w3.org/2005/Atom"
_CONTROL: Final = dict.fromkeys((*range(32), 127, *range(128, 160)), " ")
_MARKUP: Final = {ord(char): f"\\{char}" for char in "\\`*_{}[]<>#|"}


def markdown(found: News) -> str:
    """Return a change list to mail or to post: one heading a kind, one line a change."""
    lines = [f"# What is new since {found.since}", "", f"Newest publication: {found.updated}"]
    for kind, title in KINDS.items():
        items = [one for one in found.items if one.kind == kind]
        if items:
            lines += ["", f"## {title}", ""]
            lines += [_line(one) for one in items]
    if not found.items:
        lines += ["", "Nothing."]
    return "\n".join(lines) + "\n"


def _line(one: Item) -> str:
    title = _plain(one.title).translate(_MARKUP)
    name = f"[{title}](<{_address(one.link)}>)" if _address(one.link) else f"**{title}**"
    return f"- {one.day} {name}: {_plain(one.detail).translate(_MARKUP)}"


def as_json(found: News) -> str:
    """Return a change list as JSON."""
    data = {
        "since": found.since.isoformat(),
        "updated": found.updated.isoformat(),
        "items": [one.to_json() for one in found.items],
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def atom(found: News) -> str:
    """Return a change list as an Atom feed (RFC 4287)."""
    ET.register_namespace("", _ATOM)
    feed = ET.Element(f"{{{_ATOM}}}feed")
    _add(feed, "title", f"regraph: what is new since {found.since}")
    _add(feed, "id", ids.iri("news", f"since/{found.since}"))
    _add(feed, "updated", _moment(found.updated))
    _add(ET.SubElement(feed, f"{{{_ATOM}}}author"), "name", "regraph")
    for one in found.items:
        entry = ET.SubElement(feed, f"{{{_ATOM}}}entry")
        _add(entry, "title", f"{KINDS[one.kind]}: {one.title}")
        _add(entry, "id", one.id)
        _add(entry, "updated", _moment(one.day))
        ET.SubElement(entry, f"{{{_ATOM}}}category", term=one.kind, label=KINDS[one.kind])
        ET.SubElement(entry, f"{{{_ATOM}}}link", rel="alternate", href=_address(one.link) or one.thing)
        _add(entry, "content", one.detail).set("type", "text")
    ET.indent(feed)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(feed, encoding="unicode") + "\n"


FORMATS: Final[Mapping[str, Callable[[News], str]]] = {"md": markdown, "json": as_json, "atom": atom}


def _add(parent: ET.Element, name: str, text: str) -> ET.Element:
    child = ET.SubElement(parent, f"{{{_ATOM}}}{name}")
    child.text = _plain(text)
    return child


def _plain(text: str) -> str:
    """Text of articles is data: one line, no control characters."""
    return " ".join(text.translate(_CONTROL).split())


def _address(link: str) -> str:
    """Return a link that is safe to follow, else nothing."""
    safe = link.startswith(("http://", "https://")) and not any(char in link for char in ' <>"\\')
    return _plain(link) if safe else ""


def _moment(day: dt.date) -> str:
    return f"{day.isoformat()}T00:00:00Z"
