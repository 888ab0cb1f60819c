"""A real browser opens the page with the network cut: it draws, finds, filters, dates and opens evidence.

Playwright drives Debian's Chromium (`apt-get install chromium`); another one is named by REGRAPH_CHROMIUM. Where there
is neither, the tests are skipped on a developer's machine and fail in CI, where both have to be there.
"""

import os
import shutil
from collections.abc import Iterator
from importlib import resources as packages
from pathlib import Path
from typing import Any

import pytest
from tests.network import sample
from tests.network.made import network

from regraph import ids, resources
from regraph.network import build, viewer, write
from regraph.network.formats.html import json_in_html, page_data

CHROMIUM = os.environ.get("REGRAPH_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = (
    "--no-sandbox --disable-quic --no-first-run --disable-background-networking --disable-component-update "
    "--disable-sync"
).split()
RENDERERS = {
    # the graphics card of a machine without one
    "webgl": ["--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--ignore-gpu-blocklist"],
    "canvas": ["--disable-gpu", "--disable-3d-apis"],
}


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
def playwright() -> Iterator[Any]:
    if not READY:
        pytest.fail(WHY)
    with _playwright()() as started:
        yield started


@pytest.fixture(scope="module", params=RENDERERS)
def browser(playwright: Any, request: pytest.FixtureRequest) -> Iterator[Any]:
    if request.param == "webgl" and not resources.has_bundle() and not os.environ.get("CI"):
        pytest.skip("no front-end bundle: pip install --editable .")
    opened = playwright.chromium.launch(executable_path=CHROMIUM, args=[*FLAGS, *RENDERERS[request.param]])
    opened.renderer = request.param
    yield opened
    opened.close()


class Page:
    """A page of a network with everything that went wrong on it."""

    def __init__(self, browser: Any, file: Path, graph: Any = None, **settings: Any) -> None:
        if graph is not None:
            with file.open("wb") as stream:
                write(graph, "html", stream)
        self.trouble: list[str] = []
        self.requests: list[str] = []
        context = browser.new_context(viewport={"width": 1300, "height": 850}, **settings)
        context.set_offline(True)
        self.page = context.new_page()
        self.page.on("console", lambda message: self.hear(message.text))
        self.page.on("pageerror", lambda error: self.trouble.append(str(error)))
        self.page.on("dialog", lambda dialog: self.trouble.append(f"dialog {dialog.message}"))
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.goto(file.as_uri())
        if settings.get("java_script_enabled", True):
            self.page.wait_for_selector("[data-drawn]")
            assert self.told("drawnBy") == browser.renderer

    def hear(self, text: str) -> None:
        if "GPU stall" not in text:  # software drawing tells that reading pixels back is slow
            self.trouble.append(text)

    def told(self, name: str) -> str:
        return str(self.page.evaluate(f"document.querySelector('[data-network]').dataset.{name}"))

    def view(self, script: str, argument: Any = None) -> Any:
        return self.page.evaluate(
            f"(argument) => {{ const view = document.querySelector('[data-network]').network; {script} }}", argument
        )

    def shown(self) -> int:
        return int(self.told("shown"))

    def details(self) -> str:
        return str(self.page.inner_text("#net-details"))

    def choose(self, name: str) -> None:
        self.page.fill("#net-search", name)
        self.page.press("#net-search", "Enter")


@pytest.fixture
def page(browser: Any, tmp_path: Path) -> Iterator[Page]:
    opened = Page(browser, tmp_path / "net.html", build(sample.store(), level="state"))
    yield opened
    assert opened.trouble == []
    assert [url for url in opened.requests if not url.startswith("file:")] == []
    opened.page.context.close()


