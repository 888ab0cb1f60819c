"""Sentences of news in, the statistics that they tell out; near misses stand beside hits."""

import pytest
from tests.extract.sentences import claims_of, lacking

BEFORE = "Chile limited exports of copper on 1 April 2025."

SHARES = [
    (
        "Chile mines about 24% of the world's copper.",
        {"indicator": "production_share", "subject": ["CL"], "material": "copper", "value": 24},
    ),
    (
        "Peru controls nearly 30 per cent of silver mining worldwide.",
        {"indicator": "production_share", "subject": ["PE"], "material": "silver", "value": 30},
    ),
    (
        "Two thirds of the world's cobalt is Congolese.",
        {"indicator": "production_share", "subject": ["CD"], "material": "cobalt", "value": 66.7},
    ),
    (
        "The European Union gets 97% of its magnesium from China.",
        {"indicator": "import_share", "subject": ["EU"], "material": "magnesium", "value": 97},
    ),
    (
        "Japan relied on Vietnam for 40% of its tungsten in 2023.",
        {"indicator": "import_share", "subject": ["JP"], "value": 40, "date": "2023"},
    ),
    ("Canada supplies 60% of America's nickel.", {"indicator": "import_share", "subject": ["US"], "value": 60}),
    (
        "China bought 80% of Gabon's manganese in 2024.",
        {"indicator": "export_share", "subject": ["GA"], "value": 80, "date": "2024"},
    ),
    (
        "China sits on 70% of the world's reserves of tungsten.",
        {"indicator": "reserves", "subject": ["CN"], "value": 70},
    ),
    ("Eight in ten tonnes of the world's cobalt are mined in Congo.", {"indicator": "production_share", "value": 80}),
]

CHANGES = [
    (
        "Exports of copper from Peru fell 12% in May.",
        {"indicator": "export_change", "subject": ["PE"], "material": "copper", "value": -12, "date": "2025-05"},
    ),
    (
        "Copper prices have climbed 18% since the quota.",
        {"indicator": "price_change", "material": "copper", "value": 18},
    ),
    ("Antimony lost a fifth of its value.", {"indicator": "price_change", "material": "antimony", "value": -20}),
    ("Tungsten prices have more than tripled.", {"indicator": "price_change", "material": "tungsten", "value": 200}),
    ("Germanium is 75% dearer than in January.", {"indicator": "price_change", "material": "germanium", "value": 75}),
]

AMOUNTS = [
    (
        "Peru shipped 2.7 million tonnes of copper last year.",
        {
            "indicator": "export_volume",
            "subject": ["PE"],
            "material": "copper",
            "value": 2700000,
            "unit": "t",
            "date": "2024",
        },
    ),
    (
        "China bought 9 million tonnes of bauxite from Guinea in 2023.",
        {"indicator": "export_volume", "subject": ["GN"], "value": 9000000, "date": "2023"},
    ),
    (
        "Rwanda mined 350 tonnes of tantalum in 2024.",
        {"indicator": "production", "subject": ["RW"], "material": "tantalum", "value": 350},
    ),
    (
        "Vietnam has reserves of 3.5 million tonnes of rare earths.",
        {"indicator": "reserves", "subject": ["VN"], "material": "rare-earths", "value": 3500000},
    ),
    (
        "Miners may ship 20,000 tonnes of cobalt this year.",
        {"indicator": "quota", "material": "cobalt", "value": 20000, "date": "2025"},
    ),
    (
        "The export quota is 87,000 tonnes for 2026.",
        {"indicator": "quota", "subject": ["CL"], "material": "copper", "value": 87000, "date": "2026"},
    ),
    (
        "Indonesia's exports of nickel were worth $34 billion in 2023.",
        {"indicator": "export_volume", "subject": ["ID"], "material": "nickel", "value": 34000000000, "unit": "USD"},
    ),
    ("Rare earths are a group of 17 metals.", {"indicator": "members", "material": "rare-earths", "value": 17}),
]

NEAR_MISSES = [
    "The duty on copper was raised to 50% from 25%.",
    "The state holds a 15% stake in the mine.",
    "Shares of the copper miner rose 5%.",
    "Revenue from copper rose 12%.",
    "The smelter works at 60% of its capacity.",
    "Inflation rose to 3.4% in May.",
    "Agents seized 40 pounds of fentanyl at the border.",
    "The company plans to produce 30,000 tonnes of nickel by 2030.",
    "The mine cost $2 billion.",
    "The price was $12,000 a tonne.",
]


@pytest.mark.parametrize(("text", "wanted"), [*SHARES, *CHANGES, *AMOUNTS])
def test_figures_are_told(text: str, wanted: dict[str, object]) -> None:
    found = claims_of(text, "statistic", BEFORE)
    assert any(not lacking(claim, wanted) for claim in found), found


@pytest.mark.parametrize("text", NEAR_MISSES)
def test_other_figures_are_none(text: str) -> None:
    assert claims_of(text, "statistic", BEFORE) == []


def test_a_figure_without_words_of_its_own_goes_on_from_the_one_before() -> None:
    text = "China has reserves of 44 million tonnes of rare earths, ahead of Brazil with 21 million tonnes."
    assert [(c["subject"], c["indicator"], c["value"]) for c in claims_of(text, "statistic", BEFORE)] == [
        (["CN"], "reserves", 44000000),
        (["BR"], "reserves", 21000000),
    ]


def test_two_ends_of_one_change_are_a_change_and_an_amount() -> None:
    found = claims_of("Exports of copper from Peru fell 14% to 2.4 million tonnes in 2024.", "statistic", BEFORE)
    assert sorted((c["indicator"], c["value"]) for c in found) == [("export_change", -14), ("export_volume", 2400000)]
