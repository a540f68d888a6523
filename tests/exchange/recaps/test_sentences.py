"""Prose around the table: agency index, counts, realisation, trend."""

from decimal import Decimal
from pathlib import Path

import pytest

from puas.methodology.findings.recaps import Place
from tests.exchange.recaps.tables import TITLE, read, row

LAW = "Undang-Undang Nomor 25 Tahun 2009 tentang Pelayanan Publik.\n\n"


def test_the_agency_index_in_summary_and_conclusion(tmp_path: Path) -> None:
    summary = (
        "RINGKASAN EKSEKUTIF\n\nHasil rata-rata SKM Pemerintah Kota Contoh Tahun 2024 adalah **89.847**.\n\n"
    )
    end = "BAB IV KESIMPULAN\n\nMutu layanan Kota Contoh sangat baik dengan nilai SKM rata-rata yaitu 89,11."
    recap = read(tmp_path, row(), "", end, title=TITLE + LAW + summary)
    assert [(r.unit, r.code, r.index, r.source.place) for r in recap.agency_rows] == [
        ("Kota Contoh", "2024", Decimal("89.847"), Place.SUMMARY),
        ("Kota Contoh", "2024", Decimal("89.11"), Place.CONCLUSION),
    ]


def test_a_statement_over_two_quarters_is_of_the_half(tmp_path: Path) -> None:
    end = "KESIMPULAN\n\nDi Kota Contoh nilai rata – rata SKM Triwulan I dan II yaitu 89,11."
    assert [r.code for r in read(tmp_path, row(), "", end).agency_rows] == ["2024-S1"]


@pytest.mark.parametrize(
    "text",
    ["Nomor 14 Tahun 2017 adalah dasar SKM.", "Nilai 12,5 adalah bobot.", "Realisasi SKM kota yaitu 93,38%."],
)
def test_other_numbers_are_no_agency_index(tmp_path: Path, text: str) -> None:
    assert read(tmp_path, row(), "", text).agency_rows == ()


def test_the_number_of_units_that_reported(tmp_path: Path) -> None:
    end = "Berdasarkan rekapitulasi, sebanyak 31 Perangkat Daerah telah menyampaikan laporannya."
    assert [count.units for count in read(tmp_path, row(), "", end).unit_counts] == [31]


def test_realisation_counts_by_period_in_lists_and_sentences(tmp_path: Path) -> None:
    listed = (
        "- a. Triwulan IV tahun 2022\n- 1) Jumlah UPP yang telah menindaklanjuti 100% : 97 UPP\n"
        "- 2) Jumlah UPP yang telah menindaklanjuti 66% : 15 UPP\n- 4) Jumlah UPP yang belum "
        "menindak lanjuti : 38 UPP"
    )
    told = (
        "Dari 155 UPP yang melaporkan realisasi rencana Triwulan I 2023, 121 telah menindaklanjuti "
        "seluruhnya dan 17 belum menindaklanjuti."
    )
    recap = read(tmp_path, row(), "", listed, "", told)
    assert [(c.period.code, c.percent, c.units) for c in recap.realisation_counts if c.period] == [
        ("2022-Q4", 100, 97),
        ("2022-Q4", 66, 15),
        ("2022-Q4", 0, 38),
        ("2023-Q1", 100, 121),
        ("2023-Q1", 0, 17),
    ]


def test_trend_claims_and_their_figures(tmp_path: Path) -> None:
    end = "Tahun\tIKM\n2022\t84,10\n2023\t86,20\n2024\t85,90\n\n"
    end += "Tren kinerja SKM meningkat dari tahun 2022 hingga 2024."
    recap = read(tmp_path, row(), "", end)
    assert [(f.year, str(f.value)) for f in recap.trend_figures] == [
        (2022, "84.10"),
        (2023, "86.20"),
        (2024, "85.90"),
    ]
    assert [(c.direction, c.first_year, c.last_year) for c in recap.trend_claims] == [(1, 2022, 2024)]


def test_the_appendix_is_a_list_of_units_and_no_part_of_the_table(tmp_path: Path) -> None:
    end = "LAMPIRAN\n\nNo\tNama UPP\tLink\n1\tDinas Satu\tx\n2\tDinas Dua\tx"
    recap = read(tmp_path, row(), "", end)
    assert (recap.listed_units, recap.listed_count) == (("Dinas Satu", "Dinas Dua"), 2)
    assert [r.unit for r in recap.rows] == ["Dinas Satu"]