PLACES = """
const at = (node) => [node.x * view.state.zoom + view.state.x, node.y * view.state.zoom + view.state.y];
const middle = (name) => {
  const { source, target, bend } = view.net.bundles.find((one) => one.relation.name === name);
  const [[ax, ay], [bx, by]] = [at(source), at(target)];
  const lean = bend * Math.min(1, view.state.zoom) / Math.hypot(bx - ax, by - ay);
  return [(ax + bx) / 2 - (by - ay) * lean, (ay + by) / 2 + (bx - ax) * lean];
};
"""
INKS = """
view.paint();
const sheet = document.createElement("canvas");
[sheet.width, sheet.height] = [view.canvas.clientWidth, view.canvas.clientHeight];
const pen = sheet.getContext("2d", { willReadFrequently: true });
for (const one of view.layer.querySelectorAll("canvas")) pen.drawImage(one, 0, 0, sheet.width, sheet.height);
const inks = (x, y, r) => {
  const { data } = pen.getImageData(x - r, y - r, 2 * r, 2 * r);
  return data.filter((value, i) => i % 4 === 3 && value > 60).length;
};
const nodes = view.net.nodes.map((node) => [node.r, inks(...at(node), node.r)]);
return [nodes, inks(...middle("licenses"), 20), inks(20, 20, 20)];
"""


def test_nodes_and_lines_are_drawn(page: Page) -> None:
    assert page.told("drawn") == "4"
    assert page.shown() == 9
    nodes, line, corner = page.view(PLACES + INKS)
    # each node stands where the pointer finds it, with as much ink as its body has
    assert all(inks > radius * radius for radius, inks in nodes)
    assert line > 20
    assert corner == 0


def test_search_and_neighbours_by_keyboard_alone(page: Page) -> None:
    page.page.keyboard.press("Tab")
    assert page.page.evaluate("document.activeElement.id") == "net-search"
    page.page.keyboard.type("chi")
    assert page.page.inner_text("#net-found") == "1 actor"
    page.page.keyboard.press("Tab")
    page.page.keyboard.press("Enter")
    assert page.details().startswith("China\n\nState, 3 neighbours")
    ties = page.page.locator("#net-details .ties button", has_text="China speeds up permits")
    ties.focus()
    page.page.keyboard.press("Enter")
    assert "China promises something to United States" in page.details()
    assert page.page.evaluate("document.activeElement.id") == "net-details"
    page.page.keyboard.press("Escape")
    assert "Choose an actor" in page.details()


def test_every_control_can_be_reached_by_tab(page: Page) -> None:
    reached = set()
    for _ in range(40):
        page.page.keyboard.press("Tab")
        reached.add(page.page.evaluate("document.activeElement.id || document.activeElement.type"))
    parts = "search always day play date canvas closer farther whole".split()
    assert {"button", "checkbox", *(f"net-{part}" for part in parts)} <= reached


def test_evidence_opens_as_text_however_hostile(page: Page) -> None:
    page.choose("china")
    page.page.locator("#net-details .ties button", has_text="China speeds up permits").click()
    quote = page.page.locator("#net-details blockquote").first.evaluate("element => element.textContent")
    assert quote == sample.HOSTILE
    assert page.page.locator("#net-details blockquote *").count() == 0
    assert "beta.txt" in page.details()


def test_a_click_on_a_line_opens_it(page: Page) -> None:
    where = page.view(PLACES + 'return middle("licenses")')
    page.page.locator("#net-canvas").click(position={"x": where[0], "y": where[1]})
    assert "One permit went to Ford." in page.details()
    assert page.page.locator('#net-details a[href="https://news.example/alpha"]').count() == 1


def test_relations_are_filtered(page: Page) -> None:
    before = page.shown()
    page.page.get_by_label("meets").uncheck()
    assert page.shown() == before - 1
    page.page.get_by_label("meets").check()
    assert page.shown() == before


def test_the_date_shows_what_held_and_its_status(page: Page) -> None:
    def on(day: str) -> list[str]:
        page.page.evaluate(
            """(day) => { const slider = document.getElementById("net-day"); slider.value = Date.parse(day) / 86400000;
                          slider.dispatchEvent(new Event("input")); }""",
            day,
        )
        shown: list[str] = page.view(
            "return [...view.state.spellOf].map(([edge, spell]) => `${edge.relation.name} ${spell.status}`).sort()"
        )
        return shown

    assert on("2025-01-01") == ["imposes in_force"]
    assert "imposes suspended" in on("2025-07-15")
    assert [one for one in on("2025-09-08") if one.startswith("meets")] == ["meets fact"]
    assert [one for one in on("2025-09-09") if one.startswith("meets")] == []
    assert page.page.input_value("#net-date") == "2025-09-09"
    assert page.page.inner_text("#net-dayname").endswith("on 2025-09-09")


