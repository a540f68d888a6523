"""Hostile files end in a sentence, whatever the parser below would have done with them."""

import io
import os
import zipfile
from pathlib import Path

import duckdb
import openpyxl
import pytest

from puas.errors import BadInput
from puas.exchange import guards
from puas.exchange.guards import FileKind


@pytest.fixture
def workbook(tmp_path):
    """Return a function that saves an openpyxl workbook after `fill(sheet)` and gives its path."""

    def save(fill):
        book = openpyxl.Workbook()
        fill(book.active)
        path = tmp_path / "jawaban.xlsx"
        book.save(path)
        return path

    return save


def rebuild(path: Path, changes: dict[str, bytes | None]) -> None:
    """Rewrite a zip with some members replaced, added, or (None) left out."""
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    members |= {name: content for name, content in changes.items() if content is not None}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            if name not in changes or changes[name] is not None:
                archive.writestr(name, content)


def sheet_xml(cells: bytes, head: bytes = b"") -> bytes:
    return (
        b'<?xml version="1.0"?>'
        + head
        + b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        b"<sheetData>" + cells + b"</sheetData></worksheet>"
    )


def refusal(path: Path) -> BadInput:
    with pytest.raises(BadInput) as caught:
        guards.read_workbook(path)
    return caught.value


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"", FileKind.EMPTY),
        (b"U1;U2\n", FileKind.TEXT),
        (b"PAR1....", FileKind.PARQUET),
        (b"PK\x03\x04", FileKind.WORKBOOK),
    ],
)
def test_kind_is_known_by_content_never_by_name(tmp_path, content, kind):
    path = tmp_path / "berkas.pdf"
    path.write_bytes(content)
    assert guards.detect_kind(path) == kind


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "file_old_excel"),
        (b"%PDF-1.7", "file_pdf"),
        (b"\x1f\x8b\x08", "file_compressed"),
    ],
)
def test_formats_that_are_never_read_say_what_to_do(tmp_path, content, code):
    path = tmp_path / "berkas.xlsx"
    path.write_bytes(content)
    with pytest.raises(BadInput) as caught:
        guards.detect_kind(path)
    assert caught.value.code == code
    assert str(caught.value)


def test_missing_file_and_folder_are_refused(tmp_path):
    with pytest.raises(BadInput) as missing:
        guards.require_file(tmp_path / "tidak-ada.csv")
    with pytest.raises(BadInput) as folder:
        guards.require_file(tmp_path)
    assert (missing.value.code, folder.value.code) == ("file_missing", "file_not_ordinary")


def test_pipe_is_refused_instead_of_waiting_for_ever(tmp_path):
    os.mkfifo(tmp_path / "pipa")
    with pytest.raises(BadInput) as caught:
        guards.detect_kind(tmp_path / "pipa")
    assert caught.value.code == "file_not_ordinary"


def test_rows_keep_their_place_and_type(workbook):
    def fill(sheet):
        sheet["A2"], sheet["B2"] = "Unsur", "Nilai"
        sheet["A4"], sheet["B4"], sheet["C4"] = "U1\nPersyaratan", 88.31, True

    assert guards.read_workbook(workbook(fill)) == {
        "Sheet": [
            [None, None, None],
            ["Unsur", "Nilai", None],
            [None, None, None],
            ["U1\nPersyaratan", 88.31, True],
        ]
    }


def test_hidden_sheets_are_not_read(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["terlihat"])
    book.create_sheet("Rahasia").append(["tersembunyi"])
    book["Rahasia"].sheet_state = "hidden"
    book.save(tmp_path / "a.xlsx")
    assert guards.read_workbook(tmp_path / "a.xlsx") == {"Sheet": [["terlihat"]]}


def test_text_spool_has_one_line_for_each_row(workbook, tmp_path):
    path = workbook(lambda sheet: (sheet.append(["U1", "Saran"]), sheet.append([4, "baris satu\nbaris dua"])))
    (sheet,) = guards.spool_workbook(path, tmp_path)
    assert sheet.path.read_text().splitlines() == ["U1,Saran", "4.0,baris satu baris dua"]
    assert (sheet.rows, sheet.columns, sheet.first_column, sheet.holes) == (2, 2, 0, {})


def test_cells_that_only_look_empty_are_named(workbook, tmp_path):
    def fill(sheet):
        sheet["B1"], sheet["C1"], sheet["D1"] = "U1", "U2", "U3"
        sheet["C5"] = "=1+2"
        sheet["D7"] = "#DIV/0!"
        sheet["D7"].data_type = "e"

    (sheet,) = guards.spool_workbook(workbook(fill), tmp_path)
    assert (sheet.first_column, sheet.holes) == (1, {1: ("C5", "formula"), 2: ("D7", "error")})


def test_calculated_formula_with_empty_text_is_no_hole(workbook, tmp_path):
    path = workbook(lambda sheet: sheet.append([1, 2]))
    cells = b'<c r="A1" t="str"><f>IF(B1="","","x")</f><v></v></c><c r="B1"><f>1+1</f><v>2</v></c>'
    rebuild(path, {"xl/worksheets/sheet1.xml": sheet_xml(b'<row r="1">' + cells + b"</row>")})
    (sheet,) = guards.spool_workbook(path, tmp_path)
    assert sheet.holes == {}


