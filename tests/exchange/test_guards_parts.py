"""A large sheet read a part at a time gives the same lines as one read whole."""

import json
import zipfile
from datetime import datetime

import openpyxl
import pytest

from puas.exchange import guards, guards_parts, guards_workbooks
from puas.exchange.guards_workbooks import answer

MAIN = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


@pytest.fixture
def in_parts(monkeypatch):
    """Make every sheet a large one, of parts of about 600 bytes."""
    monkeypatch.setattr(guards_workbooks, "LARGE", 0)
    monkeypatch.setattr(guards_parts, "PART", 600)


def spool(path, folder, mode):
    folder.mkdir()
    found = answer([mode, str(path), str(folder)])
    return found, [(folder / sheet["file"]).read_text("utf-8") for sheet in found.get("sheets", [])]


def replace_sheet(path, rows: bytes, head: bytes = b"<worksheet " + MAIN + b"><sheetData>") -> None:
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    end = b"</x:sheetData></x:worksheet>" if b"<x:" in head else b"</sheetData></worksheet>"
    members["xl/worksheets/sheet1.xml"] = head + rows + end
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)


def fill(sheet):
    sheet["B2"] = "judul"
    for row in range(4, 60):
        sheet.cell(row, 2, row)
        sheet.cell(row, 3, f"Nama “{row}”, & <{row}>")
        sheet.cell(row, 4, datetime(2026, 5, 3, 8, row % 60))  # noqa: DTZ001 - a workbook has no zones
        sheet.cell(row, 5, row % 2 == 0)
        sheet.cell(row, 6, "dua\nbaris" if row % 7 else None)
    sheet["D70"] = 0.111
    sheet["A80"] = "paling kiri, jauh di bawah"
    sheet["J81"] = "paling kanan"
    sheet["C90"] = "=1/0"


@pytest.mark.parametrize("mode", ["text", "typed"])
def test_parts_give_the_lines_that_the_whole_sheet_gives(tmp_path, monkeypatch, mode):
    book = openpyxl.Workbook()
    fill(book.active)
    fill(book.create_sheet("Kedua"))
    book.save(tmp_path / "b.xlsx")
    whole, lines = spool(tmp_path / "b.xlsx", tmp_path / "whole", mode)

    monkeypatch.setattr(guards_workbooks, "LARGE", 0)
    monkeypatch.setattr(guards_parts, "PART", 600)
    parts, pieces = spool(tmp_path / "b.xlsx", tmp_path / "parts", mode)

    assert len(pieces) == 2
    assert pieces == lines
    assert parts == whole
    assert whole["sheets"][0] == {
        "name": "Sheet",
        "file": f"0.{mode}",
        "holes": {2: ("C90", "formula")},
        "rows": 81,
        "columns": 10,
        "first_column": 0,
    }


def test_rows_without_numbers_are_counted_on(tmp_path, in_parts):
    openpyxl.Workbook().save(tmp_path / "b.xlsx")
    rows = b"".join(b"<row><c><v>%d</v></c><c><v>7</v></c></row>" % n for n in range(100))
    replace_sheet(tmp_path / "b.xlsx", rows)

    _, [lines] = spool(tmp_path / "b.xlsx", tmp_path / "parts", "typed")

    assert [json.loads(line) for line in lines.splitlines()] == [[n, 7] for n in range(100)]


def test_names_may_have_a_prefix(tmp_path, in_parts):
    openpyxl.Workbook().save(tmp_path / "b.xlsx")
    rows = b"".join(b'<x:row r="%d"><x:c r="B%d"><x:v>5</x:v></x:c></x:row>' % (n, n) for n in range(1, 60))
    head = b"<x:worksheet " + MAIN.replace(b"xmlns", b"xmlns:x") + b"><x:sheetData>"
    replace_sheet(tmp_path / "b.xlsx", rows, head)

    found, [lines] = spool(tmp_path / "b.xlsx", tmp_path / "parts", "text")

    assert lines == "5.0\n" * 59
    assert (found["sheets"][0]["first_column"], found["sheets"][0]["columns"]) == (1, 1)


@pytest.mark.parametrize(
    "rows",
    [
        b"".join(b'<row r="%d"><c r="A%d"><v>5</v></c></row>' % (n, n) for n in range(60, 0, -1)),
        b'<row r="1"><c r="A1"><v>5</v></c></row>' * 60,
        b"<row><c><v>5</v></c></row>" * 40 + b"<row><c><v>5</c></row>" * 40,
    ],
    ids=["upwards", "one row again and again", "broken"],
)
def test_rows_out_of_order_and_broken_markup_are_refused(tmp_path, in_parts, rows):
    openpyxl.Workbook().save(tmp_path / "b.xlsx")
    replace_sheet(tmp_path / "b.xlsx", rows)

    assert spool(tmp_path / "b.xlsx", tmp_path / "parts", "text")[0]["refused"] == "workbook_broken"


def test_large_sheet_goes_through_the_guarded_process(tmp_path):
    """The real limit: a sheet of more than 32 MiB of markup, read by a process of 400 MB."""
    openpyxl.Workbook().save(tmp_path / "b.xlsx")
    row = b'<row r="%d">' + b'<c t="inlineStr"><is><t>%s</t></is></c>' % (b"x" * 40) * 20 + b"</row>"
    replace_sheet(tmp_path / "b.xlsx", b"".join(row % n for n in range(1, 22_001)))

    folder = tmp_path / "parts"
    folder.mkdir()
    found = guards.run_guarded(
        "puas.exchange.guards_workbooks",
        ["text", str(tmp_path / "b.xlsx"), str(folder)],
        name="b.xlsx",
        memory=400_000_000,
    )

    assert found["sheets"][0]["rows"] == 22_000
    assert (folder / "0.text").read_text() == (",".join(["x" * 40] * 20) + "\n") * 22_000


def test_sheet_without_rows_in_a_large_part_is_refused(tmp_path, in_parts):
    openpyxl.Workbook().save(tmp_path / "b.xlsx")
    replace_sheet(tmp_path / "b.xlsx", b"", b"<worksheet " + MAIN + b">" + b" " * 2000)

    assert spool(tmp_path / "b.xlsx", tmp_path / "parts", "text")[0]["refused"] == "workbook_broken"