def test_a_status_that_runs_on_is_told_once(browser: Any, tmp_path: Path) -> None:
    graph = build(sample.store(), level="state", relations=["imposes"])
    days = ("2025-04-04", "2025-07-01", "2025-07-02", "2025-09-01", None)
    statuses = ("in_force", "suspended", "suspended", "in_force")
    for _, _, edge in graph.edges(data=True):
        edge["spells"] = [
            {"status": status, "certainty": certainty, "start": start, "end": end}
            for status, certainty, start, end in zip(
                statuses, ("certain", "certain", "presumed", "presumed"), days, days[1:], strict=False
            )
        ]
    opened = Page(browser, tmp_path / "net.html", graph)
    opened.view("view.choose(view.net.edges[0], false);")
    told = opened.page.locator("#net-details dl").inner_text().split("\n")
    facts = list(zip(told[::2], told[1::2], strict=False))
    assert [fact for fact in facts if fact[0] in {"in force", "suspended"}] == [
        ("in force", "2025-04-04 to 2025-06-30"),
        ("suspended", "2025-07-01 to 2025-08-31"),
        ("in force", "from 2025-09-01"),
    ]
    assert opened.trouble == []
    opened.page.context.close()


def test_the_day_by_keyboard_and_as_a_film(page: Page) -> None:
    page.page.focus("#net-day")
    page.page.keyboard.press("Home")
    assert page.page.input_value("#net-date") == "2024-12-02"
    page.page.keyboard.press("ArrowRight")
    assert page.page.input_value("#net-date") == "2024-12-03"
    page.page.fill("#net-date", "2025-07-15")
    assert page.page.input_value("#net-day") == page.view("return String(Date.parse('2025-07-15') / 86400000)")
    page.page.focus("#net-play")
    page.page.keyboard.press("Enter")
    for _ in range(100):
        if page.page.input_value("#net-date") > "2025-07-20":
            break
        page.page.wait_for_timeout(100)
    page.page.keyboard.press("Escape")
    assert page.page.input_value("#net-date") > "2025-07-20"
    stopped = page.page.input_value("#net-date")
    page.page.wait_for_timeout(300)
    assert page.page.input_value("#net-date") == stopped
    page.page.get_by_label("all dates").check()
    assert page.shown() == 9


def test_zoom_and_keys_move_the_picture(page: Page) -> None:
    before = page.view("return [view.state.zoom, view.state.x]")
    page.page.click("#net-closer")
    page.page.focus("#net-canvas")
    page.page.keyboard.press("ArrowRight")
    assert page.view("return [view.state.zoom, view.state.x]") != before
    page.page.keyboard.press("0")
    assert page.view("return [view.state.zoom, view.state.x]") == before


def test_what_is_lit_stands_out(page: Page) -> None:
    page.choose("ford")
    page.page.wait_for_selector("#net-layer.back", timeout=5000)
    page.page.keyboard.press("Escape")
    page.page.wait_for_selector("#net-layer:not(.back)", timeout=5000)


@pytest.mark.parametrize("browser", ["canvas"], indirect=True)
def test_without_scripts_a_table_stands_in(browser: Any, tmp_path: Path) -> None:
    opened = Page(browser, tmp_path / "net.html", build(sample.store()), java_script_enabled=False)
    assert "Geneva deal" in opened.page.inner_text("noscript table")
    opened.page.context.close()


