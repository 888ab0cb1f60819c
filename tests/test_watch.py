"""The change list: complete, the same for the same store, valid Atom, safe Markdown."""

import datetime as dt
from pathlib import Path

import feedparser
import pytest

from regraph import pipeline
from regraph.model import Document, Measure, Phase
from regraph.rdf import document_quads, measure_quads
from regraph.store import Store
from regraph.timeline.feeds import FORMATS, atom, markdown
from regraph.timeline.news import KINDS, Item, News, news
from tests import made_world

DAY = dt.date(2024, 9, 1)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return made_world.store(tmp_path_factory.mktemp("world"))


@pytest.fixture(scope="module")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Store:
    place = tmp_path_factory.mktemp("seeds") / "store"
    pipeline.build(place, pipeline.default_seeds())
    return Store.open(place)


def short(found: News) -> list[tuple[str, str, str]]:
    return [(one.kind, str(one.day), one.thing.rpartition("/")[2]) for one in found.items if one.kind != "document"]


def test_it_lists_what_is_new_the_newest_first(store: Store) -> None:
    found = news(store, DAY)
    assert found.updated == dt.date(2024, 10, 1)
    assert short(found) == [
        ("status", "2024-10-01", "tin-ban"),
        ("measure", "2024-10-01", "tin-ban"),
        ("status", "2024-09-01", "nickel-licence"),
    ]
    assert [one.day for one in found.items if one.kind == "document"] == [dt.date(2024, 10, 1), DAY]
    assert short(news(store, dt.date(2024, 10, 2))) == []


def test_what_is_learned_late_of_earlier_days_is_told_as_learned() -> None:
    """A source of December tells that a licence was lifted in August: nothing changed in December but what is known."""
    made = Store.memory()
    licence = Measure(id="m", label="Licences", kind="export_licensing", imposers=("ID",))
    first, lifted, told = dt.date(2024, 5, 1), dt.date(2024, 8, 1), dt.date(2024, 12, 5)
    spans = (
        ("a", "in_force", first, None, first, told),
        ("b", "in_force", first, lifted, told, None),
        ("c", "ended", lifted, None, told, None),
    )
    phases = [
        Phase(
            id=name, measure_id="m", status=status, certainty="certain", reason="So it is.",
            valid_from=start, valid_until=end, known_from=known, known_until=forgotten, last_evidence=known,
        )
        for name, status, start, end, known, forgotten in spans
    ]  # fmt: skip
    document = Document(id="0" * 16, text="Tin.", name="late.txt", sha256="0" * 64, published="2024-12-05")
    made.apply([*measure_quads(licence, [], phases), *document_quads(document, [], [])])
    assert short(news(made, dt.date(2024, 12, 1))) == [("learned", "2024-12-05", "m")]
    assert short(news(made, dt.date(2024, 7, 1))) == [("status", "2024-08-01", "m")]
    assert short(news(made, dt.date(2024, 12, 6))) == []


def test_all_kinds_come_from_the_seeds(seeded: Store) -> None:
    found = news(seeded, dt.date(2025, 4, 1))
    assert {one.kind for one in found.items} >= set(KINDS) - {"learned"}
    assert len({one.id for one in found.items}) == len(found.items)
    kept = [one for one in found.items if one.kind == "promise"]
    assert all("after the promise of" in one.detail for one in kept)


@pytest.mark.parametrize("form", list(FORMATS))
def test_equal_stores_give_equal_bytes(store: Store, form: str, tmp_path: Path) -> None:
    assert FORMATS[form](news(store, DAY)) == FORMATS[form](news(made_world.store(tmp_path), DAY))


def test_the_feed_is_valid_and_safe(store: Store) -> None:
    parsed = feedparser.parse(atom(news(store, DAY)))
    assert not parsed.bozo
    assert parsed.version == "atom10"
    assert parsed.feed.updated == "2024-10-01T00:00:00Z"
    assert parsed.feed.author == "regraph"
    assert len(parsed.entries) == len(news(store, DAY).items)
    assert len({one.id for one in parsed.entries}) == len(parsed.entries)
    assert all(one.updated and one.link and one.content for one in parsed.entries)
    assert "<script>" not in atom(news(store, DAY))


@pytest.mark.parametrize("link", ["javascript:alert(1)", 'http://x" onload="y', "http://x/a b", ""])
def test_a_link_that_is_none_is_not_followed(link: str) -> None:
    item = Item(kind="document", day=DAY, thing="https://w3id.org/x", title="a\x1b[31m*b*", detail="c\nd", link=link)
    made = News(since=DAY, updated=DAY, items=(item,))
    assert "(<" not in markdown(made)
    assert "\x1b" not in markdown(made) + atom(made)
    assert r"**a \[31m\*b\***: c d" in markdown(made)
    assert feedparser.parse(atom(made)).entries[0].link == "https://w3id.org/x"
