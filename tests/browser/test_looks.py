"""Every page in a browser: axe-core finds no violation, nothing sticks out, narrow or wide, and no article runs."""

from importlib import resources
from typing import Any

import pytest

from tests.browser.opened import Opened
from tests.web.pages_world import PATHS

AXE = (resources.files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
SIDEWAYS = """() => document.documentElement.scrollWidth <= innerWidth ? [] :
  [...document.querySelectorAll("body *")].filter((one) => one.getBoundingClientRect().right > innerWidth + 1)
    .slice(0, 5).map((one) => `${one.tagName}.${one.getAttribute("class")}`)"""


def violations(page: Any) -> list[str]:
    page.evaluate(AXE)
    found = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")
    return [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found["violations"]]


@pytest.mark.parametrize("path", PATHS)
def test_axe_finds_nothing_and_nothing_sticks_out_or_runs(opened: Opened, path: str) -> None:
    opened.go(path)
    if "data-network" in opened.page.content():
        opened.page.wait_for_selector("[data-drawn]", state="attached")
    assert opened.page.evaluate(SIDEWAYS) == [], "1440 pixels"
    assert violations(opened.page) == []
    opened.page.set_viewport_size({"width": 360, "height": 740})
    opened.page.emulate_media(color_scheme="dark")
    assert opened.page.evaluate(SIDEWAYS) == [], "360 pixels"
    assert violations(opened.page) == []
    assert opened.page.evaluate("window.hacked") is None  # what the hostile document would set


def test_opened_evidence_and_an_open_menu_are_as_clean(opened: Opened) -> None:
    opened.page.set_viewport_size({"width": 360, "height": 740})
    opened.go("/measure/cn-samarium?on=2025-05-01")
    for summary in opened.page.locator("summary").all():
        summary.click()
    assert opened.page.evaluate(SIDEWAYS) == []
    assert violations(opened.page) == []
    opened.page.get_by_role("button", name="Menu").click()
    assert opened.page.get_by_role("link", name="Timeline", exact=True).is_visible()
    assert violations(opened.page) == []


def test_a_page_prints_without_its_forms(opened: Opened) -> None:
    opened.go("/measure/cn-samarium?on=2025-05-01")
    opened.page.emulate_media(media="print")
    assert not opened.page.locator("form").first.is_visible()
    assert not opened.page.locator(".top").is_visible()
    assert opened.page.get_by_role("heading", name="Phases").is_visible()
