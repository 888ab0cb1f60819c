"""Names as people write them: aliases in full, then cautious likeness, with near misses beside the hits."""

import pytest
from tests.resolve.story import reference

from regraph.resolve import resolve_measures, resolve_name
from regraph.resolve.coverage import groups

MEASURES = resolve_measures(reference(), groups()).measures


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("MOFCOM", "actor", "CN/MOFCOM"),
        ("Beijing", "actor", "CN"),
        ("United States", "actor", "US"),
        ("Samarium", "material", "samarium"),
        ("rare earths", "material", "rare-earths"),
        ("rare-earth elements", "material", "rare-earths"),
        ("Dy", "material", "dysprosium"),
        ("samarum", "material", "samarium"),
        ("disprosium", "material", "dysprosium"),
        ("germanum", "material", "germanium"),
        ("Announcement No. 18 of 2025", "measure", "cn-mofcom-2025-18"),
        ("cn-mofcom-2025-57", "measure", "cn-mofcom-2025-57"),
        ("Announcement No. 46 of 2024, article 2", "measure", "cn-mofcom-2024-46-art2"),
        ("Cobalt export quotas", "measure", "cd-arecoms-2025-4"),
    ],
)
def test_a_name_finds_its_thing(text: str, kind: str, expected: str) -> None:
    found = resolve_name(text, kind, MEASURES)
    assert found[0].id == expected
    assert found[0].reason
    assert 0 < found[0].score <= 1


@pytest.mark.parametrize("text", ["", "   ", "unobtainium", "xyzzy plugh", "Ty", "Ho hum"])
def test_nothing_near_is_nothing(text: str) -> None:
    assert resolve_name(text, "material") == []


def test_likeness_scores_less_than_a_known_name() -> None:
    assert resolve_name("samarum", "material")[0].score < resolve_name("samarium", "material")[0].score == 1.0


def test_erbium_is_not_terbium_nor_ytterbium() -> None:
    assert [one.id for one in resolve_name("erbium", "material")] == ["erbium"]
    assert [one.id for one in resolve_name("terbium", "material")] == ["terbium"]


def test_without_a_kind_all_tables_are_looked_at() -> None:
    assert {one.kind for one in resolve_name("cobalt", None, MEASURES)} >= {"material"}
    assert resolve_name("Trump")[0].kind == "actor"


def test_two_articles_of_one_act_are_both_offered() -> None:
    found = resolve_name("Announcement No. 46 of 2024", "measure", MEASURES)
    assert {one.id for one in found} >= {"cn-mofcom-2024-46-art1", "cn-mofcom-2024-46-art2"}
