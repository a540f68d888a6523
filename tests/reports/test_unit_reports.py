"""The unit report: its outline, which sentence is true of which figures, what it says of missing parts."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from puas.methodology.periods import parse_period
from puas.reports.agency_inputs import LineSource, TrendStep
from puas.reports.formats import FORMATS, render_document
from puas.reports.narratives import parse_narrative
from puas.reports.texts import render_text
from puas.reports.unit_inputs import Collection, LastPlan, PartLine
from puas.reports.unit_reports import build_unit_report
from puas.reports.wording import load_wording
from tests.reports.read_backs import check_everywhere
from tests.reports.samples import S1
from tests.reports.unit_samples import make_collection, make_elements, make_unit_input


def build(**fields: Any) -> Any:
    return build_unit_report(make_unit_input(**fields), load_wording("unit"))


def text_of(**fields: Any) -> str:
    return render_text(build(**fields))


def test_the_outline_is_the_official_one() -> None:
    assert [f"{number} {heading.text}".strip() for number, heading in build().headings] == [
        "Ringkasan Eksekutif",
        "Daftar Isi",
        "BAB I Pendahuluan",
        "1.1 Latar Belakang",
        "1.2 Dasar Pelaksanaan SKM",
        "1.3 Maksud dan Tujuan",
        "BAB II Pengumpulan Data SKM",
        "2.1 Pelaksana SKM",
        "2.2 Metode Pengumpulan Data",
        "2.3 Lokasi Pengumpulan Data",
        "2.4 Waktu Pelaksanaan SKM",
        "2.5 Penentuan Jumlah Responden",
        "BAB III Hasil Pengolahan Data SKM",
        "3.1 Jumlah Responden SKM",
        "3.2 Indeks Kepuasan Masyarakat (Unit Layanan dan Per Unsur Layanan)",
        "BAB IV Analisis Hasil SKM",
        "4.1 Analisis Permasalahan dan Kelebihan Unsur Layanan",
        "4.2 Rencana Tindak Lanjut",
        "4.3 Tren Nilai SKM",
        "BAB V Kesimpulan dan Saran",
        "5.1 Kesimpulan",
        "5.2 Saran",
        "Lampiran 1: Kuesioner",
        "Lampiran 2: Hasil Olah Data SKM",
        "Lampiran 3: Dokumentasi Pelaksanaan",
        "Lampiran 4: Laporan Tindak Lanjut Hasil SKM Periode Sebelumnya",
    ]


def test_the_same_figures_stand_in_all_three_formats() -> None:
    assert check_everywhere(build()) > 250


@pytest.mark.parametrize("ending", list(FORMATS))
def test_the_same_input_gives_the_same_bytes(ending: str) -> None:
    assert render_document(build(), ending) == render_document(build(), ending)


def test_the_plan_table_has_the_official_columns() -> None:
    table = next(table for table in build().tables if table.sheet == "Rencana tindak lanjut")
    titles = [
        "No",
        "Prioritas unsur",
        "Program/kegiatan",
        "TW I",
        "TW II",
        "TW III",
        "TW IV",
        "Penanggung jawab",
    ]
    assert [column.title for column in table.columns] == titles
    assert [row.cells[3:7] for row in table.rows][:2] == [("", "", "2023", "2023"), ("", "", "2023", "")]


def test_the_sample_is_reasoned_from_the_population() -> None:
    text = text_of()
    assert "Jumlah penerima layanan pada Semester I 2023 adalah 1.234 orang (register)." in text
    assert "sekurang-kurangnya 294 responden" in text
    assert "Survei ini memperoleh 100 responden, 194 kurang dari jumlah minimum." in text
    enough = text_of(collection=make_collection(population=100, required=80))
    assert "Survei ini memperoleh 100 responden, sehingga jumlah minimum terpenuhi." in enough


@pytest.mark.parametrize(
    ("values", "said", "unsaid"),
    [
        (("79", "80", "81.59"), "naik secara konsisten pada setiap periode", "turun"),
        (("83", "82", "81.59"), "IKM turun pada setiap periode", "IKM naik"),
        (("79", "85", "81.59"), "tetapi tidak pada setiap periode", "konsisten"),
    ],
)
def test_a_fall_is_never_called_a_rise(values: tuple[str, ...], said: str, unsaid: str) -> None:
    codes = ("2022-S1", "2022-S2", "2023-S1")
    steps = tuple(TrendStep(parse_period(c), Decimal(v)) for c, v in zip(codes, values, strict=True))
    trend = text_of(trend=steps).split("4.3 Tren")[1].split("## 5.1")[0]
    assert said in trend
    assert unsaid not in trend


def test_what_is_missing_says_so() -> None:
    text = text_of(
        collection=None,
        profiles=(),
        questionnaire=None,
        plan=None,
        last_plan=LastPlan(),
        trend=(TrendStep(S1, Fraction(82)),),
        methods=frozenset(),
        respondents=None,
        source=LineSource.IMPORTED,
    )
    for sentence in (
        "Susunan tim pelaksana SKM Semester I 2023 belum tercatat.",
        "Cara pengumpulan jawaban tidak tercatat.",
        "Rencana kerja SKM Semester I 2023 belum tercatat.",
        "Jumlah penerima layanan pada Semester I 2023 belum tercatat",
        "Jumlah responden SKM Semester I 2023 tidak tercatat.",
        "Karakteristik responden tidak tercatat",
        "Rencana tindak lanjut atas hasil SKM Semester I 2023 belum disusun.",
        "Baru satu nilai yang tercatat",
        "Kuesioner yang dipakai pada Semester I 2023 tidak tercatat dalam sistem.",
        "Rencana tindak lanjut periode sebelumnya tidak tercatat dalam sistem",
        "Dokumentasi pelaksanaan belum dilampirkan.",
    ):
        assert sentence in text, sentence


def test_a_plan_names_priorities_without_an_activity() -> None:
    assert "Belum ada kegiatan untuk Waktu Penyelesaian." in text_of()


def test_equal_elements_have_no_lowest() -> None:
    text = text_of(elements=make_elements((320,) * 9), priorities=(), plan=None)
    assert "Semua unsur bernilai sama, yaitu 80,00" in text
    assert "prioritas perbaikan adalah" not in text


def test_a_small_group_is_hidden_with_the_reason() -> None:
    text = text_of()
    assert "SD | tidak dicetak* | – | –" in text
    assert "Batas instansi: 5 responden." in text


def test_what_officials_wrote_stands_where_it_belongs() -> None:
    text = text_of(
        narratives={
            "problems": parse_narrative("Loket\ntutup pukul 12.", {}),
            "conclusion": parse_narrative("Kami berterima kasih.", {}),
        }
    )
    assert "Loket tutup pukul 12." in text
    assert "Uraian unit tentang penyebabnya belum ditulis." not in text
    assert "Kami berterima kasih." in text.split("5.1 Kesimpulan")[1].split("5.2 Saran")[0]


def test_a_pooled_figure_lists_its_surveys() -> None:
    parts = (PartLine("", Fraction(80), 40), PartLine("UPT Anak", None, None))
    text = text_of(parts=parts, parts_kind="units", rule="Nilai induk menggabungkan jawaban.")
    assert "Dinas Contoh (survei sendiri) | 40 | 80,00" in text
    assert "UPT Anak | – | –" in text
    assert "kecukupan gabungannya tidak dinyatakan di sini" in text


def test_a_printed_contradiction_is_kept_and_named() -> None:
    text = text_of(elements=tuple(_without_weight()), source=LineSource.IMPORTED, index=Decimal("95.10"))
    assert "IKM yang tercatat tidak sama dengan jumlah nilai unsur × bobot" in text


def _without_weight() -> Any:
    from dataclasses import replace

    return (replace(line, weight=None) for line in make_elements())


def test_the_population_with_its_day() -> None:
    text = text_of(collection=Collection(population=50, required=44, population_source="buku tamu"))
    assert "50 orang (buku tamu)." in text
