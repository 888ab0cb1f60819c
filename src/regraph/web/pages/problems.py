"""What went wrong in, a page that says what to do out."""

from typing import Final

from starlette.responses import PlainTextResponse, RedirectResponse, Response

from regraph import ids
from regraph.questions.naming import suggestions
from regraph.web.pages import links
from regraph.web.pages.call import Call
from regraph.web.pages.rendering import render
from regraph.web.pages.wording import told

_LONGEST: Final = 200  # characters of an address that may be near to something
_TITLES: Final = {
    400: "This cannot be answered",
    404: "Nothing of that name",
    405: "Not in this way",
    500: "Something broke",
    503: "Too much at once",
}
_HINTS: Final = {
    400: "Change what you asked, or go back.",
    404: "The address may be mistyped, or the thing may have been removed or renamed by a newer build.",
    405: "This address only answers to reading.",
    500: "It is a fault of the service, not yours. Try again; if it stays, tell whoever runs it.",
    503: "Ask for less at once, or try again in a while.",
}


def page(call: Call, status: int, message: str = "") -> Response:
    """Return the page of an error, with what it is near to where a name was not found."""
    return render(
        call,
        "problem.html",
        status,
        status=status,
        title=_TITLES.get(status, "This did not work"),
        message=told(message) if message not in ("Not Found", "Method Not Allowed") else "",
        hint=_HINTS.get(status, ""),
        near=near(call) if status == 404 else [],
    )


def nowhere(call: Call) -> Response:
    """Return the page for an address that is none; with a slash too many, the way to the one that is meant."""
    meant = "/" + call.request.url.path.strip("/")
    if meant != call.request.url.path:
        return RedirectResponse(meant, 307)
    if "text/html" not in call.request.headers.get("accept", ""):
        return PlainTextResponse("there is nothing at this address\n", 404)
    return page(call, 404)


def near(call: Call) -> list[tuple[str, str]]:
    """Return what an address that does not exist may have meant: label and address."""
    if len(call.request.url.path) > _LONGEST:
        return []
    words = [part for part in call.request.url.path.replace("-", " ").replace("/", " ").split() if len(part) > 2]
    asked = " ".join([*words[-1:], *(call.query.get(name, "") for name in ("q", "about", "around"))]).strip()
    found = suggestions(asked, call.store, limit=4) if asked else []
    out = [(label, links.address("/search", q=label)) for label in found]
    local = call.request.url.path.rstrip("/").rpartition("/")[2]
    for folder, kind in (
        ("measure", "measure"),
        ("material", "material"),
        ("actor", "actor"),
        ("document", "document"),
    ):
        iri = ids.iri(kind, ids.slug(local))
        if local and call.facts.knows(iri):
            out.insert(0, (call.facts.label(iri), f"/{folder}/{ids.slug(local)}"))
    return out
