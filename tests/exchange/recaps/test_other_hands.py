"""Sound recaps as other people lay them out: read whole, nothing invented, and no error found in them."""

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import pytest

from puas.exchange.recaps.files import read_recap
from puas.methodology.findings.checks import check_recap
from puas.methodology.findings.recaps import Recap
from puas.methodology.findings.rules import Severity
from tests.exchange.recaps.written_recaps import write_csv

# Nine elements, U1 first; their mean to two decimals, its grade, and how many people answered.
SETDA = ("88.25", "87.50", "86.75", "97.00", "89.25", "90.50", "91.00", "89.75", "90.25"), "90.03", "A", "212"
DINKES = (
    ("84.50", "83.25", "81.00", "95.75", "85.50", "86.25", "87.00", "88.50", "82.75"),
    "86.06",
    "B",
    "384",
)
DINSOS = (
    ("90.00", "88.75", "89.50", "98.25", "91.00", "92.25", "93.00", "94.50", "87.25"),
    "91.61",
    "A",
    "156",
)
CAMAT = ("79.25", "78.50", "80.75", "92.00", "81.25", "83.50", "84.75", "90.25", "77.00"), "83.03", "B", "97"
ROWS = {
    "Sekretariat Daerah": SETDA,
    "Dinas Kesehatan": DINKES,
    "Dinas Sosial": DINSOS,
    "Kecamatan Utara": CAMAT,
}
LATER = {
    "Sekretariat Daerah": (
        ("88.50", "87.75", "87.25", "97.25", "89.00", "91.00", "91.25", "90.00", "90.50"),
        "90.28",
        "A",
        "187",
    ),
    "Dinas Kesehatan": (
        ("85.00", "83.75", "82.00", "95.50", "86.25", "86.00", "87.50", "88.75", "83.50"),
        "86.47",
        "B",
        "391",
    ),
    "Dinas Sosial": (
        ("90.25", "89.00", "89.75", "98.00", "91.50", "92.00", "93.25", "94.25", "87.75"),
        "91.75",
        "A",
        "149",
    ),
    "Kecamatan Utara": (
        ("80.00", "79.00", "81.25", "92.50", "81.75", "84.00", "85.25", "90.00", "78.25"),
        "83.56",
        "B",
        "104",
    ),
}
MEANS = {
    "Semester I": ("85.50", "84.50", "84.50", "95.75", "86.75", "88.13", "88.94", "90.75", "84.31"),
    "Semester II": ("85.94", "84.88", "85.06", "95.81", "87.13", "88.25", "89.31", "90.75", "85.00"),
}
WORDS = {"A": "Sangat Baik", "B": "Baik"}
U = tuple(f"U{n}" for n in range(1, 10))
Cells = Sequence[Sequence[object]]


def comma(text: str) -> str:
    return text.replace(".", ",")


def write_book(
    path: Path, sheets: dict[str, Cells], merged: Sequence[tuple[int, int, int, int]] = ()
) -> Path:
    """Write sheets; Decimals as numbers, everything else as text; a merged cell keeps its first."""
    import xlsxwriter

    with xlsxwriter.Workbook(str(path)) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for first_row, first, last_row, last in merged:
                sheet.merge_range(first_row, first, last_row, last, "")
            for at, cells in enumerate(rows):
                for column, cell in enumerate(cells):
                    if isinstance(cell, Decimal):
                        sheet.write_number(at, column, float(cell))
                    elif cell:
                        sheet.write_string(at, column, str(cell))
            sheet.write_blank(len(rows) + 40, 30, None, book.add_format({"border": 1}))
    return path


def found(recap: Recap, kind: str = "survey") -> list[tuple[str, str, tuple[str, ...], str, str | None, str]]:
    """Return unit, period, elements, index, grade and people of the rows of a kind."""
    rows = (*recap.rows, *recap.agency_rows)
    return [
        (
            row.unit,
            row.code,
            tuple(f"{value:.2f}" for value in row.values if value is not None),
            f"{row.index:.2f}",
            row.grade,
            str(row.respondents),
        )
        for row in rows
        if row.kind.value == kind
    ]


def expected(period: str, rows: dict[str, tuple[tuple[str, ...], str, str, str]] = ROWS) -> list[object]:
    return [(unit, period, *row) for unit, row in rows.items()]


