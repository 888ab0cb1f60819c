"""Sentences of news in, the harms and statements that they tell out; near misses stand beside hits."""

import pytest
from tests.extract.sentences import claims_of, lacking

BAN = "China banned exports of gallium to Japan on 1 April 2025."

IMPACTS = [
    (
        "Ford shut a plant in Chicago for a week.",
        {"effect": "production_halt", "affected": ["ford"], "duration": "P1W"},
    ),
    (
        "Suzuki halted output of a small car on 26 May.",
        {"effect": "production_halt", "affected": ["suzuki"], "date": "2025-05-26"},
    ),
    ("Production at the works was suspended.", {"effect": "production_halt"}),
    ("European plants have already shut down.", {"effect": "production_halt", "affected": ["european-plants"]}),
    (
        "Carmakers are running out of gallium.",
        {"effect": "shortage", "affected": ["carmakers"], "materials": ["gallium"]},
    ),
    ("There is a shortage of gallium in Europe.", {"effect": "shortage", "materials": ["gallium"]}),
    ("European buyers are scrambling to secure gallium.", {"effect": "shortage", "affected": ["european-buyers"]}),
    ("Deliveries have been held up.", {"effect": "delay"}),
    ("Hundreds of trucks were stranded at the border.", {"effect": "delay"}),
    ("The price of gallium surged to a record.", {"effect": "price_rise", "materials": ["gallium"]}),
    ("The controls have driven up the price of gallium.", {"effect": "price_rise", "materials": ["gallium"]}),
    ("The news pushed gallium prices down.", {"effect": "price_fall", "materials": ["gallium"]}),
    ("Shares in Glencore fell 3% in London.", {"effect": "price_fall", "affected": ["glencore"]}),
    ("CMOC cut its output target by a third.", {"effect": "other", "affected": ["cmoc"]}),
    ("Glencore declared force majeure.", {"effect": "other", "affected": ["glencore"]}),
    ("Traders rushed to ship metal before the deadline.", {"effect": "other", "affected": ["traders"]}),
    ("The curbs have disrupted supply chains.", {"effect": "other", "materials": ["gallium"]}),
    ("BMW said it had cancelled orders.", {"effect": "other", "affected": ["bmw"]}),
    ("The metal has climbed to its highest level in a decade.", {"effect": "price_rise", "materials": ["gallium"]}),
    ("The price of gallium in Rotterdam climbs 30%.", {"effect": "price_rise", "materials": ["gallium"]}),
    ("Glencore shares fell 3% in London.", {"effect": "price_fall", "affected": ["glencore"]}),
    ("European buyers are paying a premium of 40%.", {"effect": "price_rise", "affected": ["european-buyers"]}),
    ("Two German suppliers have idled their plants.", {"effect": "production_halt", "affected": ["german-suppliers"]}),
    ("Some Japanese firms have run out of gallium.", {"effect": "shortage", "affected": ["japanese-firms"]}),
    (
        "Manufacturers face delays of up to three months.",
        {"effect": "delay", "affected": ["manufacturers"], "duration": "P3M"},
    ),
    ("Stocks will last until July, the association said.", {"effect": "shortage"}),
    ("Analysts fear a shortage of the metal next year.", {"effect": "shortage", "speaker": ["analysts"]}),
    ("Exporters are turning to other markets.", {"effect": "other", "affected": ["exporters"]}),
    ("The ban hit Japanese chipmakers hard.", {"effect": "other", "affected": ["japanese-chipmakers"]}),
    ("Around 10,000 jobs are at risk, the union said.", {"effect": "other"}),
    ("Exports to the United States have collapsed.", {"effect": "other"}),
    ("The mine will cut 400 jobs because of the duty.", {"effect": "other"}),
    ("Glencore has put its expansion on hold.", {"effect": "other", "affected": ["glencore"]}),
    ("Long queues formed at petrol stations.", {"effect": "shortage"}),
    ("Thousands of tonnes of ore are piling up at the port.", {"effect": "other"}),
    (
        "Glencore halted its plant because of a shortage of gallium.",
        {"effect": "production_halt", "affected": ["glencore"]},
    ),
    ("Local miners can no longer sell their ore.", {"effect": "other", "affected": ["local-miners"]}),
    ("London copper slid 2% after the announcement.", {"effect": "price_fall", "materials": ["copper"]}),
    ("The company has put 500 workers on leave.", {"effect": "other"}),
    ("The restriction threatens the defence industry, experts say.", {"effect": "other"}),
    ("Exports to Japan fell to zero in May.", {"effect": "other"}),
    ("The economy could shrink by 0.5% because of the tariffs.", {"effect": "other"}),
]

