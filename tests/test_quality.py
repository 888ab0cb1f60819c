"""The quality report: each rule finds what it is for, leaves alone what is well, and names a command that runs."""

import datetime as dt
import re
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode
from typer.core import TyperGroup
from typer.main import get_command

from regraph import ids, pipeline, quality, rdf
from regraph.cli.main import app
from regraph.dates import parse
from regraph.errors import NotFoundError, OntologyError
from regraph.model import Claim, Commitment, Document, Doubt, Fulfilment, Measure, Passage, Phase, claim_values
from regraph.store import Store

ON = dt.date(2025, 6, 1)
TEXT = "China curbs tungsten. " * 20


def document(name: str, published: str | None) -> Document:
    digest = ids.digest(name, length=64)
    return Document(id=digest[:16], text=TEXT, name=name, sha256=digest, published=published)


def claim(source: Document, **values: object) -> Claim:
    return Claim(
        type="measure",
        document_id=source.id,
        start=0,
        end=21,
        values=claim_values("measure", {"action": "introduced", "kind": "export_ban", **values}),
    )


def phase(name: str, measure: str, certainty: str, **more: object) -> Phase:
    defaults: dict[str, object] = {
        "status": "in_force",
        "reason": f"because {name}",
        "valid_from": dt.date(2025, 1, 1),
        "valid_until": None,
        "known_from": dt.date(2025, 1, 1),
        "known_until": None,
    }
    return Phase(id=name, measure_id=measure, certainty=certainty, **{**defaults, **more})  # type: ignore[arg-type]


def promise(name: str, **more: object) -> Commitment:
    defaults: dict[str, object] = {"label": f"promise {name}", "action": "suspend", "promisors": ("CN",)}
    return Commitment(id=name, **{**defaults, **more})  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def store() -> Store:
    """Return a store in which each rule finds one thing, beside another that is well."""
    made = Store.memory()
    pipeline.seed(made)
    dated, bare = document("dated.txt", "2025-01-02"), document("bare name.txt", None)
    wrong = claim(dated, imposer=["CN"], materials=["tungsten"])
    right = claim(dated, imposer=["CN"], materials=["samarium"])
    vague = claim(bare, imposer=["unheard-of-body"])
    passages = [Passage(document_id=dated.id, index=0, start=0, end=len(TEXT), role="body")]
    described = {wrong.id: "rare-earths", right.id: "rare-earths"}
    made.apply(rdf.document_quads(dated, passages, [wrong, right], described))
    made.apply(rdf.document_quads(bare, [], [vague]))
    sure = Measure(id="sure", label="Sure", kind="export_ban", imposers=("CN",), claim_ids=(right.id,))
    torn = Measure(id="torn", label="Torn", kind="export_ban", imposers=("CN",), claim_ids=(wrong.id,))
    lapsed = {"due": parse("2025-03-01"), "last_evidence": dt.date(2025, 2, 1)}
    made.apply(rdf.measure_quads(sure, [], [phase("a", "sure", "certain", due=parse("2025-12-31"))]))
    made.apply(
        rdf.measure_quads(
            torn,
            [],
            [
                phase("b", "torn", "contested", valid_until=dt.date(2025, 5, 1)),
                phase("c", "torn", "contested", valid_from=dt.date(2025, 5, 1), only_for=("tungsten",)),
                phase("d", "torn", "possible", valid_from=dt.date(2025, 5, 1), **lapsed),
                phase("e", "torn", "contested", known_until=dt.date(2025, 1, 9), **lapsed),
            ],
        )
    )
    made.apply(rdf.doubt_quads([Doubt(claim_id=wrong.id, measure_id="torn", score=0.44, reason="r", runner_up="sure")]))
    kept = Fulfilment(event_id="x", measure_id="sure", known=dt.date(2025, 3, 1), reason="kept")
    for one in (
        promise("open", date=parse("2025-02-01")),
        promise("kept", date=parse("2025-02-01"), fulfilled_by=(kept,)),
        promise("later", date=parse("2025-07-01")),
        promise("never-seen", date=parse("2025-02-01"), action="purchase"),
    ):
        made.apply(rdf.thing_quads(one))
    return made


def local(store: Store, rule: str, on: dt.date = ON) -> list[str]:
    return [one.thing.removeprefix(ids.ID) for one in quality.check(store, on=on, only=[rule])]


@pytest.mark.parametrize(
    ("rule", "found"),
    [
        ("contested", ["measure/torn"]),
        ("lapsed-term", ["measure/torn"]),
        ("open-promise", ["commitment/open"]),
        ("unknown-name", ["actor/unheard-of-body"]),
        ("undated-document", [f"document/{document('bare name.txt', None).id}"]),
        ("unresolved-claim", [f"claim/{claim(document('bare name.txt', None), imposer=['unheard-of-body']).id}"]),
    ],
)
def test_a_rule_finds_what_it_is_for_and_nothing_else(store: Store, rule: str, found: list[str]) -> None:
    assert local(store, rule) == found


def test_what_is_well_on_another_day_is_not_found(store: Store) -> None:
    assert local(store, "lapsed-term", dt.date(2025, 2, 15)) == []
    assert local(store, "open-promise", dt.date(2025, 1, 15)) == []
    assert local(store, "contested", dt.date(2024, 12, 31)) == []


def test_miscalled_and_unsure_claims_name_both_sides(store: Store) -> None:
    (miscalled,) = quality.check(store, on=ON, only=["miscalled-material"])
    assert miscalled.detail == "dated.txt calls tungsten one of the rare earths"
    (unsure,) = quality.check(store, on=ON, only=["unsure-assignment"])
    name = unsure.thing.rpartition("/")[2]
    assert unsure.settle == f"regraph resolve merge {name} torn  # or: regraph resolve split {name} torn"
    assert unsure.detail.startswith("0.44, as well as Sure: ")


def test_a_name_of_a_file_cannot_leave_its_place_in_the_command(store: Store) -> None:
    (one,) = quality.check(store, on=ON, only=["undated-document"])
    assert one.settle.endswith("&& regraph add 'bare name.txt' --published DATE")
    evil = quality.command("regraph add {label}", {"label": Literal("$(rm -rf x); `y`'.txt")})
    assert evil == "regraph add '$(rm -rf x); `y`'\"'\"'.txt'"
    assert quality.command("{a} {b}", {"a": NamedNode(ids.actor_iri("CN"))}) == "actor/cn {b}"


def test_every_command_that_settles_exists(store: Store) -> None:
    root = get_command(app)
    assert isinstance(root, TyperGroup)
    for one in quality.check(store, on=ON):
        for first, second in re.findall(r"regraph (\w+)(?: (\w+))?", one.settle):
            command = root.commands[first]
            assert not isinstance(command, TyperGroup) or second in command.commands, one.settle


def test_every_rule_is_found_by_some_row(store: Store) -> None:
    assert {one.rule for one in quality.check(store, on=ON)} == set(quality.rules())


def test_an_unknown_rule_and_a_broken_file_name_themselves(store: Store, tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="undated-document"):
        quality.check(store, on=ON, only=["nothing"])
    broken = tmp_path / "x.rq"
    broken.write_text("#+ name: y\n#+ description: d\n#+ settle: s\nSELECT * {}", encoding="utf-8")
    with pytest.raises(OntologyError, match=r"x\.rq needs header lines"):
        quality.read(broken)
