"""The SPARQL editor in a real browser, under a policy without nonce, inline style or eval.

The page is the one that web/README.md shows; what the form sends comes back as the address of the next page.
"""

import functools
import http.server
import json
import os
import shutil
import threading
import urllib.parse
from collections.abc import Iterator
from importlib import resources as packages
from typing import Any

import pytest

from regraph import resources

CHROMIUM = os.environ.get("REGRAPH_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
READY = bool(CHROMIUM) and resources.has_bundle()
pytestmark = pytest.mark.skipif(not READY and not os.environ.get("CI"), reason="no Chromium, or no front-end bundle")

POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; form-action 'self'"
QUERY = "SELECT ?measure WHERE {\n  ?measure a rdfs:Resource .\n}\n"
VOCABULARY = {
    "prefixes": {"rg": "https://w3id.org/regraph/ontology#", "rdfs": "http://www.w3.org/2000/01/rdf-schema#"},
    "terms": [
        {"name": "rg:Measure", "kind": "class", "label": "measure", "definition": "One restriction or support."},
        {"name": "rg:imposedBy", "kind": "property", "label": "imposed by", "definition": "Who imposes a measure."},
        {"name": "<https://w3id.org/regraph/id/actor/CN>", "kind": "actor", "label": "China"},
    ],
}
PAGE = f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Query</title></head><body><main>
<h1>Query</h1><form method="get" action="/done"><label for="query">Query</label>
<textarea id="query" name="query" data-sparql-editor data-vocabulary="vocabulary" data-error="no such prefix"
 data-error-line="2" data-error-column="14">{QUERY}</textarea><button>Run</button></form></main>
<script type="application/json" id="vocabulary">{json.dumps(VOCABULARY)}</script>
<script type="module" src="/sparql-editor.js"></script><script type="module" src="/htmx.js"></script></body></html>"""


class Handler(http.server.SimpleHTTPRequestHandler):
    def do_GET(self) -> None:
        name = urllib.parse.urlsplit(self.path).path
        body, kind = (PAGE.encode(), "text/html") if name in ("/", "/done") else (b"", "text/javascript")
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Security-Policy", POLICY)
        self.end_headers()
        self.wfile.write(body or (resources.bundle(name[1:]).read_bytes() if name.endswith(".js") else b""))

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield opened
        opened.close()


@pytest.fixture
def page(browser: Any, address: str) -> Iterator[Any]:
    trouble: list[str] = []
    context = browser.new_context(viewport={"width": 900, "height": 600})
    opened = context.new_page()
    opened.on("console", lambda message: trouble.append(message.text))
    opened.on("pageerror", lambda error: trouble.append(str(error)))
    opened.goto(f"{address}/")
    opened.wait_for_selector(".cm-content")
    yield opened
    assert trouble == []
    context.close()


def text(page: Any) -> str:
    return str(page.evaluate("document.querySelector('textarea').value"))


def at_end(page: Any) -> None:
    page.click("label")
    page.keyboard.press("Control+End")


def test_the_textarea_stays_the_field_of_the_form(page: Any, address: str) -> None:
    assert page.locator("textarea").is_hidden()
    at_end(page)
    page.keyboard.type("LIMIT 5")
    assert text(page) == QUERY + "LIMIT 5"
    page.get_by_role("button", name="Run").click()
    page.wait_for_url(f"{address}/done?*")
    sent = urllib.parse.parse_qs(urllib.parse.urlsplit(page.url).query)
    assert sent["query"] == [(QUERY + "LIMIT 5").replace("\n", "\r\n")]


def test_control_enter_runs(page: Any, address: str) -> None:
    at_end(page)
    page.keyboard.press("Control+Enter")
    page.wait_for_url(f"{address}/done?*")


def test_a_term_is_completed_and_its_prefix_declared(page: Any) -> None:
    at_end(page)
    page.keyboard.type("imposed")
    page.wait_for_selector(".cm-tooltip-autocomplete")
    assert "rg:imposedBy" in page.inner_text(".cm-tooltip-autocomplete")
    assert page.inner_text(".cm-completionInfo") == "Who imposes a measure."
    page.wait_for_timeout(150)  # the list takes no key in its first moments
    page.keyboard.press("Enter")
    assert text(page) == f"PREFIX rg: <https://w3id.org/regraph/ontology#>\n{QUERY}rg:imposedBy"
    page.keyboard.type(" rg:Mea")
    page.wait_for_selector(".cm-tooltip-autocomplete")
    page.wait_for_timeout(150)
    page.keyboard.press("Enter")
    assert text(page).count("PREFIX rg:") == 1
    assert text(page).endswith("rg:imposedBy rg:Measure")


@pytest.mark.parametrize(
    ("typed", "offered", "not_offered"),
    [("?mea", "?measure", "rg:Measure"), ("China", "<https://w3id.org/regraph/id/actor/CN>", "rg:Measure"),
     ("FIL", "FILTER", "?measure"), ("PREFIX rd", "rdfs: <http://www.w3.org/2000/01/rdf-schema#>", "REDUCED")],
)  # fmt: skip
def test_what_fits_the_place_is_offered(page: Any, typed: str, offered: str, not_offered: str) -> None:
    at_end(page)
    page.keyboard.type(typed)
    page.wait_for_selector(".cm-tooltip-autocomplete")
    labels = page.locator(".cm-completionLabel").all_inner_texts()
    assert offered in labels
    assert not_offered not in labels


def test_nothing_is_offered_in_a_comment(page: Any) -> None:
    at_end(page)
    page.keyboard.type("# imposed")
    page.wait_for_timeout(400)
    assert page.locator(".cm-tooltip-autocomplete").count() == 0


def test_the_error_of_the_server_is_shown_in_its_place(page: Any) -> None:
    marked = page.locator(".cm-lintRange-error")
    page.wait_for_timeout(900)  # the check of the syntax, which runs later, leaves it
    assert marked.inner_text(timeout=5000) == "rdfs"
    marked.hover()
    page.wait_for_selector(".cm-diagnostic")
    assert page.inner_text(".cm-diagnostic") == "no such prefix"


def test_a_slip_is_marked_before_anything_is_sent(page: Any) -> None:
    at_end(page)
    page.keyboard.type("} LIMIT")
    page.wait_for_selector(".cm-lintRange-warning", timeout=5000)


def test_tab_leaves_the_editor(page: Any) -> None:
    at_end(page)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Run"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_violation(page: Any, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)
    at_end(page)
    page.keyboard.type("rg:")
    page.wait_for_selector(".cm-tooltip-autocomplete")
    page.evaluate((packages.files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")
    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found["violations"]] == []


def test_htmx_is_there_and_evaluates_nothing(page: Any) -> None:
    assert page.evaluate("[typeof htmx.ajax, htmx.config.allowEval, htmx.config.selfRequestsOnly]") == [
        "function", False, True,
    ]  # fmt: skip
