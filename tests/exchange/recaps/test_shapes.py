"""Recaps of other shapes than the official one: numbering, sheets, codes, shares, agency rows by other
names."""

from decimal import Decimal
from pathlib import Path

import pytest

from puas.exchange.recaps.files import read_recap, read_recap_lines
from puas.methodology.findings.recaps import Recap
from tests.exchange.recaps.tables import HALF_1, HALF_2, VALUES, read, row

HEADER = ["Unit", "Periode", *(f"U{n}" for n in range(1, 10)), "IKM", "Mutu", "Kinerja", "Responden"]
FIGURES = [*VALUES, "85,33", "B", "Baik", "120"]


def table(*rows: list[str], header: list[str] | None = None) -> Recap:
    return read_recap_lines([["Rekap SKM Tahun 2024"], header or HEADER, *rows], name="rekap")


def test_units_named_in_every_row_without_numbers() -> None:
    recap = table(
        ["Dinas Satu", "TW 1", *FIGURES], ["Dinas Satu", "TW 2", *FIGURES], ["Dinas Dua", "TW 1", *FIGURES]
    )
    assert [(r.unit, r.code, r.parent, r.grade_word) for r in recap.rows] == [
        ("Dinas Satu", "2024-Q1", None, "Baik"),
        ("Dinas Satu", "2024-Q2", None, "Baik"),
        ("Dinas Dua", "2024-Q1", None, "Baik"),
    ]


@pytest.mark.parametrize("marks", [("1.", "2."), ("(1)", "(2)"), ("1", "2")])
def test_running_numbers_with_marks(tmp_path: Path, marks: tuple[str, str]) -> None:
    recap = read(tmp_path, row(no=marks[0]), row("Dinas Dua", no=marks[1]))
    assert [(r.no, r.parent) for r in recap.rows] == [(1, None), (2, None)]


def test_children_numbered_within_their_group(tmp_path: Path) -> None:
    lines = [
        row("Dinas Induk"),
        row("UPT Satu", no="1.1"),
        row("UPT Dua", no="1.2"),
        row("Dinas Lain", no="2"),
    ]
    assert [(r.no, r.parent) for r in read(tmp_path, *lines).rows] == [
        (1, None),
        (1, "Dinas Induk"),
        (1, "Dinas Induk"),
        (2, None),
    ]


def test_groups_in_roman_numerals(tmp_path: Path) -> None:
    lines = [
        row("Dinas Induk", no="I"),
        row("UPT Satu", no="1"),
        row("Dinas Lain", no="II"),
        row("UPT Dua", no="1"),
    ]
    assert [(r.no, r.unit, r.parent) for r in read(tmp_path, *lines).rows] == [
        (1, "Dinas Induk", None),
        (1, "UPT Satu", "Dinas Induk"),
        (2, "Dinas Lain", None),
        (2, "UPT Dua", "Dinas Lain"),
    ]


def test_a_parent_column_says_who_is_under_whom() -> None:
    header = ["Perangkat Daerah Induk", *HEADER]
    recap = table(
        ["Dinas Induk", "UPT Satu", "TW 1", *FIGURES], ["", "Dinas Lain", "TW 1", *FIGURES], header=header
    )
    assert [(r.unit, r.parent) for r in recap.rows] == [("UPT Satu", "Dinas Induk"), ("Dinas Lain", None)]


def test_a_sheet_for_every_period(tmp_path: Path) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(str(tmp_path / "r.xlsx")) as book:
        for name in ("TW I 2024", "TW II 2024"):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, [HEADER[0], *HEADER[2:]])
            sheet.write_row(1, 0, ["Dinas Satu", *FIGURES])
    assert [r.code for r in read_recap(tmp_path / "r.xlsx").rows] == ["2024-Q1", "2024-Q2"]