def errors(recap: Recap) -> list[tuple[str, str, str]]:
    return [(f.rule, f.unit, f.period) for f in check_recap(recap).findings if f.severity is Severity.ERROR]


def test_columns_in_another_order_elements_by_name_and_nilai_for_the_index(tmp_path: Path) -> None:
    """Facilities stand before complaints, as in the questionnaire; the figures are numbers of a workbook."""
    names = (
        *("Persyaratan", "Prosedur", "Waktu Pelayanan", "Biaya/Tarif", "Produk Layanan"),
        *("Kompetensi Pelaksana", "Perilaku Pelaksana", "Sarana dan Prasarana", "Penanganan Pengaduan"),
    )
    header = ["Nama Unit Pelayanan", "Nilai", "Mutu", "Jml Responden", *names, "Periode"]
    rows = [
        [
            unit,
            Decimal(index),
            grade,
            Decimal(people),
            *(Decimal(values[n]) for n in (0, 1, 2, 3, 4, 5, 6, 8, 7)),
            "Semester I 2024",
        ]
        for unit, (values, index, grade, people) in ROWS.items()
    ]
    recap = read_recap(write_book(tmp_path / "r.xlsx", {"Sheet1": [["REKAP IKM"], [], header, *rows]}))
    assert found(recap) == expected("2024-S1")
    assert (len(recap.agency_rows), errors(recap)) == (0, [])


def test_units_grouped_under_headings_with_a_mean_of_each_group(tmp_path: Path) -> None:
    def line(number: int, unit: str) -> list[str]:
        values, index, grade, people = ROWS[unit]
        return [str(number), unit, *map(comma, values), comma(index), f"{grade} ({WORDS[grade]})", people]

    means = ("87.25", "86.00", "85.25", "97.00", "88.25", "89.25", "90.00", "91.50", "85.00")
    lines = [
        ["REKAPITULASI INDEKS KEPUASAN MASYARAKAT KABUPATEN CONTOH"],
        ["SEMESTER I TAHUN 2024"],
        ["No", "Unit Pelayanan", *U, "IKM", "Kategori", "Responden"],
        ["A", "SEKRETARIAT"],
        line(1, "Sekretariat Daerah"),
        ["B", "DINAS"],
        line(1, "Dinas Kesehatan"),
        line(2, "Dinas Sosial"),
        ["", "Rata-rata Dinas", *map(comma, means), "88,84", "A (Sangat Baik)", "540"],
        ["C", "KECAMATAN"],
        line(1, "Kecamatan Utara"),
        ["", "Rata-rata Kabupaten", *map(comma, MEANS["Semester I"]), "87,68", "B (Baik)", "849"],
    ]
    recap = read_recap(write_csv(tmp_path / "r.csv", lines, ";"))
    assert found(recap) == expected("2024-S1")
    assert found(recap, "average") == [("Rata-rata Dinas", "2024-S1", means, "88.84", "A", "540")]
    assert [row[0] for row in found(recap, "agency")] == ["Rata-rata Kabupaten"]
    assert errors(recap) == []


def test_two_header_rows_merged_a_row_of_column_numbers_and_the_totals_at_the_end(tmp_path: Path) -> None:
    header = ["NO", "UPP", "PERIODE", "NILAI UNSUR PELAYANAN", *[""] * 8, "IKM", "MUTU", "JUMLAH RESPONDEN"]
    under = ["", "", "", *U, "", "", ""]
    numbers = [f"({n})" for n in range(1, 16)]
    rows = [
        [Decimal(at), unit, "Triwulan II", *map(Decimal, values), Decimal(index), grade, Decimal(people)]
        for at, (unit, (values, index, grade, people)) in enumerate(ROWS.items(), 1)
    ]
    total = ["JUMLAH", "", "", *[""] * 11, Decimal(849)]
    title = [["REKAPITULASI HASIL SKM"], ["KOTA CONTOH TAHUN 2024"], []]
    merged = [(0, 0, 0, 14), (1, 0, 1, 14), (3, 3, 3, 11), (3, 0, 4, 0), (3, 1, 4, 1), (3, 2, 4, 2)]
    merged += [(3, column, 4, column) for column in (12, 13, 14)] + [(9 + 1, 0, 9 + 1, 13)]
    lines = [
        *title,
        header,
        under,
        numbers,
        *rows,
        total,
        [],
        ["", "", "", "Mengetahui,"],
        ["", "", "", "Bupati"],
    ]
    recap = read_recap(write_book(tmp_path / "r.xlsx", {"Rekap": lines}, merged))
    assert found(recap) == expected("2024-Q2")
    assert (found(recap, "average"), errors(recap)) == ([], [])


