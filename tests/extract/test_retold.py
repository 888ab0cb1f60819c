"""When two drafts of one label are one claim."""

from typing import Any

import pytest

from regraph.extract import retold
from regraph.extract.draft import Draft

TEXT = "Gabon bans raw manganese exports. " * 40


def ban(sentence: int, **values: Any) -> Draft:
    start = 34 * sentence
    told = {"action": "introduced", "kind": "export_ban", "imposer": ["GA"], "materials": ["manganese"]} | values
    return Draft("measure", sentence, "body", start, start + 33, "measure/ban", "ban", values=told)


@pytest.fixture
def by_likeness(monkeypatch: pytest.MonkeyPatch) -> None:
    """Join what has all fields in common, or nearly."""
    monkeypatch.setattr(retold, "weights", lambda: {"bias": -7.0, "alike": 10.0})


def test_fields_in_common_and_apart_are_told() -> None:
    first = retold.told(ban(0, date="2025-05", target=["CN"]), 0.9, TEXT)
    second = retold.told(ban(3, date="2025-06", duration="P1Y"), 0.4, TEXT)
    found = retold.features(first, second)
    assert {
        "goods same",
        "measure imposer same",
        "date apart",
        "target of the earlier",
        "duration of the later",
    } <= set(found)
    assert {"gap 3", "roles body body", "words 9"} <= set(found)
    assert found["surer"] > found["less sure"]
    assert found["alike"] == pytest.approx(
        (2 + 3) / (2 + 4 + 1)
    )  # kind, imposer, goods of four told by both; two by one


def test_a_ministry_and_its_state_are_the_same() -> None:
    ours, theirs = (retold.told(ban(0, imposer=[who]), 0.5, TEXT) for who in ("GA", "GA/mines-ministry"))
    assert "imposer same" in retold.features(ours, theirs)


@pytest.mark.usefixtures("by_likeness")
def test_the_surer_one_stays_and_takes_what_it_lacks() -> None:
    vague, clear = ban(0, target=["CN"]), ban(2, date="2025-05-31")
    assert retold.joined([(vague, 0.4), (clear, 0.9)], TEXT) == [clear]
    assert clear.values["target"] == ["CN"]
    assert clear.fills["target"].endswith("(told again)")
    assert clear.again == pytest.approx(0.4)


def test_acts_of_others_and_on_other_goods_are_never_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retold, "weights", lambda: {"bias": 9.0})  # whatever is compared is one
    drafts = [ban(0), ban(2, imposer=["ZW"]), ban(4, materials=["chromium"]), ban(6, imposer=["ZW"], materials=["tin"])]
    assert retold.joined([(draft, 0.5) for draft in drafts], TEXT) == drafts
    assert len(retold.joined([(ban(0), 0.5), (ban(1, materials=["manganese", "tin"]), 0.5)], TEXT)) == 1


@pytest.mark.usefixtures("by_likeness")
def test_goods_are_not_mixed_and_other_labels_stay_apart() -> None:
    first, again = ban(0, items=["manganese-ore"], materials=[]), ban(1)
    lifted = ban(2, action="lifted")
    assert retold.joined([(first, 0.9), (lifted, 0.8)], TEXT) == [first, lifted]
    assert retold.joined([(again, 0.9), (ban(2, items=["ore"]), 0.8)], TEXT) == [again]
    assert "items" not in again.values


@pytest.mark.usefixtures("by_likeness")
def test_only_so_many_before_are_looked_at() -> None:
    others = [(ban(n, imposer=[f"X{n}"], materials=[f"metal-{n}"], date=f"20{n:02}"), 0.9) for n in range(1, 9)]
    first, last = ban(0), ban(20)
    assert retold.joined([(first, 0.9), (last, 0.9)], TEXT) == [first]
    assert retold.joined([(first, 0.9), *others, (last, 0.9)], TEXT)[-1] is last


def test_the_fitted_weights_join_a_retelling_and_keep_two_bans_apart() -> None:
    again = [(ban(0, date="2025-05"), 0.9), (ban(2, date="2025-05"), 0.6)]
    assert len(retold.joined(again, TEXT)) == 1
    two = [(ban(0, date="2023"), 0.9), (ban(9, imposer=["ZW"], materials=["lithium"], date="2022-12-20"), 0.9)]
    assert len(retold.joined(two, TEXT)) == 2
