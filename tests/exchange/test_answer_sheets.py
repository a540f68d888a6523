"""Tables of answers as offices keep them: found columns, found headings, refusals that say what to do."""

import datetime

import openpyxl
import pyarrow
import pyarrow.parquet
import pytest

from puas.errors import BadInput
from puas.exchange.answer_sheets import open_answer_sheet
from puas.exchange.guards import FileKind
from tests.methodology.samples import CLASSIC

U = [f"U{number}" for number in range(1, 10)]
ROW = ["4", "3", "4", "3", "4", "3", "4", "3", "4"]
IN_ITEM_ORDER = (0, 1, 2, 3, 4, 5, 6, 8, 7)
"""Columns U1..U9 in the order of the items: Q8 is fed by U9, Q9 by U8."""


@pytest.fixture
def opened(tmp_path):
    """Return a function that writes bytes to a file, opens it and gives the sheet's facts."""

    def read(content, name="jawaban.csv", **wanted):
        path = tmp_path / name
        path.write_bytes(content)
        with open_answer_sheet(path, CLASSIC, **wanted) as sheet:
            return sheet

    return read


def csv_bytes(*rows, delimiter=",", encoding="utf-8", line_end="\n"):
    return line_end.join(delimiter.join(row) for row in rows).encode(encoding)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_any_delimiter_in_any_encoding(opened, delimiter, encoding):
    sheet = opened(csv_bytes(U, ROW, delimiter=delimiter, encoding=encoding))
    assert (sheet.headings, sheet.columns.items, sheet.heading_row) == (tuple(U), IN_ITEM_ORDER, 1)


def test_windows_letters_are_read(opened):
    sheet = opened(csv_bytes([*U, "Pelayanan café"], [*ROW, "x"], encoding="cp1252"))
    assert sheet.headings[9] == "Pelayanan café"


@pytest.mark.parametrize(
    ("content", "plain"),
    [
        (csv_bytes(U, ROW), True),
        (csv_bytes(U, ROW, line_end="\r\n"), True),
        (csv_bytes(U, ROW, line_end="\r"), False),
        (csv_bytes(U, ROW) + b"\n\n", False),
        (csv_bytes(["\nU1", *U[1:]], ROW), False),
        (csv_bytes([f'"{key}"' for key in U], ROW), False),
        (csv_bytes(U, ROW) + b"\r\n" + b",".join([b"4"] * 9) + b"\n", False),
    ],
)
def test_only_a_plain_file_is_read_where_it_lies(opened, content, plain):
    sheet = opened(content)
    assert (sheet.facts is not None, sheet.strict) == (plain, not plain)


def test_titles_above_the_heading_are_passed_over(opened):
    sheet = opened(csv_bytes(["Hasil Survei"], ["Periode;;"], ["No", *U], ["1", *ROW]))
    assert (sheet.heading_row, sheet.headings) == (3, ("No", *U))


def test_a_heading_over_two_rows_is_joined(opened):
    sheet = opened(csv_bytes(["No", "Layanan", "Unsur", *[""] * 8], ["", "", *U], ["1", "KTP", *ROW]))
    assert (sheet.heading_row, sheet.headings) == (2, ("No", "Layanan", *U))


def test_excel_line_that_names_the_delimiter_is_passed_over(opened):
    sheet = opened(b"sep=;\r\n" + csv_bytes(U, ROW, delimiter=";", line_end="\r\n"))
    assert (sheet.heading_row, sheet.delimiter) == (2, ";")


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b"\n\n", b" \n,,\n"])
def test_a_file_without_a_table_is_empty(opened, content):
    assert opened(content).is_empty


def test_binary_with_a_text_name_is_refused(opened):
    with pytest.raises(BadInput) as caught:
        opened(bytes(range(256)) * 40)
    assert caught.value.code == "file_not_text"


def test_quote_that_never_closes_names_its_line(opened):
    with pytest.raises(BadInput) as caught:
        opened(csv_bytes(U, ROW, ['"4', *ROW[1:]], ROW))
    assert str(caught.value) == (
        "Baris 4 pada jawaban.csv: tanda kutip tidak ditutup dengan benar, atau satu sel terlalu panjang. "
        "Perbaiki baris itu, lalu coba lagi."
    )


def test_table_with_thousands_of_columns_is_refused(opened):
    with pytest.raises(BadInput) as caught:
        opened(csv_bytes([*U, *[f"x{column}" for column in range(2_000)]]))
    assert caught.value.code == "sheet_too_wide"


def test_name_with_pattern_letters_reads_that_file_only(opened, tmp_path):
    (tmp_path / "ab.csv").write_bytes(csv_bytes(U, ROW))
    sheet = opened(csv_bytes([*U, "Layanan"], [*ROW, "KTP"]), name="[a]*'.csv")
    assert sheet.headings == (*U, "Layanan")


def test_named_columns_replace_the_guess(opened):
    names = [f"jawab {number}" for number in range(1, 10)]
    sheet = opened(csv_bytes(names, ROW), mapping=dict(zip(U, names, strict=True)))
    assert sheet.columns.items == IN_ITEM_ORDER


