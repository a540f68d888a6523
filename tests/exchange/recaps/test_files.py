"""Every format gives the same rows; hostile, broken and foreign files end in a sentence."""

import zipfile
from decimal import Decimal
from pathlib import Path

import pytest

from puas.errors import BadInput
from puas.exchange.recaps.files import RecapFormat, detect_format, read_recap
from puas.exchange.recaps.outputs import build_recap_dict, write_recap_csv
from puas.methodology.findings.checks import check_recap
from puas.methodology.findings.recaps import Recap
from tests.exchange.recaps.sound_recaps import SHAPES, Shape, Sound, lines_of, make_recap, table_of, text_of
from tests.exchange.recaps.written_recaps import write_csv, write_docx, write_pdf, write_xlsx


def bare(recap: Recap) -> list[dict[str, object]]:
    """Return the rows without what depends on the format: places, repairs, breaks of words, zeros at the
    end."""
    found = []
    whole = build_recap_dict(recap)
    for row in [*whole["rows"], *whole["agency_rows"]]:
        kept = {key: value for key, value in row.items() if key not in ("source", "repairs")}
        kept["plans"] = [(plan["element"], plan["text"].replace(" ", "")) for plan in row["plans"]]
        for key, value in row.items():
            if key[0] == "U" or key in ("index", "realisation"):
                kept[key] = None if value is None else Decimal(value).normalize()
        found.append(kept)
    return found


def as_text(path: Path, sound: Sound) -> Recap:
    path.write_text(text_of(sound), encoding="utf-8")
    return read_recap(path)


WRITERS = {
    "csv": lambda folder, lines: write_csv(folder / "r.csv", lines),
    "csv with semicolons": lambda folder, lines: write_csv(folder / "r.csv", lines, ";"),
    "xlsx": lambda folder, lines: write_xlsx(folder / "r.xlsx", lines),
    "xlsx with texts": lambda folder, lines: write_xlsx(folder / "r.xlsx", lines, numbers=False),
    "xlsx on two sheets": lambda folder, lines: write_xlsx(folder / "r.xlsx", lines, sheets=2),
    "docx": lambda folder, lines: write_docx(folder / "r.docx", lines),
    "pdf": lambda folder, lines: write_pdf(folder / "r.pdf", lines),
}


@pytest.mark.parametrize("shape", ["quarters with averages", "grid", "semesters"])
@pytest.mark.parametrize("writer", WRITERS)
def test_every_format_gives_the_rows_and_findings_of_the_text(
    tmp_path: Path, writer: str, shape: str
) -> None:
    sound = make_recap(3, SHAPES[shape])
    expected = as_text(tmp_path / "r.txt", sound)
    found = read_recap(WRITERS[writer](tmp_path, lines_of(sound)))
    assert bare(found) == bare(expected)
    assert check_recap(found).summary == check_recap(expected).summary


def test_our_own_csv_reads_back(tmp_path: Path) -> None:
    expected = as_text(tmp_path / "r.txt", make_recap(5, SHAPES["semesters"]))
    (tmp_path / "own.csv").write_text(write_recap_csv(expected), encoding="utf-8")
    found = read_recap(tmp_path / "own.csv")
    labels = {"period_label": None}
    assert [row | labels for row in bare(found)] == [row | labels for row in bare(expected)]
    assert [(r.unit, r.code, r.index, r.source.place) for r in found.agency_rows] == [
        (r.unit, r.code, r.index, r.source.place) for r in expected.agency_rows
    ]


def test_numbers_that_excel_holds_as_numbers(tmp_path: Path) -> None:
    import xlsxwriter

    lines = table_of(make_recap(1, Shape(units=2, agency=False)))
    path = tmp_path / "r.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("Rekap 2024")
        for at, name in enumerate(lines[0]):
            sheet.write_string(0, at, name)
        values = [
            1,
            "Dinas Satu",
            "Semester I",
            *[88.31] * 9,
            88.31,
            "A (Sangat baik)",
            4.087,
            "SKM Online",
            "",
            "",
            0.6667,
        ]
        for at, value in enumerate(values):
            sheet.write(1, at, value)
    (row,) = read_recap(path).rows
    assert (row.code, row.index, row.respondents, row.realisation) == (
        "2024-S1",
        Decimal("88.31"),
        4087,
        Decimal("66.67"),
    )


