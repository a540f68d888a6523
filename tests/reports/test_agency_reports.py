"""The agency report as a document: its parts, its tables, and what it says when something is missing."""

import dataclasses
import os
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from puas.errors import BadInput
from puas.methodology.periods import parse_period
from puas.reports.agency_inputs import LineSource, RecapLine, TrendStep, UnitRecap
from puas.reports.agency_reports import build_agency_report
from puas.reports.documents import Document, Figure, Listing, Row, RowKind, Table, cell_text
from puas.reports.texts import render_text
from puas.reports.wording import load_wording
from tests.reports.samples import Q1, Q2, S1, make_input, make_line, make_units

GOLDEN = Path(__file__).parent / "golden" / "agency.txt"


def _build(**fields: object) -> Document:
    return build_agency_report(make_input(**fields), load_wording("agency"))


def _table(document: Document, sheet: str) -> Table:
    (table,) = (table for table in document.tables if table.sheet == sheet)
    return table


def _texts(row: Row) -> list[str]:
    return [cell_text(cell) for cell in row.cells]


def test_the_whole_report_as_text() -> None:
    """Write the golden file anew with PUAS_WRITE_GOLDEN=1, then read the difference."""
    text = render_text(_build())
    if os.environ.get("PUAS_WRITE_GOLDEN") == "1":
        GOLDEN.write_text(text, encoding="utf-8")
    assert text == GOLDEN.read_text(encoding="utf-8")


def test_the_chapters_of_the_outline() -> None:
    assert [(number, heading.text) for number, heading in _build().headings if heading.level == 1] == [
        ("", "Kata Pengantar"),
        ("", "Ringkasan Eksekutif"),
        ("", "Daftar Isi"),
        ("BAB I", "Pendahuluan"),
        ("BAB II", "Pengumpulan Data SKM dari UPP"),
        ("BAB III", "Hasil Pelaksanaan SKM UPP"),
        ("BAB IV", "Kesimpulan"),
        ("", "Lampiran: Laporan Pelaksanaan SKM Masing-Masing UPP"),
    ]


def test_the_columns_of_the_recap_are_the_official_ones() -> None:
    assert [column.title for column in _table(_build(), "Rekap").columns] == [
        "No",
        "Unit Pelayanan Publik (UPP)",
        "Periode pelaksanaan*",
        *[f"U{number}" for number in range(1, 10)],
        "IKM",
        "Kategori",
        "Jumlah responden",
        "Metode SKM",
        "Unsur prioritas perbaikan",
        "Rencana tindak lanjut",
        "Realisasi tindak lanjut periode sebelumnya (%)",
    ]


def test_rows_stand_in_order_heads_before_children_and_the_agency_last() -> None:
    rows = _table(_build(), "Rekap").rows
    assert [(row.kind, row.level, *_texts(row)[:3]) for row in rows] == [
        (RowKind.FIRST, 0, "1", "Dinas Satu", "Triwulan I 2023 (Januari–Maret)"),
        (RowKind.NEXT, 0, "1", "Dinas Satu", "Triwulan II 2023 (April–Juni)"),
        (RowKind.AVERAGE, 0, "1", "Dinas Satu", "Rata-rata Semester I 2023"),
        (RowKind.FIRST, 1, "", "UPT Anak", "Triwulan II 2023 (April–Juni)"),
        (RowKind.FIRST, 0, "2", "Dinas Dua & Tiga", "Semester I 2023 (Januari–Juni) †"),
        (RowKind.FIRST, 0, "3", "Dinas Empat", "belum melapor"),
        (RowKind.AGENCY, 0, "", "Rata-rata Kota Contoh***", "Rata-rata Semester I 2023"),
    ]


def test_every_row_has_a_cell_for_each_column() -> None:
    for table in _build().tables:
        assert {len(row.cells) for row in table.rows} == {len(table.columns)}


def test_a_plan_that_is_not_recorded_says_so() -> None:
    first, second, average, *_ = _table(_build(), "Rekap").rows
    assert _texts(first)[16] == "1. Waktu Penyelesaian\n2. Persyaratan\n3. Sarana dan Prasarana"
    assert _texts(first)[17].splitlines()[2] == "3. belum tercatat"
    assert _texts(second)[16:18] == ["belum tercatat", "belum tercatat"]
    assert _texts(average)[16:18] == ["–", "–"]


