"""A real browser opens the page with the network cut: it draws, finds, filters, dates and opens evidence.

Playwright drives Debian's Chromium (`apt-get install chromium`); another one is named by REGRAPH_CHROMIUM. Where there
is neither, the tests are skipped on a developer's machine and fail in CI, where both have to be there.
"""

import os
import shutil
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from tests.network import sample
from tests.network.made import network

from regraph.network import build, write

CHROMIUM = os.environ.get("REGRAPH_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()


def _playwright() -> Any:
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        return None
    return sync_playwright


WHY = "no Chromium: apt-get install chromium" if not CHROMIUM else "no playwright: pip install playwright"
READY = bool(CHROMIUM) and _playwright() is not None
pytestmark = pytest.mark.skipif(not READY and not os.environ.get("CI"), reason=WHY)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    if not READY:
        pytest.fail(WHY)
    with _playwright()() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        opened.close()


class Page:
    """A page of a network with everything that went wrong on it."""

    def __init__(self, browser: Any, file: Path, graph: Any, **settings: Any) -> None:
        with file.open("wb") as stream:
            write(graph, "html", stream)
        self.trouble: list[str] = []
        self.requests: list[str] = []
        context = browser.new_context(viewport={"width": 1300, "height": 850}, **settings)
        context.set_offline(True)
        self.page = context.new_page()
        self.page.on("console", lambda message: self.trouble.append(message.text))
        self.page.on("pageerror", lambda error: self.trouble.append(str(error)))
        self.page.on("dialog", lambda dialog: self.trouble.append(f"dialog {dialog.message}"))
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.goto(file.as_uri())
        if settings.get("java_script_enabled", True):
            self.page.wait_for_function("document.body.dataset.drawn !== undefined")

    def shown(self) -> int:
        return int(self.page.evaluate("document.body.dataset.shown"))

    def details(self) -> str:
        return str(self.page.inner_text("#details"))


@pytest.fixture
def page(browser: Any, tmp_path: Path) -> Iterator[Page]:
    opened = Page(browser, tmp_path / "net.html", build(sample.store(), level="state"))
    yield opened
    assert opened.trouble == []
    assert [url for url in opened.requests if not url.startswith("file:")] == []
    opened.page.context.close()


def test_nodes_and_lines_are_drawn(page: Page) -> None:
    assert page.page.evaluate("document.body.dataset.drawn") == "4"
    assert page.shown() == 9
    painted = page.page.evaluate(
        "[...find('canvas').getContext('2d').getImageData(0, 0, 600, 600).data].filter((value) => value).length"
    )
    assert painted > 1000


def test_search_and_neighbours_by_keyboard_alone(page: Page) -> None:
    page.page.keyboard.press("Tab")
    assert page.page.evaluate("document.activeElement.id") == "search"
    page.page.keyboard.type("chi")
    assert page.page.inner_text("#found") == "1 actor"
    page.page.keyboard.press("Tab")
    page.page.keyboard.press("Enter")
    assert page.details().startswith("China\n\nState, 3 neighbours")
    ties = page.page.locator("#details .ties button", has_text="China speeds up permits")
    ties.focus()
    page.page.keyboard.press("Enter")
    assert "China promises something to United States" in page.details()
    assert page.page.evaluate("document.activeElement.id") == "details"
    page.page.keyboard.press("Escape")
    assert "Choose an actor" in page.details()


def test_every_control_can_be_reached_by_tab(page: Page) -> None:
    reached = set()
    for _ in range(40):
        page.page.keyboard.press("Tab")
        reached.add(page.page.evaluate("document.activeElement.id || document.activeElement.type"))
    assert {"search", "button", "checkbox", "always", "day", "canvas", "closer", "farther", "whole"} <= reached


def test_evidence_opens_as_text_however_hostile(page: Page) -> None:
    page.page.fill("#search", "china")
    page.page.press("#search", "Enter")
    page.page.locator("#details .ties button", has_text="China speeds up permits").click()
    quote = page.page.locator("#details blockquote").first.evaluate("element => element.textContent")
    assert quote == sample.HOSTILE
    assert page.page.locator("#details blockquote *").count() == 0
    assert "beta.txt" in page.details()


def test_a_click_on_a_line_opens_it(page: Page) -> None:
    where = page.page.evaluate(
        """() => { const line = bundles.find((one) => one.relation.name === "licenses"), c = curve(line);
                   return [(c.x1 + 2 * c.cx + c.x2) / 4, (c.y1 + 2 * c.cy + c.y2) / 4]; }"""
    )
    page.page.locator("#canvas").click(position={"x": where[0], "y": where[1]})
    assert "One permit went to Ford." in page.details()
    assert page.page.locator('#details a[href="https://news.example/alpha"]').count() == 1


def test_relations_are_filtered(page: Page) -> None:
    before = page.shown()
    page.page.get_by_label("meets").uncheck()
    assert page.shown() == before - 1
    page.page.get_by_label("meets").check()
    assert page.shown() == before


def test_the_date_shows_what_held_and_its_status(page: Page) -> None:
    def on(day: str) -> list[str]:
        page.page.evaluate(
            """(day) => { const slider = document.getElementById("day"); slider.value = Date.parse(day) / 86400000;
                          slider.dispatchEvent(new Event("input")); }""",
            day,
        )
        shown: list[str] = page.page.evaluate(
            "[...state.spellOf].map(([edge, spell]) => `${edge.relation.name} ${spell.status}`).sort()"
        )
        return shown

    assert on("2025-01-01") == ["imposes in_force"]
    assert "imposes suspended" in on("2025-07-15")
    assert [one for one in on("2025-09-08") if one.startswith("meets")] == ["meets fact"]
    assert [one for one in on("2025-09-09") if one.startswith("meets")] == []
    assert page.page.inner_text("#dayname") == "2025-09-09"


def test_zoom_and_keys_move_the_picture(page: Page) -> None:
    before = page.page.evaluate("[state.zoom, state.x]")
    page.page.click("#closer")
    page.page.focus("#canvas")
    page.page.keyboard.press("ArrowRight")
    assert page.page.evaluate("[state.zoom, state.x]") != before
    page.page.keyboard.press("0")
    assert page.page.evaluate("[state.zoom, state.x]") == before


def test_without_scripts_a_table_stands_in(browser: Any, tmp_path: Path) -> None:
    opened = Page(browser, tmp_path / "net.html", build(sample.store()), java_script_enabled=False)
    assert "Geneva deal" in opened.page.inner_text("noscript table")
    opened.page.context.close()


def test_a_thousand_actors_are_drawn_fast(browser: Any, tmp_path: Path) -> None:
    opened = Page(browser, tmp_path / "big.html", network(1000))
    took = opened.page.evaluate("() => { const start = performance.now(); paint(); return performance.now() - start; }")
    assert took < 500  # milliseconds, in software; a person wants to move it
    assert opened.trouble == []
    opened.page.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_violation(browser: Any, tmp_path: Path, scheme: str) -> None:
    opened = Page(browser, tmp_path / "net.html", build(sample.store()), color_scheme=scheme)
    axe = resources.files("axe_playwright_python") / "axe.min.js"  # the package brings axe-core along
    opened.page.evaluate(axe.read_text(encoding="utf-8"))
    for step in ("start", "node", "edge"):
        if step == "node":
            opened.page.fill("#search", "china")
            opened.page.press("#search", "Enter")
        elif step == "edge":
            opened.page.locator("#details .ties button").first.click()
        found = opened.page.evaluate("axe.run(document, { resultTypes: ['violations'] })")
        assert [one["id"] for one in found["violations"]] == [], step
    opened.page.context.close()