@pytest.mark.parametrize(
    ("name", "content", "form"),
    [
        ("a.txt", b"No\tUnit\n", RecapFormat.TABBED),
        ("a.csv", b"No,Unit\n", RecapFormat.CSV),
        ("rekap", b"No;Unit\n", RecapFormat.CSV),
        ("a.docx", b"%PDF-1.7\n", RecapFormat.PDF),
    ],
)
def test_a_format_is_known_by_its_content(
    tmp_path: Path, name: str, content: bytes, form: RecapFormat
) -> None:
    (tmp_path / name).write_bytes(content)
    assert detect_format(tmp_path / name) is form


def refusal(path: Path) -> str:
    with pytest.raises(BadInput) as caught:
        read_recap(path)
    assert str(caught.value).startswith(path.name) or path.name in str(caught.value)
    return caught.value.code


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.xls", b"\xd0\xcf\x11\xe0" + b"x" * 600, "recap_old_office"),
        ("a.txt", b"", "recap_empty"),
        ("a.png", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "recap_unknown"),
        ("a.xlsx", b"PK\x03\x04 broken", "recap_zip_broken"),
        ("a.txt", b"Laporan tanpa tabel.\n", "recap_no_table"),
        ("a.pdf", b"%PDF-1.7 broken", "document_broken"),
    ],
)
def test_what_is_no_recap_gets_a_sentence(tmp_path: Path, name: str, content: bytes, code: str) -> None:
    (tmp_path / name).write_bytes(content)
    assert refusal(tmp_path / name) == code


def zipped(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def test_a_zip_of_something_else(tmp_path: Path) -> None:
    assert refusal(zipped(tmp_path / "a.zip", {"rekap.csv": b"No"})) == "recap_zip"


@pytest.mark.parametrize(
    ("members", "code"),
    [
        ({"word/document.xml": b"<a/>" + b" " * (201 * 2**20)}, "document_too_large"),
        ({"word/document.xml": b"<a/>", "word/vbaProject.bin": b"x"}, "document_macros"),
        ({"word/document.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}, "document_broken"),
        ({"word/document.xml": b"<a><b></a>"}, "document_broken"),
    ],
)
def test_hostile_documents_are_refused(tmp_path: Path, members: dict[str, bytes], code: str) -> None:
    assert refusal(zipped(tmp_path / "a.docx", members)) == code


def test_a_scanned_pdf_says_so(tmp_path: Path) -> None:
    import typst

    (tmp_path / "a.typ").write_text("#rect(width: 5cm, height: 5cm, fill: gray)")
    (tmp_path / "a.pdf").write_bytes(typst.compile(str(tmp_path / "a.typ")))
    assert refusal(tmp_path / "a.pdf") == "pdf_scanned"


def test_a_cell_at_the_end_of_the_sheet_is_refused(tmp_path: Path) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(str(tmp_path / "a.xlsx")) as book:
        book.add_worksheet().write_string("XFD1048576", "x")
    assert refusal(tmp_path / "a.xlsx") == "workbook_too_large"


def test_a_formula_without_its_value_is_noted_and_not_zero(tmp_path: Path) -> None:
    import xlsxwriter

    lines = table_of(make_recap(1, Shape(units=2, agency=False)))
    with xlsxwriter.Workbook(str(tmp_path / "a.xlsx")) as book:
        sheet = book.add_worksheet()
        for at, cells in enumerate(lines):
            sheet.write_row(at, 0, cells)
        sheet.write_formula(1, 12, "=AVERAGE(D2:L2)", None, "")
    recap = read_recap(tmp_path / "a.xlsx")
    assert recap.rows[0].index is None
    assert "cell_without_value" in [note.code for note in recap.notes]


def test_text_in_other_encodings(tmp_path: Path) -> None:
    sound = make_recap(2, SHAPES["bare table"])
    for encoding in ("utf-8-sig", "utf-16", "cp1252"):
        (tmp_path / "r.txt").write_bytes(text_of(sound).replace("–", "-").encode(encoding))
        assert len(read_recap(tmp_path / "r.txt").rows) == len(sound.rows)
