"""`regraph.extract.times`: a table of expressions with near misses, and properties that hold for any text."""

import datetime as dt
import re
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regraph import dates
from regraph.dates import Bounds
from regraph.extract.times import find_times, year_of

TABLE = Path(__file__).parents[1] / "cases" / "times.tsv"


def rows() -> list[tuple[str, ...]]:
    """Return the rows of the table: publication, marked text, kind, EDTF, duration, rule."""
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    return [tuple(line.split("\t")) for line in lines if line and not line.startswith("#")]


def unmark(marked: str) -> tuple[str, list[tuple[str, int, int]]]:
    """Return the text without marks, and the marked spans with their opening bracket."""
    text, spans = "", []
    for piece in re.findall(r"[\[\]{}]|[^\[\]{}]+", marked.replace("\\n", "\n")):
        if piece in "[{":
            spans.append((piece, len(text), len(text)))
        elif piece in "]}":
            spans[-1] = (spans[-1][0], spans[-1][1], len(text))
        else:
            text += piece
    return text, spans


@pytest.mark.parametrize("row", rows(), ids=lambda row: f"{row[1]} ({row[0]})")
def test_expression_of_the_table(row: tuple[str, ...]) -> None:
    published, marked, kind, edtf, duration, rule = row
    text, spans = unmark(marked)
    found = find_times(text, None if published == "-" else dates.parse(published))
    assert [text[each.start : each.end] for each in found] == [text[start:end] for _, start, end in spans]
    for each, (mark, _, _) in zip(found, spans, strict=True):
        if mark == "[":
            assert (each.kind, each.edtf or "-", each.duration or "-", each.rule) == (kind, edtf, duration, rule)


def test_the_table_is_large_enough_and_has_near_misses() -> None:
    table = rows()
    assert len(table) >= 150
    assert len({row[1] for row in table}) >= 150
    assert sum(row[2] == "-" for row in table) >= 25


def test_only_the_asked_part_is_read_and_offsets_count_from_the_start() -> None:
    text = "In May 2024 it rose. In June 2024 it fell. In July 2024 it stood."
    (only,) = find_times(text, None, start=21, end=42)
    assert (text[only.start : only.end], only.edtf) == ("June 2024", "2024-06")


def test_a_letter_that_grows_when_lowered_moves_no_offset() -> None:
    text = "İİİ and on 4 May 2025."
    (only,) = find_times(text, None)
    assert text[only.start : only.end] == "4 May 2025"


def test_year_of_the_text_dates_what_has_no_year() -> None:
    text = "On 3 May 2025 it began. On 9 May it ended."
    assert year_of(text) == 2025
    assert [each.edtf for each in find_times(text, None, year=year_of(text))] == ["2025-05-03", "2025-05-09"]
    assert year_of("Nothing is dated here.") is None


def test_a_month_as_publication_date_still_dates_what_is_relative() -> None:
    (only,) = find_times("Output fell last month.", dates.parse("2025-03"))
    assert only.edtf == "2025-02"


WORDS = st.sampled_from(
    "in on of the a by until from to between and 9 28 31 2025 1999 may May march June Jan. october Monday friday week "
    "weeks day days month year years quarter half first last next this ago earlier later two twenty-one end early mid "
    "- – / , . ( ) ' FY26 Q1 H2 1Q25 immediate effect with further notice spring fall decade 9999 0000 12/11/2024 "
    "2024-13-40 2024-02-30 29 February the\nsame every within 999 9. On".split(" ")
)
BEFORE = dt.date(2025, 2, 28)


@given(st.lists(WORDS, max_size=25).map(" ".join), st.dates() | st.none())
def test_any_text_gives_ordered_disjoint_times_with_true_dates(text: str, published: dt.date | None) -> None:
    found = find_times(text, Bounds(published, published) if published else None)
    end = 0
    for each in found:
        assert end <= each.start < each.end <= len(text)
        end = each.end
        if each.edtf:
            assert dates.parse(each.edtf) == each.bounds
        if each.duration:
            assert dates.add_duration(BEFORE, each.duration) > BEFORE
    assert found == find_times(text, Bounds(published, published) if published else None)


@given(st.text(max_size=200))
def test_no_text_raises(text: str) -> None:
    find_times(text, dates.parse("2025-06-28"))


@pytest.mark.parametrize(
    "piece", ["may ", "9. On October 1 ", "the end of the ", "2025-", "   \n", "in the first half of ", "two to three "]
)
def test_time_is_linear_in_the_length(piece: str) -> None:
    def seconds(text: str) -> float:
        best = 60.0
        for _ in range(3):
            before = time.process_time()
            find_times(text, dates.parse("2025-06-28"))
            best = min(best, time.process_time() - before)
        return best

    short, long = piece * 2_000, piece * 16_000
    assert seconds(long) < 40 * seconds(short) + 0.05  # eight times the text; a square would take 64 times as long
