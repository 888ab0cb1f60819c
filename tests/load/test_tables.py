"""Tables of measures and agreements: what becomes known when, with offsets, confidence and row-precise errors."""

import json
from pathlib import Path

import pytest

from regraph import reference
from regraph.errors import LoadError
from regraph.load.tables import is_table, tables
from regraph.model import FIELD_KINDS, Claim, Document, FieldKind

SEEDS = Path(__file__).parents[2] / "seeds" / "reference"
HEADER = "id,title,imposer,kind,target,materials,items,announced,effective,action,date,until,scope,sources,confidence\n"


def csv(tmp_path: Path, *rows: str, header: str = HEADER) -> Path:
    path = tmp_path / "mine.csv"
    path.write_text(header + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    return path


def jsonl(tmp_path: Path, *rows: object) -> Path:
    path = tmp_path / "mine.jsonl"
    lines = (row if isinstance(row, str) else json.dumps(row) for row in rows)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def made(path: Path) -> list[tuple[Document, tuple[Claim, ...]]]:
    return list(tables(path))


BAN = "tin-ban,Tin ban,ID,export_ban,,tin,tin-ore,2024-05-01,2024-06-01,,,,,,"
ROW = {"id": "tin-ban", "imposer": ["ID"], "kind": "export_ban", "materials": ["tin"], "announced": "2024-05-01"}


def test_an_introduction_is_published_on_its_announcement(tmp_path: Path) -> None:
    [(document, (one,))] = made(csv(tmp_path, BAN))
    assert (document.kind, document.published, document.title) == ("reference", "2024-05-01", "Tin ban")
    assert (one.word("action"), one.word("date"), one.names("materials")) == ("introduced", "2024-06-01", ("tin",))
    assert one.record == "tin-ban"
    assert one.confidence == 0.9


def test_a_change_is_published_on_its_own_day(tmp_path: Path) -> None:
    path = csv(tmp_path, BAN, "tin-ban,,,,,,,,,suspended,2024-09-01,2024-12-31,for smelters,,one source")
    (_, _), (document, (one,)) = made(path)
    assert (document.published, one.word("action"), one.word("until")) == ("2024-09-01", "suspended", "2024-12-31")
    assert one.names("imposer") == ("ID",)
    assert one.record == "tin-ban"


def told_as(field: str, part: object) -> str:
    """Return how a sentence for people tells a value: actors and materials by label, words without underscores."""
    if isinstance(part, float):
        return f"{part:g}"
    if field == "action" or part == "other":
        return ""  # told by a verb of its own, or in other words
    text = str(part)
    if FIELD_KINDS[field] is FieldKind.ACTORS:
        state, slash, body = text.partition("/")
        return body.replace("-", " ") if slash else reference.label(state)
    if FIELD_KINDS[field] in (FieldKind.MATERIALS, FieldKind.ITEMS):
        return reference.label(text)
    return text.replace("_", " ")


def test_claims_point_at_the_sentence_that_holds_their_values(tmp_path: Path) -> None:
    for name in ("measures.jsonl", "agreements.jsonl"):
        for document, claims in tables(SEEDS / name):
            for one in claims:
                sentence = document.text[one.start : one.end]
                for field, value in one.values:
                    told = value if isinstance(value, tuple) else (value,)
                    for part in told:
                        assert told_as(field, part) in sentence, (document.name, field)


def test_names_are_looked_up(tmp_path: Path) -> None:
    path = csv(tmp_path, "a,A,China,export_ban,Japan,Rare earths|Samarium,Rare earth magnets,2025,,,,,,,")
    [(_, (one,))] = made(path)
    assert one.names("imposer") == ("CN",)
    assert one.names("target") == ("JP",)
    assert one.names("materials") == ("rare-earths", "samarium")
    assert one.names("items") == ("rare-earth-magnets",)


def test_a_new_body_of_a_known_state_is_taken(tmp_path: Path) -> None:
    [(_, (one,))] = made(csv(tmp_path, "a,A,BO/NEW-BODY,export_ban,,tin,,2025,,,,,,,"))
    assert one.names("imposer") == ("BO/NEW-BODY",)


@pytest.mark.parametrize(
    ("words", "expected"),
    [("confirmed by 2+ sources", 0.95), ("one source", 0.8), ("0.3", 0.3)],
)
def test_confidence_in_words_and_figures(tmp_path: Path, words: str, expected: float) -> None:
    [(_, (one,))] = made(jsonl(tmp_path, {**ROW, "confidence": words}))
    assert one.confidence == expected


def test_what_is_unverified_or_disputed_is_below_the_half(tmp_path: Path) -> None:
    change = {"action": "suspended", "date": "2024-09-01", "disputed": True}
    (_, (sure,)), (_, (disputed,)) = made(jsonl(tmp_path, {**ROW, "changes": [change]}))
    [(_, (unverified,))] = made(jsonl(tmp_path, {**ROW, "confidence": "general knowledge, unverified"}))
    assert sure.confidence > 0.5 > max(disputed.confidence, unverified.confidence)


def test_a_partial_suspension_leaves_the_measure_in_force(tmp_path: Path) -> None:
    change = {"action": "suspended", "date": "2024-09-01", "partial": True, "rate_to": 10}
    _, (_, (one,)) = made(jsonl(tmp_path, {**ROW, "kind": "tariff", "changes": [change]}))
    assert (one.word("action"), one.get("rate_to")) == ("eased", 10.0)


def test_an_instrument_is_no_measure_but_suspends_others(tmp_path: Path) -> None:
    act = {
        **ROW,
        "id": "act-2",
        "instrument": True,
        "suspends": ["tin-ban"],
        "announced": "2024-09-01",
        "until": "2025-01-31",
    }
    _, (document, (one,)) = made(jsonl(tmp_path, ROW, act))
    assert (one.word("action"), one.word("until"), one.record) == ("suspended", "2025-01-31", "tin-ban")
    assert document.published == "2024-09-01"


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("https://www.mofcom.gov.cn/a", "official"),
        ("https://www.commerce.gov/a", "reference"),
        ("https://mofcom.gov.cn.example.com/a", "reference"),
        ("https://news.example/a", "reference"),
    ],
)
def test_official_is_what_the_imposer_itself_published(tmp_path: Path, url: str, kind: str) -> None:
    [(document, _)] = made(jsonl(tmp_path, {**ROW, "imposer": ["CN/MOFCOM"], "sources": [url]}))
    assert document.kind == kind


