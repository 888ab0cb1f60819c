"""The seeds are linted like code: each row of each table, record and digest keeps the rules of `seed_rules`.

A failing test names the file, the row and the mend. `FAULTS` shows for every rule that it can fail.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from typing import Final

import pytest

from regraph import resources
from tests.seed_rules import (
    COLUMNS,
    Row,
    actor_row,
    agreement_row,
    digest_text,
    front_matter,
    ids,
    material_row,
    measure_row,
    names,
    reference,
    rows,
    split,
    state_row,
)

RULES: Final[Mapping[str, Callable[[Row], Iterator[str]]]] = {
    "states.csv": state_row,
    "actors.csv": actor_row,
    "materials.csv": material_row,
    "measures.jsonl": measure_row,
    "agreements.jsonl": agreement_row,
}


@pytest.mark.parametrize("name", RULES)
def test_rows_keep_the_rules(name: str) -> None:
    found = [f"{name}: {row['id']}: {fault}" for row in rows(name) for fault in RULES[name](row)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("name", RULES)
def test_ids_are_unique(name: str) -> None:
    seen = [row["id"] for row in rows(name)]
    twice = sorted({ident for ident in seen if seen.count(ident) > 1})
    assert not twice, f"{name}: ids twice, unite or rename their rows: {twice}"


def test_actors_and_states_share_no_id() -> None:
    shared = ids("states.csv") & ids("actors.csv")
    assert not shared, f"actors.csv: {sorted(shared)} stand in states.csv too: drop them from actors.csv"


def claims_of_names(*tables: str) -> dict[str, list[Row]]:
    """Return the rows that claim a name, by the name without regard to case."""
    claimed: dict[str, list[Row]] = defaultdict(list)
    for table in tables:
        for row in rows(table):
            for name in {name.casefold() for name in names(row)}:
                claimed[name].append(row)
    return claimed


@pytest.mark.parametrize("tables", [("states.csv", "actors.csv"), ("materials.csv",)])
def test_a_name_belongs_to_one_row_or_a_note_explains_it(tables: tuple[str, ...]) -> None:
    found = [
        f"{' and '.join(tables)}: {name!r} is claimed by {[row['id'] for row in claimants]}: "
        "drop it from all but one, or explain it in each note"
        for name, claimants in claims_of_names(*tables).items()
        if len(claimants) > 1 and not all(row["note"] for row in claimants)
    ]
    assert not found, "\n".join(sorted(found))


def test_no_group_of_materials_contains_itself() -> None:
    above = {row["id"]: split(row["groups"]) for row in rows("materials.csv")}

    def ancestors(ident: str, path: tuple[str, ...] = ()) -> Iterator[str]:
        for group in above[ident]:
            assert group not in path, f"materials.csv: {ident}: groups run in a circle over {group}: break it"
            yield group
            yield from ancestors(group, (*path, group))

    earths = [row["id"] for row in rows("materials.csv") if "rare-earths" in set(ancestors(row["id"]))]
    elements = {row["id"] for row in rows("materials.csv") if row["type"] == "ChemicalElement"}
    assert len(elements.intersection(earths)) == 17, "materials.csv: the rare earths are 17 elements: mend groups"


def test_symbols_of_elements_are_unique() -> None:
    for column in ("symbol", "atomic_number", "cas"):
        seen = [row[column] for row in rows("materials.csv") if row["type"] == "ChemicalElement"]
        assert len(seen) == len(set(seen)), f"materials.csv: two elements share a {column}: mend one"


def test_members_of_the_union() -> None:
    members = [row["id"] for row in rows("states.csv") if row["union"] == "EU"]
    assert len(members) == 27, f"states.csv: the union has 27 members, not {len(members)}: mend the column union"


def test_suspensions_of_an_instrument_stand_in_the_measures() -> None:
    measures = {row["id"]: row for row in rows("measures.jsonl")}
    found = [
        f"measures.jsonl: {target}: no suspension from {row['effective']} to {row['until']} by {row['id']}: add it"
        for row in measures.values()
        for target in row["suspends"]
        if (row["effective"], row["until"])
        not in {(c["date"], c["until"]) for c in measures[target]["changes"] if c["action"] == "suspended"}
    ]
    assert not found, "\n".join(found)


def test_reference_columns_are_documented() -> None:
    text = re.sub(r"\s+", " ", reference("README.md").read_text(encoding="utf-8"))
    for name, columns in COLUMNS.items():
        listed = f"## {name} `{columns.replace(' ', ', ')}`"
        assert listed in text, f"README.md of seeds/reference: write the columns of {name} as {listed}"


def test_digests_have_their_front_matter() -> None:
    paths = sorted(resources.path("seeds", "articles").glob("*.md"))
    found = [f"{path.name}: {fault}" for path in paths for fault in digest_text(path.read_text(encoding="utf-8"))]
    assert not found, "\n".join(found)
    hashes = [front_matter(path.read_text(encoding="utf-8"))["sha256"] for path in paths]
    assert len(hashes) == len(set(hashes)) == 5, "seeds/articles: one digest for each of the five articles"


# -- every rule can fail -----------------------------------------------------------------------------------------


def one(name: str, ident: str, **cells: object) -> Row:
    """Return a row of the seeds with other cells."""
    return {**next(row for row in rows(name) if row["id"] == ident), **cells}


def changed(**cells: object) -> Row:
    """Return a suspended measure whose first change has other cells."""
    row = one("measures.jsonl", "cn-mofcom-2025-57")
    return {**row, "changes": [{**row["changes"][0], **cells}, *row["changes"][1:]]}


def promised(**cells: object) -> Row:
    """Return an agreement whose first commitment has other cells."""
    row = one("agreements.jsonl", "busan-2025")
    return {**row, "commitments": [{**row["commitments"][0], **cells}]}


FAULTS: Final[tuple[tuple[str, Row, str], ...]] = (
    ("states.csv", one("states.csv", "CN", id="CHN"), "alpha-2"),
    ("states.csv", one("states.csv", "CN", union="AU"), "union"),
    ("states.csv", one("states.csv", "CN", aliases="Beijing||PRC"), "empty part"),
    ("states.csv", one("states.csv", "CN", note=" x"), "white space"),
    ("states.csv", {**one("states.csv", "CN"), "more": ""}, "columns"),
    ("actors.csv", one("actors.csv", "CN/MOFCOM", type="Office"), "type"),
    ("actors.csv", one("actors.csv", "CN/MOFCOM", state="JP"), "is a body"),
    ("actors.csv", one("actors.csv", "CN/MOFCOM", id="CN/Mofcom"), "is a body"),
    ("actors.csv", one("actors.csv", "ford", id="Ford"), "slug"),
    ("actors.csv", one("actors.csv", "ford", state="ZZ"), "unknown 'ZZ'"),
    ("actors.csv", one("actors.csv", "ford", aliases="Ford|car"), "unsafe name 'car'"),
    ("actors.csv", one("actors.csv", "ford", source=""), "no source"),
    ("actors.csv", one("actors.csv", "ford", source="seeds/articles/none.md"), "no file"),
    ("actors.csv", one("actors.csv", "ford", source="www.ford.com"), "malformed address"),
    ("actors.csv", one("actors.csv", "joe-biden", office="President since 2021"), "unreadable office"),
    ("actors.csv", one("actors.csv", "joe-biden", office="President 2021-13/"), "wrong date"),
    ("actors.csv", one("actors.csv", "joe-biden", office="President 2025/2021"), "before"),
    ("materials.csv", one("materials.csv", "tin", cas="7440-31-6"), "check digit"),
    ("materials.csv", one("materials.csv", "tin", type="Metal"), "type"),
    ("materials.csv", one("materials.csv", "tin", symbol=""), "without symbol"),
    ("materials.csv", one("materials.csv", "tin", hs="26091"), "HS code"),
    ("materials.csv", one("materials.csv", "tin", groups="lead"), "no group"),
    ("materials.csv", one("materials.csv", "tin", groups="soft-metals"), "unknown 'soft-metals'"),
    ("materials.csv", one("materials.csv", "tin", aliases="Sn"), "its symbol"),
    ("materials.csv", one("materials.csv", "tin", eu_crm_2023="yes"), "eu_crm_2023"),
    ("materials.csv", one("materials.csv", "tin", usgs_2025_list="maybe"), "usgs_2025_list"),
    ("measures.jsonl", one("measures.jsonl", "cn-mofcom-2025-18", kind="embargo"), "in kind"),
    ("measures.jsonl", one("measures.jsonl", "cn-mofcom-2025-18", modality="sure"), "in modality"),
    ("measures.jsonl", one("measures.jsonl", "cn-mofcom-2025-18", imposer=["cn-mofcom"]), "in imposer"),
    ("measures.jsonl", one("measures.jsonl", "cn-mofcom-2025-18", imposer=[]), "no imposer"),
    ("measures.jsonl", one("measures.jsonl", "cn-mofcom-2025-18", materials=["rare earths"]), "in materials"),
    ("measures.jsonl", one("measures.jsonl", "cn-mofcom-2025-18", suspends=["none"]), "in suspends"),
    ("measures.jsonl", one("measures.jsonl", "cn-mofcom-2025-70", suspends=[]), "instrument"),
    ("measures.jsonl", one("measures.jsonl", "cn-mofcom-2025-18", items=["NdFeB magnets"]), "item"),
    ("measures.jsonl", one("measures.jsonl", "cn-mofcom-2025-18", announced=None), "announced"),
    ("measures.jsonl", one("measures.jsonl", "cn-mofcom-2025-18", effective="2025-02-30"), "wrong date"),
    ("measures.jsonl", one("measures.jsonl", "cn-mofcom-2025-18", effective="2025-04-03"), "before"),
    ("measures.jsonl", one("measures.jsonl", "cn-mofcom-2025-18", confidence="sure"), "confidence"),
    ("measures.jsonl", one("measures.jsonl", "cn-mofcom-2026-23", sources=[]), "fewer hosts"),
    ("measures.jsonl", one("measures.jsonl", "cn-mofcom-2026-23", sources=["https://x.org/a"] * 2), "twice"),
    ("measures.jsonl", changed(action="brought_back"), "brought_back"),
    ("measures.jsonl", changed(date="2025-10-08"), "in changes"),
    ("measures.jsonl", changed(until="2025-11-06"), "before"),
    ("measures.jsonl", changed(sources=[]), "no source for"),
    ("agreements.jsonl", one("agreements.jsonl", "busan-2025", parties=["US", "China"]), "in parties"),
    ("agreements.jsonl", one("agreements.jsonl", "busan-2025", negotiators=["trump"]), "in negotiators"),
    ("agreements.jsonl", one("agreements.jsonl", "busan-2025", follows="none"), "in follows"),
    ("agreements.jsonl", one("agreements.jsonl", "busan-2025", via="Busan"), "via"),
    ("agreements.jsonl", promised(promisor=["JP"]), "promisor"),
    ("agreements.jsonl", promised(action="hope"), "action of a commitment"),
    ("agreements.jsonl", promised(measures=["none"]), "measures of a commitment"),
    ("agreements.jsonl", promised(until="2025-10-01"), "before"),
    ("agreements.jsonl", promised(measures=["cn-mofcom-2025-18"]), "no promisor imposes"),
    ("agreements.jsonl", one("agreements.jsonl", "busan-2025", follows="new-york-2026"), "agreement it follows"),
)


@pytest.mark.parametrize(("name", "row", "word"), FAULTS)
def test_a_fault_is_found_and_named(name: str, row: Row, word: str) -> None:
    found = list(RULES[name](row))
    assert any(word in fault for fault in found), f"{name}: nothing about {word!r} in {found}"


def test_a_prolonged_suspension_is_no_extension() -> None:
    row = one("measures.jsonl", "cn-mofcom-2025-57")
    row = {**row, "changes": [row["changes"][0], {**row["changes"][1], "action": "extended"}]}
    assert any("prolongs a suspension" in fault for fault in measure_row(row))


@pytest.mark.parametrize(
    ("old", "new", "word"),
    [
        ("title: ", "heading: ", "lacks title"),
        ("kind: press", "kind: official", "kind press"),
        ("kind: press", "kind: press\npublisher: ", "empty value"),
        ("published: 2025-06-28", "published: June 2025", "wrong date"),
        ("sha256: d", "sha256: ", "SHA-256"),
        ("---\ntitle", "title", "lacks kind"),
    ],
)
def test_a_fault_of_a_digest_is_found(old: str, new: str, word: str) -> None:
    path = resources.path("seeds", "articles", "2025-06-28-exports-to-speed-up.md")
    text = path.read_text(encoding="utf-8").replace(old, new, 1)
    assert any(word in fault for fault in digest_text(text))


def test_a_stub_of_a_digest_is_found() -> None:
    path = resources.path("seeds", "articles", "undated-28-us-firms.md")
    front = path.read_text(encoding="utf-8").partition("\n---\n")[0]
    assert any("too short" in fault for fault in digest_text(f"{front}\n---\nChina suspended a listing.\n"))