def test_figures_are_printed_the_indonesian_way() -> None:
    first, second, *_ = _table(_build(), "Rekap").rows
    assert _texts(first)[12:16] == ["88,89", "A (Sangat baik)", "1.200", "SKM online"]
    assert _texts(first)[18] == "66,67"
    assert _texts(second)[15] == "SKM online dan offline (manual)"
    assert _texts(second)[18] == "100"


def test_people_are_counted_once() -> None:
    """The head's 1,200 and 1,300 hold the child's 300; the imported unit did not record its own."""
    agency = _table(_build(), "Rekap").rows[-1]
    assert _texts(agency)[14] == "2.500"


def test_children_count_where_their_head_ran_no_survey() -> None:
    _, child, *_ = make_units()
    units = (UnitRecap("Dinas Satu", (), number=1), child)
    agency = _table(_build(units=units), "Rekap").rows[-1]
    assert _texts(agency)[14] == "300"


def test_the_headline_figure_is_the_same_everywhere() -> None:
    text = render_text(_build())
    assert text.count("89,72") == 11
    assert _texts(_table(_build(), "Rekap").rows[-1])[12] == "89,72"
    assert _texts(_table(_build(), "Rata-rata").rows[-1])[10] == "89,72"
    assert _texts(_table(_build(), "Tren").rows[-1])[1] == "89,72"


def test_imported_figures_are_marked_and_contradictions_counted() -> None:
    notes = _table(_build(), "Rekap").notes
    assert notes[-2].startswith("† Angka diambil alih")
    assert notes[-1].startswith("Pada 1 dari 1 baris bertanda †")
    computed = [unit for unit in make_units() if unit.name != "Dinas Dua & Tiga"]
    assert [note for note in _table(_build(units=computed), "Rekap").notes if "†" in note] == []


def test_the_rule_and_the_weights_are_printed() -> None:
    text = render_text(_build())
    assert "*** Nilai instansi adalah rata-rata sederhana nilai semua unit. Bobot unsur: 1/9 " in text
    assert "Bobot unsur | 1/9 untuk setiap unsur" in text
    assert "Unit yang masuk hitungan: 3." in text
    assert "Nilai lain | Nilai unit induk dihitung dari gabungan jawaban" in text


def test_weights_that_differ_are_counted() -> None:
    lines = [make_line(S1, "80", weighting=weight) for weight in ("1/9", "0,11", "1/9", "")]
    units = [UnitRecap(f"Dinas {place}", (line,), number=place) for place, line in enumerate(lines)]
    assert (
        "Bobot unsur | 1/9 untuk setiap unsur pada 2 hasil survei; "
        "0,11 untuk setiap unsur pada 1 hasil survei; "
        "tidak dapat ditentukan dari angka tercetak pada 1 hasil survei"
    ) in render_text(_build(units=units))
    assert "Bobot unsur | belum tercatat" in render_text(_build(units=units[3:], weighting=""))
    assert "Bobot unsur | menurut ketetapan instansi: 1/2; 1/2" in render_text(
        _build(units=(), weighting="1/2; 1/2")
    )


def test_realisation_is_summarised_by_the_period_followed_up() -> None:
    table = _table(_build(), "Realisasi")
    assert [column.title for column in table.columns][:2] == ["Rencana periode", "Dilaporkan pada"]
    assert [_texts(row) for row in table.rows] == [
        ["Triwulan IV 2022", "Triwulan I 2023", "0", "1", "0", "0", "0"],
        ["Semester II 2022", "Semester I 2023", "0", "0", "0", "0", "1"],
        ["Triwulan I 2023", "Triwulan II 2023", "1", "0", "0", "0", "1"],
    ]


def test_realisation_that_nobody_recorded_has_no_table() -> None:
    units = make_units()[1:]
    document = _build(units=units)
    assert [table.sheet for table in document.tables if table.sheet == "Realisasi"] == []
    conclusions = [block for block in document.blocks if isinstance(block, Listing)][-1]
    assert conclusions.items[-1].endswith("belum tercatat pada satu UPP pun.")


