"""Adding and removing random articles gives what deriving everything gives."""

import datetime as dt
import hashlib
import random
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from regraph import derive, pipeline
from regraph.model import Claim, Document, claim_values
from regraph.store import Store
from tests.articles_added import Article, add, everything, held

STATES = ("CN", "US", "CD")
METALS = ("gallium", "germanium", "samarium", "holmium", "tungsten", "rare-earths", "heavy-rare-earths")
KINDS = ("export_ban", "export_licensing", "export_quota", "tariff", "entity_listing")
ACTIONS = ("introduced", "introduced", "suspended", "lifted", "maintained", "expanded", "postponed", "extended")
TALKS = ("geneva-2025-05", "london-2025-06", "busan-2025-10", "geneva")


def maybe(dice: random.Random, share: float, value: Any) -> Any:
    return value if dice.random() < share else None


def day(dice: random.Random) -> str:
    when = dt.date(2025, 1, 1) + dt.timedelta(days=dice.randrange(420))
    return dice.choice([when.isoformat(), when.isoformat(), when.isoformat()[:7], str(when.year), "2023/2026"])


def measure(dice: random.Random) -> dict[str, Any]:
    return {
        "action": dice.choice(ACTIONS),
        "kind": dice.choice(KINDS),
        "imposer": [dice.choice(STATES)],
        "target": maybe(dice, 0.3, [dice.choice(STATES)]),
        "materials": maybe(dice, 0.8, dice.sample(METALS, dice.choice([1, 1, 1, 2]))),
        "items": maybe(dice, 0.2, [dice.choice(["magnets", "chip-design-software"])]),
        "count": maybe(dice, 0.1, {"materials": 7}),
        "date": maybe(dice, 0.8, day(dice)),
        "duration": maybe(dice, 0.2, "P90D"),
        "reference": maybe(dice, 0.1, f"Announcement No. {dice.randint(1, 3)} of 2025"),
        "via": maybe(dice, 0.2, dice.choice(TALKS)),
    }


def commitment(dice: random.Random) -> dict[str, Any]:
    return {
        "action": dice.choice(["suspend", "lift", "postpone", "ease", "supply"]),
        "kind": maybe(dice, 0.7, dice.choice(KINDS)),
        "promisor": [dice.choice(STATES)],
        "beneficiary": maybe(dice, 0.5, [dice.choice(STATES)]),
        "materials": maybe(dice, 0.6, [dice.choice(METALS)]),
        "date": maybe(dice, 0.7, day(dice)),
        "via": maybe(dice, 0.6, dice.choice(TALKS)),
    }


def agreement(dice: random.Random) -> dict[str, Any]:
    return {
        "parties": dice.sample(STATES, 2),
        "status": dice.choice(["reached", "framework"]),
        "date": maybe(dice, 0.8, day(dice)),
        "place": maybe(dice, 0.6, dice.choice(["geneva", "london", "busan"])),
        "follows": maybe(dice, 0.4, dice.choice(TALKS)),
    }


def licence(dice: random.Random) -> dict[str, Any]:
    return {
        "action": dice.choice(["granted", "refused"]),
        "issuer": [dice.choice(STATES)],
        "materials": [dice.choice(METALS)],
        "date": maybe(dice, 0.7, day(dice)),
    }


def impact(dice: random.Random) -> dict[str, Any]:
    return {"effect": "shortage", "affected": [dice.choice(STATES)], "materials": [dice.choice(METALS)]}


MAKERS = {
    "measure": measure,
    "commitment": commitment,
    "agreement": agreement,
    "licence": licence,
    "impact": impact,
}
WEIGHTS = (8, 3, 2, 1, 1)


def article(dice: random.Random, name: str) -> Article:
    text = f"{name} tells of measures, deals and promises."
    digest = hashlib.sha256(text.encode()).hexdigest()
    when = dt.date(2025, 1, 1) + dt.timedelta(days=dice.randrange(500))
    document = Document(
        id=digest[:16],
        text=text,
        name=f"{name}.txt",
        sha256=digest,
        kind=dice.choice(["press", "press", "official"]),
        published=maybe(dice, 0.95, when.isoformat()),
    )
    claims: dict[str, Claim] = {}
    for number in range(dice.randint(1, 4)):
        kind = dice.choices(list(MAKERS), WEIGHTS)[0]
        told = {field: value for field, value in MAKERS[kind](dice).items() if value is not None}
        modality = dice.choice(["fact"] * 6 + ["expected", "threatened"]) if kind == "measure" else "fact"
        if kind == "commitment":
            modality = "promised"
        made = Claim(
            type=kind,
            document_id=document.id,
            start=number,
            end=len(text) - number,
            values=claim_values(kind, told),
            modality=modality,
            confidence=dice.choice([0.4, 0.9, 0.9]),
        )
        claims[made.id] = made
    return document, tuple(claims.values())


