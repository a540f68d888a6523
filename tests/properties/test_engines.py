"""Whatever the answers, an engine counts the same integers as the naive reference."""

import csv
import tempfile
from pathlib import Path

import duckdb
import pyarrow
import pyarrow.parquet
from hypothesis import given, settings, strategies as st

from puas.engines.duckdb import count_sheet, tally_file, tally_relation
from puas.engines.duckdb_rejections import find_rejections
from puas.exchange.answer_sheets import open_answer_sheet
from puas.methodology.answers import count_answered
from puas.methodology.tallies import tally_responses
from tests.methodology.samples import CLASSIC, HYBRID, OWN_TEN, PLAIN_NINE

DRAWS = settings(max_examples=40)
"""Each draw starts DuckDB anew, which takes some tenths of a second."""

INSTRUMENTS = st.sampled_from([CLASSIC, HYBRID, OWN_TEN, PLAIN_NINE])


def is_accepted(instrument, scores):
    """Say whether the method counts this response: as `parse_scores` does, without raising."""
    required = all(score for item, score in zip(instrument.items, scores, strict=True) if item.required)
    return required and count_answered(instrument, scores) >= instrument.minimum_answered


def reference(instrument, rows):
    """Return the reference tally of every group that has an accepted response."""
    groups = {}
    for group, scores in rows:
        if is_accepted(instrument, scores):
            groups.setdefault(group, []).append(scores)
    return {group: tally_responses(instrument, responses) for group, responses in groups.items()}


@st.composite
def grouped_answers(draw):
    """An instrument and rows of (group, scores); few gaps, so that most rows count."""
    instrument = draw(INSTRUMENTS)
    score = st.sampled_from([1, 2, 3, 4, 4, 3, 2, 1, 0])
    row = st.tuples(st.sampled_from(["KTP", "KK", "Akta"]), st.tuples(*[score] * len(instrument.items)))
    return instrument, draw(st.lists(row, max_size=25))


@DRAWS
@given(grouped_answers())
def test_duckdb_counts_the_integers_of_the_reference(drawn):
    instrument, rows = drawn
    table = pyarrow.table(
        {"layanan": pyarrow.array([group for group, _ in rows], pyarrow.string())}
        | {
            item.key: pyarrow.array([scores[k] or None for _, scores in rows], pyarrow.uint8())
            for k, item in enumerate(instrument.items)
        }
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "jawaban.parquet"
        pyarrow.parquet.write_table(table, path)
        grouped = tally_file(path, instrument, by="layanan")
        whole = tally_file(path, instrument)[None]

    expected = reference(instrument, rows)
    assert {group: tally for group, tally in grouped.items() if tally.respondents} == expected
    accepted = [scores for _, scores in rows if is_accepted(instrument, scores)]
    assert whole == tally_responses(instrument, accepted)


@DRAWS
@given(grouped_answers())
def test_a_relation_in_duckdb_gives_the_same_integers(drawn):
    instrument, rows = drawn
    names = [f"s{k}" for k in range(len(instrument.items))]
    with duckdb.connect() as connection:
        columns = ", ".join(f"{name} UTINYINT" for name in names)
        connection.execute(f"CREATE TABLE answers (layanan VARCHAR, {columns})")
        for group, scores in rows:
            connection.execute(
                f"INSERT INTO answers VALUES ({', '.join('?' * (len(names) + 1))})", [group, *scores]
            )
        grouped = tally_relation(connection, "answers", instrument, names, by="layanan")

    assert {group: tally for group, tally in grouped.items() if tally.respondents} == reference(
        instrument, rows
    )


CELLS = {
    "1": 1,
    "2": 2,
    "3": 3,
    "4": 4,
    "4.0": 4,
    "4,0": 4,
    " 3 ": 3,
    "2.": 2,
    "\u00a01": 1,
    "": 0,
    "  ": 0,
    "0": None,
    "5": None,
    "-1": None,
    "3.5": None,
    "3,5": None,
    "44": None,
    "1e0": None,
    "Baik": None,
    "4 baik": None,
    '"4"': None,
    "baris\nbaru": None,
    "٤": None,
    "NULL": None,
}
HEADINGS = ["U1", "U2", "U3", "U4", "U5", "U6", "U7", "U9", "U8"]
"""In the order of the classic items: Q8 feeds U9."""


@st.composite
def written_answers(draw):
    """Rows of cells as people write them, a delimiter and a line end."""
    cell = st.one_of(st.sampled_from(["1", "2", "3", "4"]), st.sampled_from(list(CELLS)))
    rows = draw(st.lists(st.lists(cell, min_size=9, max_size=9), max_size=15))
    return rows, draw(st.sampled_from([",", ";", "\t", "|"])), draw(st.sampled_from(["\n", "\r\n"]))


@DRAWS
@given(written_answers())
def test_a_written_table_is_counted_and_refused_cell_by_cell(drawn):
    rows, delimiter, line_end = drawn
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "jawaban.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, delimiter=delimiter, lineterminator=line_end).writerows([HEADINGS, *rows])
        with open_answer_sheet(path, CLASSIC) as sheet:
            count = count_sheet(sheet)[None]
            rejected = {(rejection.row, rejection.column) for rejection in find_rejections(sheet)}

    read = [[CELLS[cell] for cell in row] for row in rows]
    bad = {
        (number, HEADINGS[place])
        for number, row in enumerate(read, start=2)
        for place, score in enumerate(row)
        if score is None
    }
    filled = [(number, row) for number, row in enumerate(read, start=2) if "".join(rows[number - 2]).strip()]
    whole = [(number, row) for number, row in filled if None not in row]
    few = {number for number, row in whole if count_answered(CLASSIC, row) < 5}
    good = [row for number, row in whole if number not in few]
    assert count.tally == tally_responses(CLASSIC, good)
    assert count.rejected == len({number for number, _ in bad} | few)
    assert {place for place in rejected if place[0] not in few} == bad
    assert {row for row, _ in rejected} == {number for number, _ in bad} | few


@DRAWS
@given(
    st.lists(st.lists(st.sampled_from(["1", "4", "5", "x", "", " "]), min_size=9, max_size=9), max_size=10)
)
def test_the_fast_and_the_strict_way_of_reading_agree(rows):
    lines = [";".join(row) for row in [HEADINGS, *rows]]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "jawaban.csv"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        with open_answer_sheet(path, CLASSIC) as sheet:
            assert sheet.facts is not None
            strict = sheet.rewrite()
            assert count_sheet(sheet) == count_sheet(strict)
            assert list(find_rejections(sheet)) == list(find_rejections(strict))
