"""DuckDB's tallies at their edges: many items, wide sums, ragged text, long files."""

import csv
import random

import duckdb
import pyarrow
import pyarrow.parquet
import pytest

from puas.engines.duckdb import count_sheet, tally_file, tally_relation
from puas.engines.duckdb_rejections import find_rejections
from puas.errors import BadInput
from puas.exchange.answer_sheets import open_answer_sheet
from puas.methodology.instruments import parse_instrument
from puas.methodology.tallies import Tally, tally_responses
from tests.methodology.samples import CLASSIC
from tests.spec.chapters.instruments import HEAD, build_item

U = [f"U{number}" for number in range(1, 10)]
MIXED = (4, 3, 4, 3, 4, 3, 4, 3, 4)
TWELVE_EACH = 12 * ["U1"] + [f"U{number}" for number in range(2, 10)]
FORTY_TWO = [f"U{1 + place % 9}" for place in range(42)]


def build_instrument(elements):
    """Return an instrument with one item for each of `elements`."""
    items = (build_item(f"Q{number}", element) for number, element in enumerate(elements, start=1))
    return parse_instrument(HEAD + "".join(items))


def save(path, rows):
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


@pytest.mark.parametrize("elements", [FORTY_TWO, TWELVE_EACH], ids=["two words", "scale 27720"])
def test_many_items_are_counted_exactly(elements, tmp_path):
    instrument = build_instrument(elements)
    draw = random.Random(1)
    rows = [[draw.choice([0, 1, 2, 3, 4, 4]) for _ in elements] for _ in range(300)]
    path = save(
        tmp_path / "jawaban.csv",
        [[item.key for item in instrument.items], *[[s or "" for s in row] for row in rows]],
    )
    accepted = [row for row in rows if len({e for e, s in zip(elements, row, strict=True) if s}) >= 5]
    assert tally_file(path, instrument) == {None: tally_responses(instrument, accepted)}


def test_required_items_must_be_answered(tmp_path):
    text = HEAD + "".join(build_item(f"Q{number}", f"U{number}") for number in range(1, 10))
    required = parse_instrument(text.replace('key = "Q2"\n', 'key = "Q2"\nrequired = true\n'))
    path = save(tmp_path / "jawaban.csv", [U, [*MIXED], ["4", "", *["4"] * 7]])
    with open_answer_sheet(path, required) as sheet:
        assert count_sheet(sheet)[None].rejected == 1
        assert [(r.row, r.column, r.reason) for r in find_rejections(sheet)] == [
            (3, "U2", "wajib dijawab tetapi kosong")
        ]


def test_a_relation_without_rows_is_the_empty_tally():
    with duckdb.connect() as connection:
        connection.execute(
            "CREATE TABLE answers (" + ", ".join(f"{key} UTINYINT" for key in U) + ", kota VARCHAR)"
        )
        assert tally_relation(connection, "answers", CLASSIC, U) == {None: Tally.empty(CLASSIC)}
        assert tally_relation(connection, "answers", CLASSIC, U, by="kota") == {}


def test_an_empty_file_has_no_groups(tmp_path):
    (tmp_path / "kosong.csv").write_bytes(b"")
    assert tally_file(tmp_path / "kosong.csv", CLASSIC) == {None: Tally.empty(CLASSIC)}
    assert tally_file(tmp_path / "kosong.csv", CLASSIC, by="Kota") == {}
    with open_answer_sheet(tmp_path / "kosong.csv", CLASSIC) as sheet:
        assert list(find_rejections(sheet)) == []


def test_ragged_rows_are_read_the_strict_way(tmp_path):
    """Too short is unanswered, too long is rejected, and both keep their number."""
    path = tmp_path / "jawaban.csv"
    full = "4,4,4,4,4,4,4,4,4"
    path.write_text("\n".join([",".join(U), full, "4,4,4,4,4", full + ",", full + ",9", "4,4", full]))
    with open_answer_sheet(path, CLASSIC) as sheet:
        count = count_sheet(sheet)[None]
        assert (count.tally.respondents, count.tally.answered[5], count.rejected) == (4, 3, 2)
        assert [(rejection.row, rejection.column) for rejection in find_rejections(sheet)] == [
            (5, ""),
            (6, "U3, U4, U5, U6, U7, U8, U9"),
        ]


