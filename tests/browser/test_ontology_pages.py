"""The pages of the ontology in a browser: axe-core finds no violation in light or dark, nothing sticks out."""

from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from regraph import ontology_pages

AXE = (resources.files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
# what all terms of the longest page have in common is looked at on a few of them: the whole takes a minute
PARTS = {"index.html": ["header", ".contents", "h1", ".picture", "#Measure", "#covers", "#scheme-status", "footer"]}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("ontology") / "site"
    ontology_pages.write(place)
    return place


@pytest.mark.parametrize("place", ["index.html light", "index.html dark", "mappings.html dark"])
def test_axe_finds_nothing_and_nothing_sticks_out(browser: Any, folder: Path, place: str) -> None:
    name, scheme = place.split()
    page = browser.new_page(viewport={"width": 360, "height": 800}, color_scheme=scheme)
    page.goto((folder / name).as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.evaluate(AXE)
    include = [[part] for part in PARTS.get(name, ["html"])]
    found = page.evaluate("include => axe.run({ include }, { resultTypes: ['violations'] })", include)
    assert [(one["id"], one["nodes"][0]["html"]) for one in found["violations"]] == []
    page.close()


def test_a_term_is_reached_by_keyboard(browser: Any, folder: Path) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.goto((folder / "index.html").as_uri())
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.locator(".picture a[href='#Measure']").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**#Measure")
    assert page.locator("#Measure:target").is_visible()
    page.close()