NO_IMPACTS = [
    "Revenue rose 5% in the quarter.",
    "The plant opened in 2019.",
    "The minister said production would rise.",
    "Exports of copper rose 4%.",
    "There is no shortage of gallium.",
    "The mine has a shortage of skilled workers.",
    "Japan raised the tariff on steel.",
    "The ministry suspended its order.",
    "Details of the deal were scarce.",
    "Glencore halted its mine because rebels were near.",
    "Glencore halted its mine because of weak prices.",
    "Companies on the list cannot buy American goods.",
    "A strike has halted production at two plants.",
    "The import tax on it was suspended for three months.",
    "The smelter in Gresik cost $3.7 billion.",
    "A spokesman for the trade ministry declined to comment.",
]


@pytest.mark.parametrize(("text", "wanted"), IMPACTS)
def test_harm_is_told(text: str, wanted: dict[str, object]) -> None:
    found = claims_of(text, "impact", BAN)
    assert any(not lacking(claim, wanted) for claim in found), found


@pytest.mark.parametrize("text", NO_IMPACTS)
def test_other_news_is_no_harm(text: str) -> None:
    assert claims_of(text, "impact", BAN) == []


def test_harm_without_a_measure_is_no_claim() -> None:
    assert claims_of("Ford shut a plant in Chicago for a week.", "impact", "Ford makes cars in Chicago.") == []


def test_shares_that_fall_together_are_one_claim() -> None:
    found = claims_of("Glencore fell 3% and CMOC lost 4% in Hong Kong.", "impact", BAN)
    assert [sorted(claim["affected"]) for claim in found] == [["cmoc", "glencore"]]


STATEMENTS = [
    (
        "China's commerce ministry said the controls were needed to safeguard national security.",
        {"stance": "justify", "speaker": ["CN/MOFCOM"]},
    ),
    ("The government said the ban aims to encourage local processing.", {"stance": "justify", "speaker": ["CN"]}),
    ("The minister defended the ban.", {"stance": "justify", "speaker": ["CN"]}),
    ("Citing national security, China has widened the list.", {"stance": "justify", "speaker": ["CN"]}),
    (
        "The United States accused China of breaching the deal.",
        {"stance": "accuse", "speaker": ["US"], "about": ["CN"]},
    ),
    ("Tokyo called the ban unfair.", {"stance": "accuse", "speaker": ["JP"], "about": ["CN"]}),
    (
        "Donald Trump said China had violated the truce.",
        {"stance": "accuse", "speaker": ["donald-trump"], "about": ["CN"]},
    ),
    ("Japan condemned the decision.", {"stance": "accuse", "speaker": ["JP"], "about": ["CN"]}),
    ("Beijing was criticised by Japan over the curbs.", {"stance": "accuse", "speaker": ["JP"], "about": ["CN"]}),
]

NO_STATEMENTS = [
    "Analysts said the ban was meant to protect local jobs.",
    "Japan's ministry said it needed gallium because of security.",
    "The ministry said the ban would take effect in May.",
    "Japan complained at the WTO.",
    "Japan did not condemn the decision.",
    "Japan criticised trade barriers without naming China.",
]


@pytest.mark.parametrize(("text", "wanted"), STATEMENTS)
def test_accusations_and_reasons_are_told(text: str, wanted: dict[str, object]) -> None:
    found = claims_of(text, "statement", BAN)
    assert any(not lacking(claim, wanted) for claim in found), found


@pytest.mark.parametrize("text", NO_STATEMENTS)
def test_other_words_are_no_statement(text: str) -> None:
    assert claims_of(text, "statement", BAN) == []


def test_a_reason_has_no_about() -> None:
    assert all("about" not in c for c in claims_of("China said the ban protects its security.", "statement", BAN))
