"""The document level: references back, roles filled across sentences, repeats joined, headlines not counted twice."""

from typing import Any

import pytest

from regraph import passages
from regraph.extract import extract
from regraph.extract.alike import kinds_agree, same, unite
from regraph.extract.draft import Draft
from regraph.model import Document


def claims(text: str, kind: str = "measure") -> list[dict[str, Any]]:
    made = Document(id="0" * 16, text=text, name="t.txt", sha256="", published="2025-10-20")
    return [claim.to_json() for claim in extract(made, passages.split(made), words=False) if claim.type == kind]


def draft(**values: Any) -> Draft:
    return Draft("measure", 0, "body", 0, 5, "measure/ban-export", "banned", values={"action": "introduced", **values})


def test_the_same_claim_told_twice_is_one_with_the_union_of_its_fields() -> None:
    found = claims(
        "News of the day\n\nCongo banned exports of cobalt.\n\n"
        "The ban on cobalt exports, imposed by Congo on 22 February 2025, runs for four months."
    )
    introduced = [claim for claim in found if claim["action"] == "introduced"]
    assert len(introduced) == 1
    assert introduced[0]["date"] == "2025-02-22"


def test_a_headline_is_not_counted_twice() -> None:
    found = claims(
        "Zambia lifts ban on copper exports\n\nZambia has lifted its ban on exports of copper, a minister said."
    )
    assert [claim["action"] for claim in found].count("lifted") == 1


def test_the_ban_points_back_to_what_it_covers() -> None:
    found = claims(
        "A long headline about metals\n\nIndonesia banned exports of bauxite in June 2023. "
        "Two years later the government lifted the ban."
    )
    lifted = next(claim for claim in found if claim["action"] == "lifted")
    assert lifted["materials"] == ["bauxite"]
    assert lifted["imposer"] == ["ID"]
    assert lifted["kind"] == "export_ban"


def test_two_states_with_the_same_measure_are_two_claims() -> None:
    found = claims("Ores and bans\n\nMalawi banned exports of raw lithium. Zimbabwe banned exports of raw lithium too.")
    assert sorted(claim["imposer"] for claim in found if claim["action"] == "introduced") == [["MW"], ["ZW"]]


def test_what_cannot_be_traced_to_a_measure_is_left_out() -> None:
    assert not claims("A note\n\nChina limits exports of tin.\n\nThe club extended it until May.")[1:]


@pytest.mark.parametrize(
    ("a", "b", "agree"),
    [
        ("export_ban", "export_ban", True),
        ("export_control", "export_licensing", True),
        ("export_ban", "export_quota", False),
        ("tariff", "export_tax", False),
        ("other", "tariff", True),
    ],
)
def test_kinds(a: str, b: str, agree: bool) -> None:
    assert kinds_agree(a, b) is kinds_agree(b, a) is agree


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, True),
        ({"date": "2025-02"}, True),
        ({"imposer": ["CD/ARECOMS"]}, True),
        ({"imposer": ["ZM"]}, False),
        ({"materials": ["copper"]}, False),
        ({"action": "lifted"}, False),
        ({"target": ["CN"]}, True),
    ],
)
def test_when_two_drafts_say_the_same(change: dict[str, Any], expected: bool) -> None:
    base = {"kind": "export_ban", "imposer": ["CD"], "materials": ["cobalt"]}
    assert same(draft(**base), draft(**{**base, **change})) is expected


def test_uniting_keeps_the_finer_date_and_adds_what_is_new() -> None:
    one = draft(kind="export_control", imposer=["CD"], materials=["cobalt"], date="2025-02")
    unite(
        one, draft(kind="export_ban", imposer=["CD/ARECOMS"], materials=["cobalt"], date="2025-02-22", duration="P4M")
    )
    assert one.values["date"] == "2025-02-22"
    assert one.values["kind"] == "export_ban"
    assert one.values["duration"] == "P4M"