@pytest.fixture(scope="module")
def big(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("big") / "net.html"
    with file.open("wb") as stream:
        write(network(1000), "html", stream)
    return file


def test_a_thousand_actors_are_drawn_fast_and_fit(browser: Any, big: Path) -> None:
    assert big.stat().st_size < 600_000
    opened = Page(browser, big)
    took = opened.view("const start = performance.now(); view.paint(); return performance.now() - start")
    assert took < 500  # milliseconds, in software; a person wants to move it
    assert opened.told("drawn") != "0"
    width, height = opened.view("return [view.canvas.clientWidth, view.canvas.clientHeight]")
    for x, y in opened.view(
        "const { zoom, x, y } = view.state; return view.net.nodes.map((n) => [n.x * zoom + x, n.y * zoom + y])"
    ):
        assert 0 < x < width
        assert 0 < y < height
    assert opened.trouble == []
    opened.page.context.close()


@pytest.mark.parametrize("browser", ["canvas"], indirect=True)
def test_names_never_cover_each_other(browser: Any, tmp_path: Path) -> None:
    opened = Page(browser, tmp_path / "net.html", network(120))
    boxes = opened.view(
        """const out = [], { fillText } = CanvasRenderingContext2D.prototype;
           view.pen.fillText = function (text, x, y) {
             const wide = this.measureText(text).width;
             const left = x - { left: 0, center: wide / 2, right: wide }[this.textAlign];
             out.push([left, y - 5, left + wide, y + 5]);
             return fillText.call(this, text, x, y);
           };
           view.paint();
           return out;"""
    )
    assert len(boxes) > 40
    for number, (left, top, right, bottom) in enumerate(boxes):
        for other in boxes[number + 1 :]:
            assert left >= other[2] or right <= other[0] or top >= other[3] or bottom <= other[1]
    opened.page.context.close()


@pytest.mark.parametrize("browser", ["canvas"], indirect=True)
def test_a_page_of_the_web_app_starts_with_a_day_and_an_actor_and_is_told_of_others(
    browser: Any, tmp_path: Path
) -> None:
    graph = build(sample.store(), level="state")
    file = tmp_path / "app.html"
    china = ids.actor_iri("CN")
    file.write_text(
        f"<!doctype html><meta charset=utf-8><style>{viewer.style()}</style>"
        f'<div class="regraph-network" data-network="data" data-day="2025-07-15" data-chosen="{china}"></div>'
        f'<script type="application/json" id="data">{json_in_html(page_data(graph, iris=True))}</script>'
        "<script>window.told = []; for (const name of ['network:choose', 'network:day'])"
        " document.addEventListener(name, (event) => told.push([name, event.detail]));</script>"
        f'<script type="module">{viewer.script()}</script>',
        encoding="utf-8",
    )
    opened = Page(browser, file)
    assert opened.page.input_value("#net-date") == "2025-07-15"
    assert opened.details().startswith("China\n")
    assert opened.page.get_attribute("#net-details a", "href") == "/id/actor/" + china.rpartition("/")[2]
    opened.choose("united states")
    last = opened.page.evaluate("told.at(-1)")
    assert last == ["network:choose", {"kind": "node", "iri": ids.actor_iri("US"), "label": "United States"}]
    opened.page.context.close()


@pytest.mark.parametrize("browser", ["webgl"], indirect=True)
def test_a_lost_graphics_card_is_made_up_for(browser: Any, tmp_path: Path) -> None:
    opened = Page(browser, tmp_path / "net.html", build(sample.store(), level="state"))
    opened.view("view.painter.sigma.webGLContexts.nodes.getExtension('WEBGL_lose_context').loseContext()")
    opened.page.wait_for_selector("[data-drawn-by=canvas]", timeout=5000)
    assert opened.shown() == 9
    opened.page.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_violation(browser: Any, tmp_path: Path, scheme: str) -> None:
    opened = Page(browser, tmp_path / "net.html", build(sample.store()), color_scheme=scheme)
    axe = packages.files("axe_playwright_python") / "axe.min.js"  # the package brings axe-core along
    opened.page.evaluate(axe.read_text(encoding="utf-8"))
    # in the dark only the colours differ
    for step in ("start", "node", "edge") if scheme == "light" else ("edge",):
        if step == "node":
            opened.choose("china")
        elif step == "edge":
            opened.choose("china")
            opened.page.locator("#net-details .ties button").first.click()
        found = opened.page.evaluate("axe.run(document, { resultTypes: ['violations'] })")
        assert [one["id"] for one in found["violations"]] == [], step
    opened.page.context.close()