def test_a_table_under_a_heading_that_names_its_period() -> None:
    header = [HEADER[0], *HEADER[2:]]
    lines = [["Triwulan I Tahun 2024"], header, ["Dinas Satu", *FIGURES], ["Triwulan II Tahun 2024"], header]
    recap = read_recap_lines([*lines, ["Dinas Satu", *FIGURES]], name="r")
    assert [r.code for r in recap.rows] == ["2024-Q1", "2024-Q2"]


@pytest.mark.parametrize(
    ("label", "code"),
    [
        ("Rata-rata TW I dan II", "2024-S1"),
        ("Rata-rata Triwulan III - Triwulan IV", "2024-S2"),
        ("Rata-rata TW I s.d. TW IV", "2024"),
        ("Rata-rata Semester I & II", "2024"),
    ],
)
def test_averages_that_name_their_parts(tmp_path: Path, label: str, code: str) -> None:
    recap = read(tmp_path, row(period="Triwulan I"), row("", "Triwulan II", no=""), row("", label, no=""))
    assert [(r.code, r.kind.value) for r in recap.rows][2] == (code, "average")


@pytest.mark.parametrize(
    "name",
    [
        "Rata-rata Kabupaten Contoh",
        "IKM KOTA CONTOH",
        "Indeks Kepuasan Masyarakat Pemerintah Provinsi Contoh",
        "KOTA CONTOH",
        "JUMLAH / RATA-RATA",
        "Nilai SKM Instansi",
    ],
)
def test_agency_rows_by_any_name(tmp_path: Path, name: str) -> None:
    lines = [row(), row("Dinas Dua", no="2"), row("Dinas Tiga", no="3"), row(name, HALF_1, no="", people="")]
    recap = read(tmp_path, *lines)
    assert ([r.unit for r in recap.agency_rows], len(recap.rows)) == ([name], 3)


@pytest.mark.parametrize(
    ("printed", "value", "share"),
    [
        ("2/3", "66.67", (2, 3)),
        ("2 dari 3", "66.67", (2, 3)),
        ("66,67% (2/3)", "66.67", (2, 3)),
        ("75%", "75", (None, None)),
    ],
)
def test_realisation_as_a_share(
    tmp_path: Path, printed: str, value: str, share: tuple[int | None, int | None]
) -> None:
    found = read(tmp_path, row(realisation=printed)).rows[0]
    assert (found.realisation, found.done, found.planned) == (Decimal(value), *share)


def test_k_and_n_follow_from_the_priorities_before(tmp_path: Path) -> None:
    recap = read(tmp_path, row(), row("", HALF_2, no="", realisation="66,67%"))
    assert [(r.done, r.planned) for r in recap.rows] == [(None, None), (2, 3)]


@pytest.mark.parametrize("text", ["U3, U1, U6", "U3; U1; U6", "U3 | U1 | U6", "u3 dan U1 dan U6"])
def test_priorities_and_plans_by_key(tmp_path: Path, text: str) -> None:
    plans = "U3: Menambah loket U1: Membuat brosur U6: Melatih petugas"
    found = read(tmp_path, row(priorities=text, plans=plans)).rows[0]
    assert [p.element for p in found.priorities] == ["U3", "U1", "U6"]
    assert [(p.element, p.text) for p in found.plans] == [
        ("U3", "Menambah loket"),
        ("U1", "Membuat brosur"),
        ("U6", "Melatih petugas"),
    ]


def test_an_added_element_keeps_its_column() -> None:
    header = [*HEADER[:11], "U10", *HEADER[11:]]
    recap = table(["Dinas Satu", "TW 1", *VALUES, "99", *FIGURES[9:]], header=header)
    assert len(recap.rows[0].values) == 10
    assert recap.rows[0].values[9] == Decimal(99)


def test_one_unit_with_a_closing_average_is_no_agency() -> None:
    recap = table(["Dinas Satu", HALF_1, *FIGURES], ["", HALF_2, *FIGURES], ["Rata-rata", "", *FIGURES])
    assert [(r.unit, r.code, r.kind.value) for r in recap.rows][2] == ("Dinas Satu", "2024", "average")