def test_plans_keep_their_modality(tmp_path: Path) -> None:
    [(_, (one,))] = made(jsonl(tmp_path, {**ROW, "modality": "expected"}))
    assert one.modality == "expected"


def test_an_agreement_with_its_promises(tmp_path: Path) -> None:
    promise = {"promisor": ["US"], "action": "suspend", "kind": "tariff", "text": "pause the duty", "measures": ["m-1"]}
    deal = {
        "id": "oslo-2027",
        "title": "Oslo note",
        "parties": ["US", "CN"],
        "date": "2027-01-02",
        "via": "oslo-2027-01",
    }
    [(document, claims)] = made(jsonl(tmp_path, {**deal, "commitments": [promise]}))
    assert [one.type for one in claims] == ["agreement", "commitment"]
    assert claims[1].names("beneficiary") == ("CN",)
    assert claims[1].record_notes("about") == ("m-1",)
    assert claims[0].record_notes("via") == ("oslo-2027-01",)
    assert document.published == "2027-01-02"


def test_the_same_table_gives_the_same_ids(tmp_path: Path) -> None:
    assert made(csv(tmp_path, BAN)) == made(csv(tmp_path, BAN))


def test_the_seeds_load_whole() -> None:
    told = [(document, one) for document, claims in tables(SEEDS / "measures.jsonl") for one in claims]
    rows = [json.loads(line) for line in (SEEDS / "measures.jsonl").read_text(encoding="utf-8").splitlines()]
    expected = sum(len(row["suspends"]) if row["instrument"] else 1 + len(row["changes"]) for row in rows)
    assert len(told) == expected
    assert len({document.id for document, _ in told}) == len({document.name for document, _ in told})
    assert {one.record for _, one in told} == {row["id"] for row in rows if not row["instrument"]}


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("x,X,ID,export_stop,,tin,,2024,,,,,,,", r"mine\.csv:2: kind: 'export_stop' is unknown: use one of"),
        ("x,X,ID,export_ban,,tim,,2024,,,,,,,", r"mine\.csv:2: materials: 'tim' is no known material"),
        ("x,X,ID,export_ban,,samarum,,2024,,,,,,,", r"did you mean samarium\?"),
        ("x,X,Atlantis,export_ban,,tin,,2024,,,,,,,", r"mine\.csv:2: imposer: 'Atlantis' is no known actor"),
        ("x,X,,export_ban,,tin,,2024,,,,,,,", r"mine\.csv:2: imposer: is empty"),
        ("x,X,ID,export_ban,,tin,,2024-13-01,,,,,,,", r"mine\.csv:2: announced: "),
        ("x,X,ID,export_ban,,tin,,,,,,,,,", r"mine\.csv:2: announced: is empty"),
        (",X,ID,export_ban,,tin,,2024,,,,,,,", r"mine\.csv:2: id: is empty"),
        ("x,X,ID,export_ban,,tin,,2024,,,,,,,very sure", r"mine\.csv:2: confidence: 'very sure' is unknown"),
        ("x,,,,,,,,,suspended,2024-09-01,,,,", r"mine\.csv:2: id: no row introduces 'x'"),
    ],
)
def test_errors_name_the_row_and_the_column(tmp_path: Path, row: str, message: str) -> None:
    with pytest.raises(LoadError, match=message):
        made(csv(tmp_path, row))


