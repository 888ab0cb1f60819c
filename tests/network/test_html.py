"""The HTML page: no request, no script but its own, nothing of a text that becomes markup."""

import base64
import gzip
import hashlib
import io
import json
import re
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any

import pytest
from tests.network import sample
from tests.network.made import network

from regraph import resources
from regraph.network import build, viewer, write
from regraph.network.formats import Options
from regraph.network.formats.html import data_block, json_in_html, page_data


class Reader(HTMLParser):
    """What a browser would see of the page."""

    def __init__(self) -> None:
        super().__init__()
        self.scripts: list[tuple[dict[str, str | None], str]] = []
        self.styles: list[str] = []
        self.loads: list[str] = []
        self.policy = ""
        self.title = ""
        self._open = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._open = tag
        known = dict(attrs)
        self.loads += [f"{tag} {name}={value}" for name, value in attrs if name in {"src", "href", "srcset", "style"}]
        self.loads += [f"{tag} {name}" for name, _ in attrs if name.startswith("on")]
        if tag == "script":
            self.scripts.append((known, ""))
        if known.get("http-equiv") == "Content-Security-Policy":
            self.policy = known["content"] or ""

    def handle_endtag(self, _: str) -> None:
        self._open = ""

    def handle_data(self, data: str) -> None:
        if self._open == "script":
            self.scripts[-1] = (self.scripts[-1][0], self.scripts[-1][1] + data)
        elif self._open == "style":
            self.styles.append(data)
        elif self._open == "title":
            self.title += data


@pytest.fixture(scope="module")
def page() -> str:
    out = io.BytesIO()
    write(build(sample.store()), "html", out, Options(title="A </title><script>alert(3)</script> %DATA%"))
    return out.getvalue().decode()


@pytest.fixture(scope="module")
def read(page: str) -> Reader:
    reader = Reader()
    reader.feed(page)
    return reader


def test_nothing_is_loaded_from_anywhere(read: Reader) -> None:
    assert read.loads == []
    assert not re.search(r"@import|url\(|https?:", "".join(read.styles))


@pytest.mark.parametrize("script", [viewer.script, viewer.plain_script])
def test_the_scripts_ask_nobody_and_make_no_markup_of_text(script: Callable[[], str]) -> None:
    forbidden = r"\bfetch\b|XMLHttpRequest|WebSocket|\bimport\(\W|sendBeacon|\beval\(|innerHTML|document\.write"
    assert not re.search(forbidden, script())


def test_the_plain_script_is_one_whole_module() -> None:
    """Where the bundle was not built, the readable parts do the same, with a canvas alone."""
    script = viewer.plain_script()
    assert "sigma" not in script.partition("\n")[2].lower()
    assert not re.search(r"^(import|export (?!\{))", script, re.MULTILINE)
    names = re.findall(r"^(?:const|class|(?:async )?function) (\w+)", script, re.MULTILINE)
    assert len(names) == len(set(names))  # one scope holds them all


def test_without_a_bundle_the_page_is_the_plain_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resources, "has_bundle", lambda: False)
    out = io.BytesIO()
    write(build(sample.store()), "html", out, Options())
    assert viewer.plain_script() in out.getvalue().decode()


def test_the_policy_forbids_requests_and_knows_script_and_style_by_hash(read: Reader) -> None:
    def known(text: str) -> str:
        return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"

    rules = dict(rule.strip().split(" ", 1) for rule in read.policy.split(";"))
    assert rules["default-src"] == "'none'"
    assert rules["script-src"] == known(read.scripts[1][1])
    assert rules["style-src"] == known(read.styles[0])


def test_hostile_text_adds_no_element(page: str, read: Reader) -> None:
    assert [attributes.get("type") for attributes, _ in read.scripts] == ["application/json", "module"]
    assert read.title == "A </title><script>alert(3)</script> %DATA%"
    assert "<script>alert" not in page


def test_the_data_come_through_unharmed(read: Reader) -> None:
    data = json.loads(read.scripts[0][1])
    assert sample.HOSTILE in {row[1] for row in data["evidence"]}
    assert sample.CHIPS.label in {row[4] for row in data["edges"]}
    assert "Talks </title><script>alert(2)</script>" in {one["title"] for one in data["documents"]}


@pytest.mark.parametrize("text", ["</script>", "<!--", "<script", "]]>", "\u2028", "&lt;", "%SCRIPT%"])
def test_json_in_html_cannot_end_its_element(text: str) -> None:
    written = json_in_html([text])
    assert json.loads(written) == [text]
    assert not set(written) & set("<>&\u2028\u2029")


def test_every_edge_is_drawn_once(read: Reader) -> None:
    data = json.loads(read.scripts[0][1])
    drawn = sorted(number for _, numbers in data["bundles"] for number in numbers)
    assert drawn == list(range(len(data["edges"])))


def test_large_data_are_packed_and_come_back() -> None:
    data = page_data(network(300))
    text, packed = data_block(data)
    assert packed
    assert len(text) < 0.5 * len(json_in_html(data))
    assert json.loads(gzip.decompress(base64.b64decode(text))) == json.loads(json.dumps(data))


def test_long_quotes_are_cut_only_where_the_page_would_be_too_large() -> None:
    graph: Any = build(sample.store())
    for _, _, edge in graph.edges(data=True):
        long = [{**one, "quote": "x" * 20_000} for one in edge["evidence"]] * 9
        edge["evidence"] = [{**one, "start": number} for number, one in enumerate(long)]
    quotes = [row[1] for row in page_data(graph)["evidence"]]
    assert sum(map(len, quotes)) < 420_000
    assert all(quote.endswith("…") for quote in quotes)


def test_a_table_stands_in_where_scripts_are_off(page: str) -> None:
    table = page.partition("<noscript>")[2].partition("</noscript>")[0]
    assert "Geneva deal" in table
    assert "&lt;/script&gt;" in table
