"""The format of a file, by what it holds where its name says another."""

from pathlib import Path

from regraph.load import load


def test_a_page_saved_as_text_is_still_a_page(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text(
        "<!DOCTYPE html>\n<html><head><title>Tin</title></head><body><nav>Menu</nav><article><h1>Tin</h1>"
        "<p>Myanmar stopped exports of tin ore from the Wa hills on 1 August, the council of the region said.</p>"
        "</article></body></html>",
        encoding="utf-8",
    )
    assert "<" not in load(page).text