@pytest.mark.parametrize(
    "cells",
    [
        b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        b"<row r='1'><c r='A1'><v>1</v></c></row><row r='1048576'><c r='ZZ1048576'><v>1</v></c></row>",
        b'<row r="1"><c r="XFD1"><v>1</v></c></row><row r="1048576"><c r="A1048576"><v>1</v></c></row>',
    ],
)
def test_far_away_cell_is_refused_before_memory_is_taken(workbook, cells):
    path = workbook(lambda sheet: sheet.append([1]))
    rebuild(path, {"xl/worksheets/sheet1.xml": sheet_xml(b'<row r="1"><c r="A1"><v>1</v></c></row>' + cells)})
    assert refusal(path).code == "workbook_too_large"


def test_reader_that_takes_all_memory_dies_alone(workbook):
    """The far cell hides behind spaces that the look-through does not expect."""
    path = workbook(lambda sheet: sheet.append([1]))
    far = b'<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r = "XFD1048576"><v>1</v></c></row>'
    rebuild(path, {"xl/worksheets/sheet1.xml": sheet_xml(far)})
    assert refusal(path).code == "file_exhausts"


def test_zip_bomb_is_refused_by_its_own_words(workbook):
    path = workbook(lambda sheet: sheet.append([1]))
    rebuild(path, {"xl/media/bom.bin": b"\0" * (1025 * 2**20)})
    assert path.stat().st_size < 2 * 2**20
    assert refusal(path).code == "workbook_too_large"


def test_zip_that_lies_about_its_size_is_broken(workbook):
    path = workbook(lambda sheet: [sheet.append([4] * 9) for _ in range(500)])
    content = bytearray(path.read_bytes())
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        true_size = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    size = true_size.to_bytes(4, "little")
    assert content.count(size) >= 1
    path.write_bytes(bytes(content).replace(size, (100).to_bytes(4, "little")))
    assert refusal(path).code == "workbook_broken"


@pytest.mark.parametrize("head", [b'<!DOCTYPE x [<!ENTITY a "aaaa">]>', b"<!DOCTYPE x>"])
def test_document_types_and_entities_are_refused(workbook, head):
    path = workbook(lambda sheet: sheet.append([1]))
    rebuild(path, {"xl/worksheets/sheet1.xml": sheet_xml(b'<row r="1"><c r="A1"><v>1</v></c></row>', head)})
    assert refusal(path).code == "workbook_broken"


@pytest.mark.parametrize(
    ("member", "code"),
    [
        ("xl/vbaProject.bin", "workbook_macros"),
        ("xl/macrosheets/sheet1.xml", "workbook_macros"),
        ("xl/externalLinks/externalLink1.xml", "workbook_links"),
    ],
)
def test_macros_and_outside_links_are_refused(workbook, member, code):
    path = workbook(lambda sheet: sheet.append([1]))
    rebuild(path, {member: b"x"})
    assert refusal(path).code == code


def test_zip_that_is_no_workbook_is_broken(tmp_path):
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("catatan.txt", "bukan tabel")
    assert refusal(path).code == "workbook_broken"


def test_cut_off_workbook_is_broken(workbook):
    path = workbook(lambda sheet: sheet.append([1]))
    path.write_bytes(path.read_bytes()[:-200])
    assert str(refusal(path)) == (
        "jawaban.xlsx rusak atau bukan berkas XLSX. "
        "Buka di Excel atau LibreOffice, simpan lagi sebagai .xlsx, lalu coba lagi."
    )


@pytest.mark.parametrize(("memory", "seconds"), [(3 * 2**30, 0), (10 * 2**20, 90)])
def test_child_without_time_or_memory_ends_in_a_sentence(workbook, tmp_path, memory, seconds):
    path = workbook(lambda sheet: [sheet.append([4] * 9) for _ in range(2000)])
    with pytest.raises(BadInput) as caught:
        guards.run_guarded(
            "puas.exchange.guards_workbooks",
            ["text", str(path), str(tmp_path)],
            name=path.name,
            memory=memory,
            seconds=seconds,
        )
    assert caught.value.code == "file_exhausts"


def test_quarantined_duckdb_opens_nothing_else(tmp_path):
    outside = tmp_path / "rahasia.csv"
    outside.write_text("a\n1\n")
    with guards.open_quarantine() as folder:
        (folder / "isi.csv").write_text("a\n7\n")
        connection = guards.connect_quarantined(folder)
        assert connection.execute(f"SELECT a FROM read_csv('{folder}/isi.csv')").fetchall() == [(7,)]
        for statement in (
            f"SELECT * FROM read_csv('{outside}')",
            f"SELECT * FROM read_csv('{folder}/../{tmp_path.name}/rahasia.csv')",
            "SELECT * FROM 'https://127.0.0.1/a.parquet'",
            f"COPY (SELECT 1) TO '{tmp_path}/keluar.csv'",
            "SET enable_external_access = true",
            "INSTALL httpfs",
        ):
            with pytest.raises(duckdb.Error):
                connection.execute(statement)
    assert not folder.exists()
