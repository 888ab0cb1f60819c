"""What a source calls a material: groups with their named members, right or wrong."""

import pytest

from regraph.extract import described_as
from regraph.model import Claim, claim_values

CASES = [
    ("Tokyo restricted rare earth elements — including tungsten and indium — this year.", ["indium"], "rare-earths"),
    ("The curbs hit tungsten, bismuth and other rare earths.", ["tungsten"], "rare-earths"),
    ("Hanoi listed rare earths such as samarium.", ["samarium"], "rare-earths"),
    ("Rare-earth metals (tungsten and molybdenum) need permits.", ["tungsten"], "rare-earths"),
    ("The order names battery materials, among them cobalt.", ["cobalt"], "battery-materials"),
    ("Exports of rare earths and tungsten were halted.", ["tungsten"], None),
    ("Rare earths were spared, while tungsten was put under licence.", ["tungsten"], None),
    ("The ban covers gallium, rare earths and graphite.", ["graphite", "gallium"], None),
    ("Platinum group metals, tungsten and tin were exempted.", ["tungsten"], None),
    ("Rare earths such as samarium fell. Tungsten was restricted.", ["tungsten"], None),
    ("Exports of rare earths such as samarium were halted.", ["rare-earths"], None),
]


@pytest.mark.parametrize(("text", "materials", "group"), CASES, ids=[row[0] for row in CASES])
def test_a_group_is_told_by_its_construction(text: str, materials: list[str], group: str | None) -> None:
    start = text.rfind(". ", 0, -1) + 1
    values = claim_values("measure", {"materials": materials})
    claim = Claim(type="measure", document_id="d", start=start, end=len(text), values=values)
    assert described_as(text, [claim]).get(claim.id) == group
