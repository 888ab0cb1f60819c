"""A store in, what a person had better look at (`regraph check`) and what is new (`regraph watch`) out, as pages."""

from itertools import groupby
from typing import Any, Final

from starlette.responses import PlainTextResponse, Response

from regraph import quality, terms
from regraph.errors import UsageError
from regraph.quality import Finding
from regraph.timeline.feeds import FORMATS
from regraph.timeline.news import KINDS, Item, news
from regraph.web.pages import inputs, links, start
from regraph.web.pages.call import Call
from regraph.web.pages.rendering import render

_TYPES: Final = {"atom": "application/atom+xml", "json": "application/json", "md": "text/markdown"}


def report(call: Call) -> Response:
    """Return the report of quality."""
    on = call.when.on
    found = call.cached(("quality", on), lambda: quality.check(call.store, on=on))
    groups = [
        {
            "name": name,
            "title": name.replace("-", " "),
            "description": quality.rules()[name].description,
            "findings": [_finding(call, one) for one in listed],
        }
        for name, listed in groupby(found, key=lambda one: one.rule)
    ]
    clean = [rule for name, rule in quality.rules().items() if name not in {group["name"] for group in groups}]
    return render(call, "quality.html", active="Quality", groups=groups, clean=clean, total=len(found))


def _finding(call: Call, one: Finding) -> dict[str, Any]:
    command, _, hint = one.settle.partition("  # ")
    known = one.thing and call.facts.knows(one.thing)
    return {
        "label": one.label or one.thing,
        "page": links.page(one.thing) if known else "",
        "detail": one.detail,
        "command": command,
        "hint": hint,
    }


def whats_new(call: Call) -> Response:
    """Return what is new since a day, as a page or as a feed.

    Raises: UsageError where the format is unknown.
    """
    since = inputs.day(call.query, "since", end=False) or start.since(call)
    form = call.query.get("format", "")
    found = call.cached(("news", since), lambda: news(call.store, since))
    if form:
        if form not in FORMATS:
            raise UsageError(f"the format “{form}” is unknown: use {', '.join(FORMATS)}")
        return PlainTextResponse(FORMATS[form](found), media_type=_TYPES[form], headers={"cache-control": "no-cache"})
    groups = [
        (title, [_item(call, one) for one in found.items if one.kind == kind])
        for kind, title in KINDS.items()
        if any(one.kind == kind for one in found.items)
    ]
    return render(call, "news.html", since=since, updated=found.updated, groups=groups, total=len(found.items))


def _item(call: Call, one: Item) -> dict[str, Any]:
    return {
        "day": one.day,
        "title": one.title,
        "detail": one.detail,
        "page": links.page(one.thing) if call.facts.knows(one.thing) else "",
    }


def help_page(call: Call) -> Response:
    """Return the page that says what the words mean."""
    documents = len(call.facts.instances(terms.rg("Document")))
    return render(call, "help.html", active="Help", documents=documents, newest=start.newest(call))
