"""Invented sentences and the claims they make, with near misses that make none."""

import itertools
import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from regraph import passages
from regraph.extract import explain, extract
from regraph.model import Document

CASES = Path(__file__).parent.parent / "cases" / "articles"


def document(text: str, published: str | None = "2025-10-20") -> Document:
    return Document(id="0" * 16, text=text, name="t.txt", sha256="", published=published)


def claims(text: str, published: str | None = "2025-10-20") -> list[dict[str, Any]]:
    made = document("A short report on trade\n\n" + text, published)
    return [claim.to_json() for claim in extract(made, passages.split(made), words=False)]


def has(found: list[dict[str, Any]], expected: dict[str, Any]) -> bool:
    return any(all(claim.get(field) == value for field, value in expected.items()) for claim in found)


MEASURES = [
    # verb and object
    ("Indonesia has banned exports of nickel ore.", {"action": "introduced", "kind": "export_ban", "imposer": ["ID"]}),
    (
        "Exports of cobalt were halted by Congo for six months.",
        {"action": "introduced", "kind": "export_ban", "duration": "P6M"},
    ),
    (
        "Chile imposed a quota on lithium exports on 3 March 2025.",
        {"action": "introduced", "kind": "export_quota", "date": "2025-03-03"},
    ),
    ("Zambia lifted its ban on exports of copper scrap.", {"action": "lifted", "kind": "export_ban"}),
    (
        "China suspended its export controls on graphite until 1 May 2026.",
        {"action": "suspended", "until": "2026-05-01"},
    ),
    ("Malaysia extended its ban on rare earth exports.", {"action": "extended", "kind": "export_ban"}),
    (
        "Brazil delayed the entry into force of its export tax on niobium.",
        {"action": "postponed", "kind": "export_tax"},
    ),
    (
        "The United States raised tariffs on Chinese graphite from 25% to 50%.",
        {"action": "expanded", "rate_from": 25, "rate_to": 50, "target": ["CN"]},
    ),
    ("India cut its export duty on iron ore.", {"action": "eased", "kind": "export_tax"}),
    (
        "The European Union opened an anti-dumping investigation into Chinese titanium dioxide.",
        {"action": "introduced", "kind": "investigation"},
    ),
    (
        "China added 12 American companies to its unreliable entity list.",
        {"kind": "entity_listing", "count": {"companies": 12}, "target": ["US"]},
    ),
    (
        "Vietnam's curbs on exports of rare earth ore remain in force.",
        {"action": "maintained", "imposer": ["VN"], "date": "2025-10-20"},
    ),
    (
        "Exporters of antimony must obtain a licence from China's commerce ministry.",
        {"kind": "export_licensing", "materials": ["antimony"]},
    ),
    ("China put gallium under export licensing.", {"kind": "export_licensing", "materials": ["gallium"]}),
    # constructions
    ("Gabon will forbid exports of manganese ore from 1 January 2029.", {"action": "introduced", "date": "2029-01-01"}),
    ("Guinea ordered miners to stop exports of bauxite.", {"kind": "export_ban", "imposer": ["GN"]}),
    ("The lifting of Zimbabwe's ban on lithium exports surprised traders.", {"action": "lifted", "imposer": ["ZW"]}),
    (
        "The tariffs that Canada imposed on Chinese steel on 1 August 2025 hurt mills.",
        {"action": "introduced", "imposer": ["CA"], "date": "2025-08-01"},
    ),
    (
        "Russia has not lifted its ban on uranium exports to the United States.",
        {"action": "maintained", "imposer": ["RU"]},
    ),
    # moods
    ("Tanzania is considering a ban on exports of raw gold.", {"modality": "expected", "imposer": ["TZ"]}),
    ("A bill in the Philippines would ban exports of nickel ore.", {"modality": "expected", "kind": "export_ban"}),
    ("If talks fail, China will ban exports of tungsten.", {"modality": "threatened"}),
]


@pytest.mark.parametrize(("text", "expected"), MEASURES)
def test_a_measure(text: str, expected: dict[str, Any]) -> None:
    found = claims(text)
    assert has(found, {"type": "measure", **expected}), found