def test_tables_and_figures_are_numbered_through() -> None:
    document = _build()
    assert [table.number for table in document.tables] == list(range(1, 11))
    figures = [block for block in document.blocks if isinstance(block, Figure)]
    assert [(figure.number, figure.chart.title) for figure in figures] == [
        (1, "Gambar 1. Nilai per unsur Kota Contoh Semester I 2023"),
        (2, "Gambar 2. Sebaran mutu pelayanan UPP pada Semester I 2023"),
        (3, "Gambar 3. Tren IKM Kota Contoh"),
        (4, "Gambar 4. Nilai unsur setiap UPP pada Semester I 2023"),
    ]


def test_a_letter_later_than_the_period_is_not_its_basis() -> None:
    """The circular of 3 July 2023 cannot have ordered a survey that ended in June."""
    circular = "Nomor 12 Tahun 2023"
    assert circular not in render_text(_build())
    assert circular in render_text(_build(period=parse_period("2023-S2")))


def test_nothing_in_the_database_still_makes_a_report_that_says_so() -> None:
    document = _build(units=(), averages=(), trend=(), instructions=())
    text = render_text(document)
    assert "IKM Kota Contoh Semester I 2023 belum dihitung, sehingga" in text
    assert "first Sumber angka | –" in text
    assert "Surat yang memerintahkan pelaksanaan SKM Semester I 2023 belum tercatat dalam sistem." in text
    assert "Tren belum dapat disajikan" in text
    assert "Nilai Kota Contoh belum dihitung untuk Semester I 2023." in text


def test_an_agency_with_an_added_element() -> None:
    ten = (*make_input().elements, ("U10", "Keamanan"))
    line = RecapLine(S1, (Decimal(80),) * 10, Decimal(80))
    units = [UnitRecap("Dinas Satu", (line,), number=1)]
    table = _table(_build(units=units, averages=[line], elements=ten), "Rekap")
    assert [column.title for column in table.columns][11:14] == ["U9", "U10", "IKM"]


def test_a_line_with_the_wrong_number_of_values_is_refused() -> None:
    units = [UnitRecap("Dinas Satu", (RecapLine(S1, (Decimal(80),), Decimal(80)),))]
    with pytest.raises(BadInput, match="Dinas Satu") as refusal:
        _build(units=units)
    assert refusal.value.code == "report_elements"


def test_the_trend_table_gives_each_change() -> None:
    assert [_texts(row) for row in _table(_build(), "Tren").rows] == [
        ["Tahun 2021 †", "88,00", "B (Baik)", "–"],
        ["Tahun 2022 †", "90,50", "A (Sangat baik)", "2,50"],
        ["Semester I 2023", "89,72", "A (Sangat baik)", "-0,78"],
    ]


def test_sources_are_said_when_all_are_alike() -> None:
    imported = dataclasses.replace(make_line(S1, "80"), source=LineSource.IMPORTED)
    units = [UnitRecap("Dinas Satu", (imported,), number=1)]
    assert "Hasil setiap survei diambil alih" in render_text(_build(units=units, averages=[imported]))
    computed = [UnitRecap("Dinas Satu", (make_line(S1, "80"),), number=1)]
    assert "Hasil setiap survei dihitung dari jawaban" in render_text(_build(units=computed))


def test_a_gap_in_the_trend_is_a_row_without_a_figure() -> None:
    steps = (TrendStep(parse_period("2021"), Decimal(80)), TrendStep(parse_period("2022"), None))
    assert _texts(_table(_build(trend=steps), "Tren").rows[1]) == ["Tahun 2022", "–", "–", "–"]


def test_the_recap_says_which_rows_leave_answers_out():
    lines = (make_line(Q2, "80", excluded=12, index_with=Fraction(155, 2)), make_line(Q1, "75", excluded=1))
    many = [UnitRecap(f"UPT {n}", (make_line(Q1, "80", excluded=1, index_with=80),)) for n in range(1, 20)]
    (note,) = [note for note in _recap_notes([UnitRecap("Dinas Satu", lines)]) if "dikecualikan" in note]
    assert note.endswith(
        "Dinas Satu, Triwulan II 2023 (April–Juni) (12; 77,50); Dinas Satu, Triwulan I 2023 (Januari–Maret) "
        "(1; –)."
    )
    (note,) = [n for n in _recap_notes([UnitRecap("Dinas Satu", lines), *many]) if "dikecualikan" in n]
    assert (note.count("UPT "), note.endswith("; dan 1 baris lain.")) == (18, True)


def _recap_notes(units):
    return _table(_build(units=units), "Rekap").notes
