"""Tables of claims, measures and phases, read back by pyarrow, pandas and csv, hold what the graph holds."""

import csv
import datetime as dt
import io
import zipfile
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet as pq
import pytest
from tests.network import sample

from regraph import ids, rdf
from regraph.errors import UsageError
from regraph.export import Filters, Options, write, write_folder
from regraph.export.records import TABLES
from regraph.model import claim_values
from regraph.store import Store

SIZES = {"claims": 9, "measures": 3, "phases": 5}


@pytest.fixture(scope="module")
def store() -> Store:
    return sample.store()


def parquet(store: Store, place: Path, **filters: Any) -> dict[str, list[dict[str, Any]]]:
    write_folder(store, "parquet", place, filters=Filters(**filters))
    return {file.stem: pq.read_table(file).to_pylist() for file in sorted(place.iterdir())}


def cells(store: Store, **options: Any) -> dict[str, list[dict[str, str]]]:
    out = io.BytesIO()
    write(store, "csv", out, options=Options(**options))
    with zipfile.ZipFile(out) as archive:
        texts = {Path(name).stem: archive.read(name).decode() for name in archive.namelist()}
    return {name: list(csv.DictReader(io.StringIO(text, newline=""))) for name, text in texts.items()}


def test_claims_say_what_the_documents_say(store: Store, tmp_path: Path) -> None:
    rows = {row["id"]: row for row in parquet(store, tmp_path / "tables")["claims"]}
    told = [claim for claims in sample.CLAIMS.values() for claim in claims]
    assert set(rows) == {claim.id for claim in told}
    for claim in told:
        row = rows[claim.id]
        source = next(one for one in sample.CLAIMS if one.id == claim.document_id)
        assert row["quote"] == source.text[claim.start : claim.end]
        fields = {name: value for name, value in row.items() if value is not None and name in dict(claim.values)}
        assert claim_values(claim.type, fields) == claim.values
        assert (row["document"], row["published"], row["modality"]) == (source.name, source.published, claim.modality)
    assert rows[sample.HALT.id]["measures"] == ["cn-samarium"]


def test_claims_equal_those_that_the_store_reads_back(store: Store, tmp_path: Path) -> None:
    rows = parquet(store, tmp_path / "tables")["claims"]
    read = [
        claim.id
        for source in sample.CLAIMS
        for claim in rdf.read_document(store.graph(ids.graph_iri("document", source.id)))[1]
    ]
    assert sorted(row["id"] for row in rows) == sorted(read)


def test_measures_and_phases(store: Store, tmp_path: Path) -> None:
    tables = parquet(store, tmp_path / "tables")
    assert {name: len(rows) for name, rows in tables.items()} == SIZES
    samarium = next(row for row in tables["measures"] if row["id"] == "cn-samarium")
    assert samarium["imposers"] == ["CN/GACC", "CN/MOFCOM"]
    assert samarium["covers"] == ["samarium"]
    assert samarium["documents"] == ["alpha.txt", "gamma.txt"]
    wanted = {
        (one.id, one.measure_id, one.status, one.valid_from, one.valid_until, one.known_until)
        for one in (*sample.SAMARIUM_PHASES, *sample.CHIPS_PHASES)
    }
    found = {
        (row["id"], row["measure"], row["status"], row["valid_from"], row["valid_until"], row["known_until"])
        for row in tables["phases"]
    }
    assert found == wanted


def test_a_day_that_no_source_tells_is_no_day(tmp_path: Path) -> None:
    made = Store.memory()
    phase = sample.phase("us-chips", "in_force", "0001-01-01", None, "2025-01-01")
    made.apply(rdf.measure_quads(sample.CHIPS, [], [phase]))
    row = parquet(made, tmp_path / "tables")["phases"][0]
    assert (row["valid_from"], row["known_from"]) == (None, dt.date(2025, 1, 1))


def test_pandas_reads_days_as_days(store: Store, tmp_path: Path) -> None:
    write_folder(store, "parquet", tmp_path / "tables")
    frame = pd.read_parquet(tmp_path / "tables" / "phases.parquet")
    assert list(frame["status"][frame["measure"] == "us-chips"]) == ["in_force"]
    assert frame["valid_from"].min() == dt.date(2024, 12, 2)


def test_filters_and_quotes(store: Store, tmp_path: Path) -> None:
    part = parquet(store, tmp_path / "one", document=(ids.iri("document", sample.BETA.id),))
    assert {row["document"] for row in part["claims"]} == {"beta.txt"}
    bare = parquet(store, tmp_path / "two", quotes=False)
    assert {row["quote"] for row in bare["claims"]} == {None}
    assert len(bare["claims"]) == SIZES["claims"]
    late = parquet(store, tmp_path / "three", since=dt.date(2025, 6, 1))
    assert {row["document"] for row in late["claims"]} == {"beta.txt"}
    none = parquet(store, tmp_path / "four", measure=(ids.iri("measure", "us-chips"),), since=dt.date(2026, 1, 1))
    assert none == {name: [] for name in SIZES}


def test_csv_holds_the_same_rows(store: Store, tmp_path: Path) -> None:
    found = cells(store, excel_safe=False)
    whole = parquet(store, tmp_path / "tables")
    for name, table in TABLES.items():
        assert [row["id"] for row in found[name]] == [row["id"] for row in whole[name]]
        assert list(found[name][0]) == [column.name for column in table.columns]
    imposers = {row["id"]: row["imposers"] for row in found["measures"]}
    assert imposers["cn-samarium"] == "CN/GACC; CN/MOFCOM"


def test_formulas_and_control_characters(store: Store) -> None:
    safe, bare = cells(store)["measures"], cells(store, excel_safe=False)["measures"]
    assert sample.CHIPS.label in {row["label"] for row in bare}
    assert {f"'{sample.CHIPS.label}"} <= {row["label"] for row in safe}
    text = "".join(value for rows in cells(store).values() for row in rows for value in row.values())
    assert text.isprintable()


def test_a_folder_is_written_whole_and_takes_only_its_own_place(store: Store, tmp_path: Path) -> None:
    place = tmp_path / "tables"
    write_folder(store, "parquet", place)
    before = (place / "claims.parquet").read_bytes()
    write_folder(store, "parquet", place)
    assert (place / "claims.parquet").read_bytes() == before
    (place / "mine.txt").write_text("keep")
    with pytest.raises(UsageError, match=r"mine\.txt"):
        write_folder(store, "parquet", place)
    assert (place / "mine.txt").read_text() == "keep"
    assert [entry.name for entry in tmp_path.iterdir()] == ["tables"]
    with pytest.raises(UsageError, match="one file"):
        write_folder(store, "ttl", tmp_path / "other")


def test_without_pyarrow_the_error_names_the_extra(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("regraph.export.parquet.find_spec", lambda _: None)
    with pytest.raises(UsageError, match=r"regraph-kg\[parquet\]"):
        write(store, "parquet", io.BytesIO())
