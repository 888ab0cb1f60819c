"""Whatever fits is found in the cells where it is looked for: by the claim, by the measure, and by the other claim."""

import datetime as dt
import random
from typing import Any

import pytest

from regraph.model import Claim, Document, claim_values
from regraph.resolve import cells, groups
from regraph.resolve.clusters import FOUNDING, Pairs
from regraph.resolve.fit import fit
from regraph.resolve.links import links
from regraph.resolve.looks import Look, Profile, look, profile
from regraph.resolve.settling import ATTACHING

_GOODS = "magnets magnet-alloys chip-design-software chip-design-tools mining-technology smelting-technologies".split()
_ACTIONS = "introduced introduced suspended postponed expanded maintained lifted eased extended".split()
_MATERIALS = ("gallium", "samarium", "rare-earths", "critical-minerals", "heavy-rare-earths", "tin")


def shown(dice: random.Random, name: str) -> Look:
    def maybe(share: float, value: Any) -> Any:
        return value if dice.random() < share else None

    when = dt.date(2024, 1, 1) + dt.timedelta(days=dice.randrange(500))
    published = when + dt.timedelta(days=dice.choice([-200, -3, 0, 0, 2, 40, 500]))
    said = {
        "kind": dice.choice(["export_ban", "export_ban", "export_control", "export_quota", "technology_control"]),
        "imposer": ["CN"],
        "action": dice.choice(_ACTIONS),
        "target": maybe(0.6, ["US"]),
        "materials": maybe(0.45, dice.sample(_MATERIALS, dice.choice([1, 1, 2]))),
        "items": maybe(0.5, dice.sample(_GOODS, dice.choice([1, 1, 2]))),
        "count": maybe(0.1, {"materials": 7}),
        "date": maybe(0.8, dice.choice([when.isoformat(), when.isoformat(), when.isoformat()[:7], "2023/2026"])),
        "reference": maybe(0.15, dice.choice(["Announcement No. 3 of 2025", "Announcement No. 3", "Decree 5/2024"])),
        "rate_to": maybe(0.2, dice.choice([10, 25.5])),
        "duration": maybe(0.1, "P90D"),
    }
    claim = Claim(
        type="measure",
        document_id=name,
        start=0,
        end=1,
        values=claim_values("measure", {field: value for field, value in said.items() if value is not None}),
        modality=dice.choice(["fact"] * 4 + ["expected"]),
    )
    day = maybe(0.95, published.isoformat())
    return look((claim, Document(id=name, text="", name=name, sha256="", published=day)), groups())


def founded(dice: random.Random, number: int) -> Profile:
    looks = [shown(dice, f"{number}-{i}") for i in range(dice.choice([1, 1, 1, 2]))]
    looks.sort(key=lambda one: one.key)
    return profile(looks, groups(), f"m{number}", anchor=dice.choice([None, None, None, f"m{number}"]))


@pytest.mark.parametrize("seed", range(20))
def test_what_fits_is_found(seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311 - repeatable claims, no secrets
    known, found = groups(), 0
    measures = [founded(dice, number) for number in range(60)]
    for one in (shown(dice, f"l{number}") for number in range(60)):
        for made in measures:
            fits = fit(one, made, known)
            if not fits or fits.score < ATTACHING:
                continue
            found += 1
            told = (fits, one.claim, made)
            assert not cells.of_profile(made).isdisjoint(cells.profiles_near(one)), told
            for role, stage in (("W", "2a"), ("F", "2f"), ("V", "3n")) if cells.role(one) == "W" else (("D", "1f"),):
                if role != "D" or made.start:  # only measures with a start ask for dated introductions
                    assert not cells.of_claim(one, stage).isdisjoint(cells.touched_by(made, role)), told
    assert found > 100


@pytest.mark.parametrize("seed", range(20))
def test_those_who_found_a_measure_together_find_each_other(seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311 - repeatable claims, no secrets
    pairs, found = Pairs(groups(), links((), {})), 0
    looks = [shown(dice, f"l{number}") for number in range(80)]
    for stage, role in (("1f", "D"), ("2f", "W")):
        alike = [one for one in looks if cells.role(one) == role]
        for one in alike:
            for other in alike:
                score = pairs.score(one, other) if one is not other else None
                if score is not None and score >= FOUNDING:
                    found += 1
                    near = cells.claims_near(one)
                    assert not cells.of_claim(other, stage).isdisjoint(near), (score, one.claim, other.claim)
    assert found > 20
