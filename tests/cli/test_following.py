"""`regraph timeline`, `diff`, `watch` and `check` on a made-up world: each form, each exit code."""

import json
from pathlib import Path

import feedparser
import pytest

from tests import made_world
from tests.cli.conftest import Run


@pytest.fixture
def world(run: Run, tmp_path: Path) -> Run:
    """Return `run` on a store that holds the made-up world."""
    assert run("add", *made_world.files(tmp_path)).code == 0
    return run


def test_the_command_writes_each_form(world: Run, tmp_path: Path) -> None:
    asked = ("timeline", "nickel", "--on", "2025-03-01")
    assert world(*asked).out.splitlines()[0].split("\t")[:4] == ["label", "only_for", "role", "from"]
    found = json.loads(world(*asked, "--json", "--from", "2024-06", "--to", "2025").out)
    assert (found["from"], found["to"], found["label"]) == ("2024-06-01", "2025-12-31", "nickel")
    for ending in ("svg", "html", "json"):
        assert world(*asked, "-o", tmp_path / f"t.{ending}").code == 0
        assert (tmp_path / f"t.{ending}").stat().st_size > 1000
    assert world(*asked, "-o", tmp_path / "t.png").code == 2
    assert world(*asked, "--from", "someday").code == 2
    assert world("timeline", "unobtainium").code == 3
    assert world("timeline", "nickel", "--known-by", "2020").code == 3


def test_the_command_compares_either_way(world: Run) -> None:
    found = json.loads(world("diff", "--on", "2024-08-01", "2024-10-15", "--json").out)
    assert (found["compared"], found["first"], found["last"]) == ("world", "2024-08-01", "2024-10-15")
    assert [one["after"]["status"] for one in found["differences"]] == ["suspended", "announced"]
    quotes = [one["quote"] for one in found["differences"][0]["evidence"]]
    assert any("2024-09-01" in quote for quote in quotes)
    known = json.loads(world("diff", "--known-by", "2024-08-31", "2024-09-30", "--on", "2024-10-15", "--json").out)
    assert (known["compared"], known["on"]) == ("knowledge", "2024-10-15")
    assert len(known["differences"]) == 1
    alike = world("diff", "--on", "2024-08-01..2024-10-15", "--json")
    assert json.loads(alike.out) == found
    header, *rows = world("diff", "--on", "2024-08-01", "2024-10-15").out.splitlines()
    assert header.split("\t")[:4] == ["day", "label", "before", "after"]
    assert len(rows) == 2


def test_filters_narrow_it(world: Run) -> None:
    days = ("--on", "2024-01-01", "2025-06-01", "--json")
    measures = {
        name: {one["measure"].rpartition("/")[2] for one in json.loads(world("diff", *days, *name).out)["differences"]}
        for name in (("--material", "tin"), ("--actor", "US"), ("--actor", "ID", "--material", "cobalt"))
    }
    assert list(measures.values()) == [{"tin-ban"}, {"tin-ban"}, {"nickel-licence"}]


@pytest.mark.parametrize(
    ("days", "code"),
    [
        ((), 2),
        (("--on", "2024-01-01"), 2),
        (("--on", "2024-01-01", "2024-02-01", "--known-by", "2024-01-01", "2024-02-01"), 2),
        (("--on", "2024-02-01", "2024-01-01"), 2),
        (("--on", "2024-02-01", "soon"), 2),
        (("--on", "2020-01-01", "2020-02-01"), 3),
        (("--known-by", "2020-01-01", "2020-02-01"), 3),
    ],
)
def test_what_makes_no_sense_or_nothing_ends_with_its_code(world: Run, days: tuple[str, ...], code: int) -> None:
    outcome = world("diff", *days)
    assert outcome.code == code, outcome.err
    assert outcome.err.startswith("regraph: ")


def test_the_command_prints_each_form_and_nothing_is_no_failure(world: Run, tmp_path: Path) -> None:
    assert world("watch", "--since", "2024-09").out.startswith("# What is new since 2024-09-01\n")
    assert json.loads(world("watch", "--since", "2024-09-01", "--format", "json").out)["updated"] == "2024-10-01"
    feed = tmp_path / "news.atom"
    assert world("watch", "--since", "2024-09-01", "--format", "atom", "-o", feed).code == 0
    assert not feedparser.parse(feed.read_bytes()).bozo
    nothing = world("watch", "--since", "2030-01-01")
    assert nothing.code == 0
    assert "Nothing." in nothing.out
    assert world("watch", "--since", "2024-09-01", "--format", "rss").code == 2


def test_check_is_a_report_and_ends_well(world: Run) -> None:
    found = json.loads(world("check", "--on", "2025-03-01", "--json").out)
    (lapsed,) = [one for one in found if one["rule"] == "lapsed-term"]
    assert lapsed["settle"].startswith("regraph add ")
    assert "regraph explain nickel-licence --on 2025-03-01" in lapsed["settle"]
    only = world("check", "--on", "2025-03-01", "--rule", "lapsed-term")
    assert only.code == 0
    assert only.out.splitlines()[0].split("\t") == ["rule", "label", "detail", "settle", "thing"]
    assert len(only.out.splitlines()) == 2
    assert world("check", "--on", "2024-12-01", "--rule", "lapsed-term", "--json").out == "[]\n"
    assert world("check", "--rule", "nothing").code == 3
