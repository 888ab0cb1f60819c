"""Sentences of news in, the meetings that they tell of out; near misses stand beside hits."""

import pytest
from tests.extract.sentences import claims_of, lacking

BEFORE = "China banned exports of gallium to Japan on 1 April 2025."

MEETINGS = [
    (
        "Wang Wentao met Gina Raimondo in San Francisco on Thursday.",
        {"kind": "talks", "participants": ["wang-wentao", "gina-raimondo"], "date": "2025-06-05"},
    ),
    (
        "Scott Bessent and He Lifeng held talks in Geneva on May 10.",
        {"kind": "talks", "place": "geneva", "date": "2025-05-10"},
    ),
    (
        "Trump and Xi spoke by phone on June 5.",
        {"kind": "call", "participants": ["donald-trump", "xi-jinping"], "date": "2025-06-05"},
    ),
    (
        "Officials from China and the European Union held a video call on Monday.",
        {"kind": "call", "participants": ["CN", "EU"]},
    ),
    (
        "Donald Trump will meet Xi Jinping in South Korea.",
        {"kind": "summit", "participants": ["donald-trump", "xi-jinping"]},
    ),
    (
        "Narendra Modi visited Beijing in May.",
        {"kind": "visit", "participants": ["narendra-modi", "CN"], "date": "2025-05"},
    ),
    (
        "The truce that presidents Donald Trump and Xi Jinping reached in Busan holds.",
        {"kind": "summit", "place": "busan"},
    ),
    ("India and the United States are negotiating.", {"kind": "talks", "participants": ["IN", "US"]}),
]

NO_MEETINGS = [
    "The company called on the government to act.",
    "Output met demand.",
    "The finance minister told a board meeting that prices would rise.",
    "Ministers called for calm.",
    "Japan asked China for talks.",
    "Xi Jinping did not meet Donald Trump.",
]


@pytest.mark.parametrize(("text", "wanted"), MEETINGS)
def test_meetings_are_told(text: str, wanted: dict[str, object]) -> None:
    found = claims_of(text, "meeting", BEFORE)
    assert any(not lacking(claim, wanted) for claim in found), found


@pytest.mark.parametrize("text", NO_MEETINGS)
def test_other_senses_are_none(text: str) -> None:
    assert claims_of(text, "meeting", BEFORE) == []


def test_the_two_are_those_of_the_meeting_before() -> None:
    text = "Doug Ford had a phone call with Howard Lutnick on Monday. The two are to meet in Washington on Thursday."
    kinds = {claim["kind"]: claim["participants"] for claim in claims_of(text, "meeting", BEFORE)}
    assert kinds == {"call": ["doug-ford", "howard-lutnick"], "talks": ["doug-ford", "howard-lutnick"]}