def differing(store: Store, told: Sequence[Article]) -> list[str]:
    return sorted(held(store) ^ everything(told))[:10]


@pytest.mark.parametrize("seed", range(8))
def test_adding_and_removing_gives_what_a_full_derivation_gives(seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311 - repeatable articles, no secrets
    waiting = [article(dice, f"a{seed}-{number}") for number in range(60)]
    store, told = Store.memory(), list[Article]()
    for step in range(40):
        if told and dice.random() < 0.3:
            gone = told.pop(dice.randrange(len(told)))
            pipeline.remove(store, gone[0].id)
            waiting.append(gone)
        elif waiting:
            batch = [waiting.pop() for _ in range(min(len(waiting), dice.randint(1, 3)))]
            add(store, batch)
            told += batch
        if step % 4 == 3:
            assert not differing(store, told), (seed, step)


@pytest.mark.parametrize("seed", range(3))
def test_the_order_does_not_matter(seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311 - repeatable articles, no secrets
    told = [article(dice, f"o{number}") for number in range(60)]
    store = Store.memory()
    for one in dice.sample(told, len(told)):
        add(store, [one])
    assert not differing(store, told)


def retelling(dice: random.Random, name: str) -> Article:
    """Return an article on one measure that many tell of, in few different ways."""
    document, _ = article(dice, name)
    action, when = dice.choice([("introduced", "2025-02-01"), ("introduced", "2025-02"), ("lifted", "2025-09-01"),
                                ("suspended", "2025-05-01"), ("maintained", "2025-06-01")])  # fmt: skip
    said = {"action": action, "kind": "export_ban", "imposer": ["CN"], "date": when}
    said |= {"materials": dice.choice([["gallium", "germanium"]] * 4 + [["gallium"]])}
    claim = Claim(
        type="measure",
        document_id=document.id,
        start=0,
        end=9,
        values=claim_values("measure", said),
        confidence=dice.choice([0.4, 0.9, 0.9]),
    )
    return document, (claim,)


@pytest.mark.parametrize("seed", range(4))
def test_what_was_told_again_later_changes_nothing_from_then_on(seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311 - repeatable articles, no secrets
    told = [retelling(dice, f"r{seed}-{number}") for number in range(50)]
    store = Store.memory()
    add(store, told[10:])
    for number, one in enumerate(told[:10]):
        add(store, [one])
        if number % 2:
            pipeline.remove(store, told.pop()[0].id)
            assert not differing(store, [*told[: number + 1], *told[10:]])


def repeated(dice: random.Random, name: str, sayings: Sequence[dict[str, Any]]) -> Article:
    """Return an article that says what others say too."""
    document, _ = article(dice, name)
    told = (claim_values("measure", said) for said in dice.sample(sayings, dice.randint(1, 2)))
    claims = (
        Claim(type="measure", document_id=document.id, start=0, end=9 - at, values=values, confidence=0.9)
        for at, values in enumerate(told)
    )
    return document, tuple(claims)


@pytest.mark.parametrize("seed", range(2))
def test_claims_that_repeat_a_saying_share_its_measures_and_its_doubts(seed: int) -> None:
    dice = random.Random(f"repeated {seed}")  # noqa: S311 - repeatable articles, no secrets
    near = {"imposer": ["CN"], "kind": "export_ban"}
    sayings = [{name: value for name, value in measure(dice).items() if value is not None} | near for _ in range(30)]
    told = [repeated(dice, f"s{seed}-{number}", sayings) for number in range(70)]
    store = Store.memory()
    add(store, told[:40])
    doubts = 0
    for step in range(30):
        add(store, [told[40 + step]])
        pipeline.remove(store, told[step][0].id)
        if step % 5 == 4:
            stand = told[step + 1 : 41 + step]
            assert not differing(store, stand), (seed, step)
            doubts += sum("id/doubt/" in quad for quad in held(store))
    assert doubts


def test_a_claim_that_repeats_a_saying_settles_nothing() -> None:
    dice = random.Random(0)  # noqa: S311 - repeatable articles, no secrets
    told = [retelling(dice, f"n{number}") for number in range(30)]
    store = Store.memory()
    add(store, told)
    again = max(told, key=lambda one: one[0].published or "")
    document, _ = article(dice, "later")
    late = replace(document, published="2026-12-01")
    claim = replace(again[1][0], document_id=late.id)
    before = {quad for quad in held(store) if "rg:cell" in quad or "ontology#cell" in quad}
    change = derive.change(store, added=derive.told_by([(late, (claim,))]))
    assert not [quad for quad in (*change.add, *change.remove) if "ontology#cell" in str(quad)]
    assert before