def test_a_sheet_for_each_period_with_a_title_and_the_mean_of_the_region(tmp_path: Path) -> None:
    indices = {"Semester I": "87.68", "Semester II": "88.02"}
    sheets = {}
    for name, rows in (("Semester I", ROWS), ("Semester II", LATER)):
        lines = [[f"REKAP SKM PEMERINTAH KABUPATEN CONTOH {name.upper()} 2024"], []]
        lines.append(
            ["No.", "Perangkat Daerah", *U, "Nilai IKM", "Mutu Pelayanan", "Jumlah Responden (orang)"]
        )
        for at, (unit, (values, index, grade, people)) in enumerate(rows.items(), 1):
            lines.append([f"{at}.", unit, *map(Decimal, values), Decimal(index), grade, Decimal(people)])
        lines.append(["", "Rata-rata Kabupaten", *map(Decimal, MEANS[name]), Decimal(indices[name]), "B", ""])
        sheets[name] = lines
    recap = read_recap(write_book(tmp_path / "r.xlsx", sheets))
    assert found(recap) == [*expected("2024-S1"), *expected("2024-S2", LATER)]
    assert [row[1] for row in found(recap, "agency")] == ["2024-S1", "2024-S2"]
    assert errors(recap) == []


@pytest.mark.parametrize(
    "realised", [("66.67%", "100%"), ("66,67", "100"), ("66.67 %", "100 %"), ("2/3", "3/3")]
)
def test_priorities_by_code_realisation_with_or_without_its_sign(
    tmp_path: Path, realised: tuple[str, str]
) -> None:
    low = {"Sekretariat Daerah": "U3, U2, U1", "Dinas Kesehatan": "U3, U9, U2"}
    header = ["No", "Unit Kerja", "Waktu Pelaksanaan", *U, "Indeks", "Kinerja", "Mutu", "N", "Metode"]
    header += ["Prioritas Perbaikan", "RTL", "% Realisasi RTL periode lalu"]
    rows = []
    for at, (unit, codes) in enumerate(low.items(), 1):
        values, index, grade, people = ROWS[unit]
        told = [WORDS[grade], grade, people, "Kuesioner kertas (manual)", codes]
        plans = "; ".join(f"{code}: kegiatan {code} pada {unit}" for code in codes.split(", "))
        rows.append([str(at), unit, "Jan - Jun 2024", *values, index, *told, plans, realised[at - 1]])
    recap = read_recap(write_csv(tmp_path / "r.csv", [header, *rows, [""] * 21, [""] * 21]))
    assert found(recap) == expected("2024-S1", {unit: ROWS[unit] for unit in low})
    assert [row.realisation for row in recap.rows] == [Decimal("66.67"), 100]
    assert [[p.element for p in row.priorities] for row in recap.rows] == [
        c.split(", ") for c in low.values()
    ]
    assert [len(row.plans) for row in recap.rows] == [3, 3]
    assert errors(recap) == []


def test_a_unit_once_and_its_periods_below_it_in_a_text_with_dots(tmp_path: Path) -> None:
    lines = ["Survei Kepuasan Masyarakat Kota Contoh Tahun 2024", ""]
    lines.append("\t".join(["No", "OPD", "Periode Survei", *U, "NIK", "Kategori Mutu", "Jumlah Sampel"]))
    for at, unit in enumerate(ROWS, 1):
        for label, source in (("Smt I", ROWS), ("Smt II", LATER)):
            values, index, grade, people = source[unit]
            head = [str(at), unit] if label == "Smt I" else ["", ""]
            lines.append(
                "\t".join([*head, label, *values, index, f"{grade} / {WORDS[grade]}", people, "", ""])
            )
    path = tmp_path / "r.txt"
    path.write_text("\n".join([*lines, "", "Demikian rekapitulasi ini dibuat."]), encoding="utf-8")
    recap = read_recap(path)
    rows = [(unit, f"2024-S{n}", *source[unit]) for unit in ROWS for n, source in ((1, ROWS), (2, LATER))]
    assert found(recap) == rows
    assert errors(recap) == []