def test_group_column_is_found_by_its_heading(opened):
    sheet = opened(csv_bytes([*U, " Jenis  Layanan "], [*ROW, "KTP"]))
    assert sheet.find_column("jenis layanan") == 9
    with pytest.raises(BadInput) as missing:
        sheet.find_column("Loket")
    with pytest.raises(BadInput) as answers:
        sheet.find_column("U1")
    assert (missing.value.code, answers.value.code) == ("column_not_found", "column_holds_answers")
    assert "“Jenis  Layanan”" in str(missing.value)


def write_parquet(path, columns):
    pyarrow.parquet.write_table(pyarrow.table(columns), path)


def test_parquet_keeps_types_and_knows_clean_columns(tmp_path):
    path = tmp_path / "jawaban.parquet"
    columns = {key: pyarrow.array([4, None, 1], pyarrow.uint8()) for key in U}
    columns["U2"] = pyarrow.array([4, 5, 1], pyarrow.int32())
    columns["U3"] = pyarrow.array([4.0, 3.5, None])
    columns["tanggal"] = pyarrow.array([datetime.date(2023, 1, 2)] * 3)
    write_parquet(path, columns)
    with open_answer_sheet(path, CLASSIC) as sheet:
        assert sheet.kind == FileKind.PARQUET
        assert sheet.types[:4] == ("UTINYINT", "INTEGER", "DOUBLE", "UTINYINT")
        assert sheet.clean == frozenset({0, 3, 4, 5, 6, 7, 8})
        assert sheet.columns.items == IN_ITEM_ORDER


def test_parquet_with_one_name_twice_is_ambiguous(tmp_path):
    path = tmp_path / "jawaban.parquet"
    values = [pyarrow.array([4])] * 10
    pyarrow.parquet.write_table(pyarrow.table(values, names=[*U, "U1"]), path)
    with pytest.raises(BadInput) as caught, open_answer_sheet(path, CLASSIC):
        pass
    assert caught.value.code == "column_ambiguous"


def test_broken_parquet_is_refused(opened):
    with pytest.raises(BadInput) as caught:
        opened(b"PAR1" + b"\x00" * 100 + b"PAR1", name="jawaban.parquet")
    assert caught.value.code == "parquet_broken"


@pytest.fixture
def book(tmp_path):
    """Return a function that opens a workbook with these sheets (name -> rows)."""

    def read(sheets, **wanted):
        workbook = openpyxl.Workbook()
        workbook.remove(workbook.active)
        for name, rows in sheets.items():
            sheet = workbook.create_sheet(name)
            for row in rows:
                sheet.append(row)
        workbook.save(tmp_path / "jawaban.xlsx")
        with open_answer_sheet(tmp_path / "jawaban.xlsx", CLASSIC, **wanted) as opened:
            return opened

    return read


ANSWERS = [U, [4] * 9]


def test_the_sheet_with_the_answers_is_taken_and_said(book):
    sheet = book({"Petunjuk": [["Isi lembar kedua"]], "Hasil": [["Hasil survei"], *ANSWERS], "Kosong": []})
    assert (sheet.heading_row, sheet.columns.items) == (2, IN_ITEM_ORDER)
    assert sheet.notes == (
        (
            "Yang dihitung hanya lembar “{sheet}”; lembar lain tidak dibaca: {others}.",
            {"sheet": "Hasil", "others": "Petunjuk"},
        ),
    )


def test_a_sheet_may_be_named(book):
    sheets = {"Januari": [*ANSWERS], "Februari": [["Judul"], *ANSWERS]}
    assert book(sheets, sheet="februari").heading_row == 2
    with pytest.raises(BadInput) as caught:
        book(sheets, sheet="Maret")
    assert (
        str(caught.value) == "Tidak ada lembar berisi yang bernama “Maret”. Yang ada: “Januari”, “Februari”."
    )


def test_workbook_without_cells_is_empty(book):
    assert book({"Kosong": []}).is_empty


def test_formula_never_calculated_is_refused_in_answers_only(book):
    beside = [[*U, "Catatan"], [*[4] * 9, "=1+1"]]
    assert book({"A": beside}).headings == (*U, "Catatan")
    with pytest.raises(BadInput) as grouped:
        book({"A": beside}).find_column("Catatan")
    assert (grouped.value.code, grouped.value.data) == ("formula_not_calculated", {"cell": "J2"})
    with pytest.raises(BadInput) as caught:
        book({"A": [U, [4] * 9, [*[4] * 8, "=1+1"]]})
    assert str(caught.value) == (
        "Sel I3 berisi rumus yang belum dihitung. "
        "Buka berkas di Excel atau LibreOffice, simpan, lalu coba lagi."
    )


def test_error_value_is_not_taken_as_unanswered(tmp_path):
    workbook = openpyxl.Workbook()
    for row in (U, [4] * 9):
        workbook.active.append(row)
    workbook.active["C2"] = "#DIV/0!"
    workbook.active["C2"].data_type = "e"
    workbook.save(tmp_path / "a.xlsx")
    with pytest.raises(BadInput) as caught, open_answer_sheet(tmp_path / "a.xlsx", CLASSIC):
        pass
    assert caught.value.code == "formula_error"