def test_a_measure_named_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LoadError, match=r"mine\.csv:3: id: 'tin-ban' stands in line 2 already"):
        made(csv(tmp_path, BAN, BAN))


def test_a_change_without_day_or_action_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LoadError, match=r"mine\.csv:3: date: is empty"):
        made(csv(tmp_path, BAN, "tin-ban,,,,,,,,,suspended,,,,,"))
    with pytest.raises(LoadError, match=r"mine\.csv:3: action: 'paused' is unknown"):
        made(csv(tmp_path, BAN, "tin-ban,,,,,,,,,paused,2024-09-01,,,,"))


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('{"id": "a", ', r"mine\.jsonl:2:\d+: no JSON"),
        ('["a"]', r"mine\.jsonl:2: no JSON object"),
        (
            '{"id": "b", "imposer": ["ID"], "kind": "export_ban", "announced": "2024", "changes": {}}',
            "changes: is no list",
        ),
        ('{"id": "b", "imposer": ["ID"], "kind": "tariff", "announced": "2024", "rate_to": "high"}', "rate_to: 'high'"),
        ('{"id": "b", "imposer": [3], "kind": "tariff", "announced": "2024"}', "imposer: .* is no list of texts"),
        (
            '{"id": "b", "imposer": ["ID"], "kind": "other", "announced": "2024", "instrument": "maybe"}',
            "neither true nor",
        ),
        (
            '{"id": "b", "imposer": "ID", "kind": "other", "announced": "2024", "instrument": true, "suspends": "z"}',
            "suspends: 'z' is no id of this table",
        ),
    ],
)
def test_broken_json_lines_name_themselves(tmp_path: Path, line: str, message: str) -> None:
    with pytest.raises(LoadError, match=message):
        made(jsonl(tmp_path, ROW, line))


def test_files_that_are_no_tables(tmp_path: Path) -> None:
    with pytest.raises(LoadError, match="no rows"):
        made(csv(tmp_path))
    with pytest.raises(LoadError, match="neither a column imposer nor parties"):
        made(csv(tmp_path, "1,2", header="a,b\n"))
    with pytest.raises(LoadError, match="cannot be read"):
        made(tmp_path / "absent.csv")
    (tmp_path / "bad.csv").write_bytes(b"id,imposer\nx,\xff\xfe\n")
    with pytest.raises(LoadError, match="no UTF-8"):
        made(tmp_path / "bad.csv")
    with pytest.raises(LoadError, match=r"mine\.csv:2: more cells than columns"):
        made(csv(tmp_path, "a,b,c", header="id,imposer\n"))


def test_tables_are_known_by_their_names() -> None:
    assert is_table(Path("a.CSV"))
    assert is_table(Path("a.jsonl"))
    assert not is_table(Path("a.json"))
