"""What changed in the world between two days, and what was learned between two days."""

import datetime as dt

import pytest

from regraph.store import Store
from regraph.timeline import Difference, bars_of, learned, world
from tests import made_world


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return made_world.store(tmp_path_factory.mktemp("world"))


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def short(found: tuple[Difference, ...]) -> list[tuple[str, str, str, str]]:
    return [
        (
            str(one.day),
            one.measure.rpartition("/")[2],
            one.before.status if one.before else "-",
            one.after.status if one.after else "-",
        )
        for one in found
    ]


def test_the_world_changes_on_the_day_of_the_change(store: Store) -> None:
    bars = bars_of(store)
    assert short(world(bars, day("2024-05-01"), day("2024-09-01"))) == [
        ("2024-06-01", "nickel-licence", "announced", "in_force"),
        ("2024-09-01", "nickel-licence", "in_force", "suspended"),
    ]
    assert short(world(bars, day("2024-09-01"), day("2024-09-30"))) == []
    assert short(world(bars, day("2024-09-30"), day("2025-01-01"))) == [
        ("2024-10-01", "tin-ban", "-", "announced"),
        ("2024-11-01", "tin-ban", "announced", "in_force"),
        ("2025-01-01", "nickel-licence", "suspended", "in_force"),
    ]


def test_what_was_learned_is_about_one_day(store: Store) -> None:
    def between(first: str, last: str, on: str) -> list[tuple[str, str, str, str]]:
        return short(learned(bars_of(store, known_by=day(first)), bars_of(store, known_by=day(last)), day(on)))

    assert between("2024-08-31", "2024-09-30", "2024-10-15") == [("None", "nickel-licence", "in_force", "suspended")]
    assert between("2024-08-31", "2024-09-30", "2024-05-15") == []
    assert between("2024-04-30", "2024-05-01", "2024-10-15") == [("None", "nickel-licence", "-", "in_force")]
    assert between("2024-09-01", "2024-12-31", "2024-12-15") == [("None", "tin-ban", "-", "in_force")]
