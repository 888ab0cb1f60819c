"""Sentences of news in, the promises that they tell out; near misses stand beside hits."""

import pytest
from tests.extract.sentences import claims_of, lacking

BAN = "China banned exports of gallium to Japan on 1 April 2025."

PROMISES = [
    (
        "China agreed to resume exports of rare earths to the United States.",
        {"action": "supply", "promisor": ["CN"], "beneficiary": ["US"]},
    ),
    (
        "In return, the United States will lower its tariffs on Chinese goods.",
        {"action": "ease", "kind": "tariff", "promisor": ["US"]},
    ),
    ("As part of the deal, Korea will buy $100 billion of energy.", {"action": "purchase", "promisor": ["KR"]}),
    (
        "Trump said China would begin buying soybeans immediately.",
        {"action": "purchase", "promisor": ["CN"], "items": ["soybeans"], "speaker": ["donald-trump"]},
    ),
    (
        "Trump said Canada would scrap its tariff on steel.",
        {"action": "lift", "kind": "tariff", "promisor": ["CA"], "speaker": ["donald-trump"]},
    ),
    ("Trump said that India had agreed to stop buying Russian oil.", {"action": "refrain", "promisor": ["IN"]}),
    (
        "Malaysia vowed not to impose quotas on exports of rare earths to the United States.",
        {"action": "refrain", "kind": "export_quota", "promisor": ["MY"]},
    ),
    ("Japan pledged to answer requests within ten days.", {"action": "expedite", "promisor": ["JP"]}),
    ("The Japanese government promised compensation to farmers.", {"action": "other", "promisor": ["JP"]}),
    ("Japan said it would review the rule.", {"action": "other", "promisor": ["JP"]}),
    ("Japan said it would consider exemptions for civilian users.", {"action": "ease", "promisor": ["JP"]}),
    ("Beijing gave assurances that it would keep supplying magnets.", {"action": "supply", "promisor": ["CN"]}),
    ("Wang Wentao assured his German counterpart that civilian orders would be approved.", {"promisor": ["CN"]}),
    ("The EU will refrain from countermeasures, Maros Sefcovic said.", {"action": "refrain", "promisor": ["EU"]}),
]

NO_PROMISES = [
    "Analysts said China would buy more soybeans.",
    "Japan said the company would review its plans.",
    "The company promised its customers better service.",
    "Trump said he would impose a tariff on steel.",
    "Japan will review the harvest in autumn.",
    "Japan did not promise compensation.",
]


@pytest.mark.parametrize(("text", "wanted"), PROMISES)
def test_promise_is_told(text: str, wanted: dict[str, object]) -> None:
    found = claims_of(text, "commitment", BAN)
    assert any(not lacking(claim, wanted) for claim in found), found


@pytest.mark.parametrize("text", NO_PROMISES)
def test_other_news_is_no_promise(text: str) -> None:
    assert claims_of(text, "commitment", BAN) == []


def test_promise_that_acts_on_no_measure_takes_no_goods_from_one() -> None:
    (claim,) = claims_of("The government promised compensation to farmers.", "commitment", BAN)
    assert not {"materials", "kind"} & set(claim)