OTHERS = [
    (
        "China agreed to suspend its export controls on graphite.",
        {"type": "commitment", "action": "suspend", "promisor": ["CN"]},
    ),
    (
        "Japan promised not to impose tariffs on American cars.",
        {"type": "commitment", "action": "refrain", "promisor": ["JP"]},
    ),
    (
        "China banned exports of gallium and pledged to buy 5 million tons of soybeans.",
        {"type": "commitment", "action": "purchase"},
    ),
    (
        "China's ban on gallium exports stays in place. Japan and India signed an agreement on 4 May 2025.",
        {"type": "agreement", "parties": ["IN", "JP"], "date": "2025-05-04"},
    ),
    (
        "China granted two export licences for gallium to Ford.",
        {"type": "licence", "action": "granted", "issuer": ["CN"]},
    ),
    (
        "Congo accounted for 76% of the world's cobalt production last year.",
        {"type": "statistic", "indicator": "production_share", "subject": ["CD"], "value": 76},
    ),
    (
        "Chile exported 240,000 tonnes of lithium carbonate in 2024.",
        {"type": "statistic", "indicator": "export_volume", "value": 240000, "unit": "t"},
    ),
]


@pytest.mark.parametrize(("text", "expected"), OTHERS)
def test_other_claims(text: str, expected: dict[str, Any]) -> None:
    found = claims("Beijing restricts exports of gallium.\n\n" + text)
    assert has(found, expected), found


@pytest.mark.parametrize(
    "text",
    [
        "Without the ban, China would have lifted its export quota on tungsten.",  # counterfactual
        "Indonesia has no intention of lifting its ban on nickel exports.",
        "Huayou halted exports of lithium from its own warehouse.",  # a firm, not a state
        "The coach lifted the ban on phones in the dressing room.",
        "The city council banned cars from the centre and raised parking fees.",
        "Doctors suspended the trial and extended the review.",
        "Officials spoke of price controls and border controls.",
    ],
)
def test_near_misses_make_no_measure(text: str) -> None:
    told = [claim for claim in claims(text) if claim["type"] == "measure" and claim.get("modality", "fact") == "fact"]
    assert not [claim for claim in told if claim["action"] in ("lifted", "introduced", "suspended", "extended")], told


@pytest.mark.parametrize("path", sorted((CASES / "negative").glob("*.txt")), ids=lambda path: path.stem)
def test_an_article_on_something_else_makes_no_claim(path: Path) -> None:
    made = document(path.read_text(encoding="utf-8"))
    assert extract(made, passages.split(made)) == ()


def test_explain_tells_trigger_frame_and_the_rule_of_each_field() -> None:
    made = document("A report\n\nIndonesia banned exports of nickel ore in May 2025.")
    why = explain(made, passages.split(made))[0]
    assert why["frame"] == "measure/ban-export"
    assert why["trigger"] == "banned"
    assert set(why["fields"]) >= {"action", "imposer", "materials", "date"}
    assert "bias" in why["confidence"]


def test_the_same_text_gives_the_same_claims() -> None:
    made = document((CASES / "dev" / "02-congo-cobalt-quotas.txt").read_text(encoding="utf-8"))
    parts = passages.split(made)
    first = extract(made, parts)
    assert first
    assert first == extract(made, parts)
    assert list(first) == sorted(first, key=lambda claim: (claim.start, claim.end, claim.type, claim.id))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=400))
def test_no_text_breaks_it(text: str) -> None:
    made = document(text, None)
    extract(made, passages.split(made))


def test_mutated_articles_do_not_break_it() -> None:
    """Words dropped, doubled, swapped and cut: what pages do to sentences."""
    dice = random.Random(7)  # noqa: S311 - a fixed shuffle, no secret
    for path in itertools.islice(sorted((CASES / "dev").glob("*.txt")), 6):
        words = path.read_text(encoding="utf-8").split(" ")
        for _ in range(6):
            cut = [word for word in words if dice.random() > 0.2]
            for _ in range(len(cut) // 8):
                place = dice.randrange(len(cut))
                cut[place] = dice.choice([cut[place][::-1], cut[place] * 2, dice.choice(words), "—", ",", "%", "to"])
            made = document(" ".join(cut))
            for claim in extract(made, passages.split(made)):
                assert 0 <= claim.start < claim.end <= len(made.text)
                assert 0.0 <= claim.confidence <= 1.0