@pytest.mark.parametrize(
    ("values", "answered", "rejected"),
    [
        (pyarrow.array([4, 0, 5, None, 200], pyarrow.uint8()), 1, 3),
        (pyarrow.array([4, -1, 5, None, 2**40], pyarrow.int64()), 1, 3),
        (pyarrow.array([4.0, 3.5, float("nan"), None, float("inf")]), 1, 2),
        (pyarrow.array(["4", "4,0", "empat", None, " "]), 2, 1),
        (pyarrow.array([True, False, True, None, None]), 0, 3),
        (pyarrow.array([[4], [4], [4], None, None]), 0, 3),
    ],
)
def test_parquet_columns_of_any_type_are_judged(tmp_path, values, answered, rejected):
    columns = {key: pyarrow.array([3] * 5, pyarrow.uint8()) for key in U} | {"U4": values}
    pyarrow.parquet.write_table(pyarrow.table(columns), tmp_path / "a.parquet")
    with open_answer_sheet(tmp_path / "a.parquet", CLASSIC) as sheet:
        count = count_sheet(sheet)[None]
        assert (count.tally.answered[3], count.rejected) == (answered, rejected)
        assert len({rejection.row for rejection in find_rejections(sheet)}) == rejected


def test_parquet_groups_of_any_type(tmp_path):
    columns = {key: [4, 4, 4] for key in U} | {"tahun": [2023, 2024, None], "nilai": [1.0, 1.5, None]}
    pyarrow.parquet.write_table(pyarrow.table(columns), tmp_path / "a.parquet")
    assert list(tally_file(tmp_path / "a.parquet", CLASSIC, by="tahun")) == ["2023", "2024", None]
    assert list(tally_file(tmp_path / "a.parquet", CLASSIC, by="nilai")) == ["1", "1.5", None]


@pytest.mark.parametrize("quoted", [False, True])
def test_long_files_keep_their_row_numbers(tmp_path, quoted):
    """Long enough that several threads read parts of it at once."""
    path = tmp_path / "jawaban.csv"
    good, bad = "4,3,4,3,4,3,4,3,4", "4,3,4,3,4,3,4,3,7"
    rows = [bad if number % 70_001 == 0 else good for number in range(2, 400_000)]
    title = ",".join(f'"{key}"' for key in U) if quoted else ",".join(U)
    path.write_text("\n".join([title, *rows]))
    with open_answer_sheet(path, CLASSIC) as sheet:
        assert (sheet.facts is None) == quoted
        count = count_sheet(sheet)[None]
        found = [rejection.row for rejection in find_rejections(sheet)]
    assert found == [70_001, 140_002, 210_003, 280_004, 350_005]
    assert (count.tally.respondents, count.rejected) == (399_998 - 5, 5)


def test_a_cell_beyond_all_measure_names_its_line(tmp_path):
    path = tmp_path / "jawaban.csv"
    path.write_text(",".join([*U, "Saran"]) + "\n" + ",".join(["4"] * 9) + "," + "x" * 3_000_000)
    with pytest.raises(BadInput) as caught:
        tally_file(path, CLASSIC)
    assert (caught.value.code, caught.value.data["line"]) == ("text_quotes", 2)


def test_parquet_that_breaks_off_is_a_sentence(tmp_path):
    """The footer is whole, so the file opens; the pages under it are not."""
    path = tmp_path / "a.parquet"
    columns = {key: pyarrow.array([1, 2, 3, 4] * 50_000, pyarrow.uint8()) for key in U}
    pyarrow.parquet.write_table(pyarrow.table(columns), path, compression="zstd")
    content = bytearray(path.read_bytes())
    pages = len(content) - 8 - int.from_bytes(content[-8:-4], "little")
    content[100:pages] = b"\xff" * (pages - 100)
    path.write_bytes(bytes(content))
    with pytest.raises(BadInput) as caught:
        tally_file(path, CLASSIC)
    assert caught.value.code == "table_unreadable"
