"""Bars and their pictures: right spans, right days, text that is safe, read without colour, no unknown day shown."""

import datetime as dt
import io
import json
import re
from itertools import groupby
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from rich.console import Console

from regraph import ids, pipeline
from regraph.cli import charting, output
from regraph.store import Store
from regraph.timeline import Timeline, bars_of, timeline
from regraph.timeline.bars import END_OF_TIME, Bar, Span
from regraph.timeline.html import html
from regraph.timeline.scale import runs, ticks
from regraph.timeline.svg import svg
from tests import made_world

ON = dt.date(2025, 3, 1)
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return made_world.store(tmp_path_factory.mktemp("world"))


def told(store: Store, iri: str, **more: object) -> Timeline:
    return timeline(store, iri, on=ON, **more)  # type: ignore[arg-type]


def test_a_bar_tells_every_status_of_a_measure(store: Store) -> None:
    (bar,) = told(store, ids.material_iri("nickel")).bars
    assert (bar.name, bar.role, bar.only_for) == ("nickel-licence", "named", ())
    found = [(run.status, str(run.first), str(run.end)) for run in runs(bar, dt.date(2024, 1, 1), ON)]
    by_status = [status for status, _ in groupby(found, key=lambda one: one[0])]
    assert by_status == ["announced", "in_force", "suspended", "in_force"]
    assert found[0][1] == "2024-05-01"
    assert bar.on(dt.date(2024, 12, 31)).status == "suspended"  # type: ignore[union-attr]
    assert bar.on(dt.date(2025, 1, 1)).certainty == "possible"  # type: ignore[union-attr]
    assert bar.on(dt.date(2024, 4, 30)) is None


def test_what_was_not_known_is_not_drawn(store: Store) -> None:
    (bar,) = told(store, ids.material_iri("nickel"), known_by=dt.date(2024, 8, 31)).bars
    assert {span.status for span in bar.spans} == {"announced", "in_force"}
    assert told(store, ids.material_iri("nickel"), known_by=dt.date(2024, 4, 30)).bars == ()


def test_an_actor_has_what_it_imposes_and_what_it_is_the_target_of(store: Store) -> None:
    assert {bar.role for bar in told(store, ids.actor_iri("ID")).bars} == {"imposes"}
    (bar,) = told(store, ids.actor_iri("US")).bars
    assert (bar.name, bar.role) == ("tin-ban", "aimed at")
    assert len(bars_of(store)) == 2


def test_the_window_hides_what_lies_outside(store: Store) -> None:
    window = (None, dt.date(2024, 9, 15))
    assert [bar.name for bar in told(store, ids.actor_iri("ID"), window=window).bars] == ["nickel-licence"]
    found = told(store, ids.actor_iri("ID"))
    assert found.first < dt.date(2024, 5, 1)
    assert found.last > ON


def test_the_svg_is_safe_accessible_and_the_same_each_time(store: Store) -> None:
    found = told(store, ids.actor_iri("ID"))
    text = svg(found)
    assert text == svg(told(store, ids.actor_iri("ID")))
    root = ET.fromstring(text)  # noqa: S314 - our own output
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == "title desc"
    title, desc = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert title is not None
    assert desc is not None
    assert "in force, presumed" in str(desc.text)
    assert not list(root.iter(f"{SVG}script"))
    words = ["".join(one.itertext()) for one in root.iter(f"{SVG}text")]
    assert any(made_world.HOSTILE in one for one in words)
    assert {"announced", "in force", "suspended", "ended", "certain", "presumed", "possible", "contested"} <= set(words)
    assert str(ON) in words
    tips = [one.text or "" for one in root.iter(f"{SVG}title")]
    assert any(one.startswith("2024-09-01/2024-12-31: suspended, certain") for one in tips)


def test_the_page_has_no_script_and_every_phase_in_words(store: Store) -> None:
    page = html(told(store, ids.material_iri("nickel")))
    assert "<script" not in page
    assert "default-src 'none'" in page
    assert page.count("<tr>") == 1 + len(told(store, ids.material_iri("nickel")).bars[0].spans)
    assert not re.search(r'(?:src|href)="http', page)


def chart(found: Timeline, width: int, monkeypatch: pytest.MonkeyPatch, *, colour: bool = False) -> str:
    out = io.StringIO()
    made = Console(file=out, width=width, force_terminal=colour, no_color=not colour, markup=False, highlight=False)
    monkeypatch.setattr(output, "console", lambda: made)
    charting.print_timeline(found)
    return out.getvalue()


@pytest.mark.parametrize("width", [40, 80, 120])
def test_the_chart_fits_the_terminal_and_reads_without_colour(
    store: Store, width: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = chart(told(store, ids.material_iri("nickel")), width, monkeypatch)
    lines = text.splitlines()
    cells = next(line for line in lines if "S█" in line)
    assert max(map(len, lines[2:-2])) <= width
    assert re.search(r"A[A█]*F[F█]*S[S█]*F[F░]*$", cells)
    assert len(cells) == width
    assert "\x1b[" not in text
    assert "F in force" in text
    assert lines[lines.index(cells) - 1].endswith("in force, possible")
    assert "\x1b[" in chart(told(store, ids.material_iri("nickel")), width, monkeypatch, colour=True)


def test_ticks_never_crowd() -> None:
    for days in (30, 400, 4000, 40000):
        last = dt.date(1990, 1, 1) + dt.timedelta(days=days)
        assert 1 <= len(ticks(dt.date(1990, 1, 1), last, 6)) <= 6


def test_a_day_that_no_source_tells_is_never_drawn(tmp_path: Path) -> None:
    article = tmp_path / "undated.txt"
    article.write_text(made_world.UNDATED, encoding="utf-8")
    made = Store.memory()
    assert pipeline.ingest(made, [article]).added[0].claims
    found = told(made, ids.actor_iri("CN"))
    assert found.bars
    assert found.first.year > 2000
    assert all(span.start is None for bar in found.bars for span in bar.spans[:1])
    assert "0001-" not in json.dumps(found.to_json()) + svg(found) + html(found)


@pytest.mark.parametrize("day", range(1, 120, 7))
def test_no_word_in_a_bar_crosses_the_line_of_the_marked_day(day: int) -> None:
    first = dt.date(2025, 1, 1)
    on = first + dt.timedelta(days=day)
    spans = tuple(
        Span(
            start=first + dt.timedelta(days=start), end=first + dt.timedelta(days=end), status=status,
            certainty="certain", reason="", since=None, due=None, last_evidence=None, phase="p",
        )
        for start, end, status in ((5, 30, "announced"), (30, 31, "in_force"), (31, 110, "suspended"))
    )  # fmt: skip
    bar = Bar(measure="https://w3id.org/regraph/id/measure/m", label="Licences", spans=spans)
    last = first + dt.timedelta(days=120)
    picture = svg(Timeline(iri="i", label="tin", on=on, known_by=END_OF_TIME, first=first, last=last, bars=(bar,)))
    line = float(re.findall(r'd="M([\d.]+) [^"]*" stroke="#c4122f"', picture)[0])
    words = re.findall(
        r'<text x="([\d.]+)"[^>]*font-size="11"[^>]*>(announced|suspended|in force|[AFS])</text>', picture
    )
    assert words
    for x, word in words:
        assert line < float(x) or line > float(x) + len(word) * 6.2
