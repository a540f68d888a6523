"""The poster of results, read back from its PDF: the index, who answered, and where to read on."""

import io
from dataclasses import replace
from typing import Any

import pdfplumber

from puas.reports.result_posters import EDUCATION, SEX, ResultPoster, render_result_poster
from puas.reports.unit_inputs import ProfileTable
from puas.reports.wording import load_wording
from tests.reports.unit_samples import make_profiles, make_unit_input

ADDRESS = "https://contoh.go.id/i/kota-contoh/dinas-contoh/2023-S1/"


def read(poster: ResultPoster) -> Any:
    """Return the only page of the poster."""
    content = render_result_poster(poster, load_wording("result_poster"))
    assert content == render_result_poster(poster, load_wording("result_poster"))
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        (page,) = pdf.pages
        links = [link["uri"] for link in page.hyperlinks]
        return page.extract_text(), (round(page.width), round(page.height)), links


def profiles() -> tuple[ProfileTable, ...]:
    sexes, schools = make_profiles()
    return replace(sexes, key=SEX), replace(schools, key=EDUCATION)


def test_it_says_the_index_and_who_answered() -> None:
    text, size, links = read(ResultPoster(make_unit_input(profiles=profiles()), ADDRESS))
    lines = text.splitlines()
    for line in (
        "INDEKS KEPUASAN MASYARAKAT",
        "Dinas Contoh",
        "Semester I 2023",
        "81,58",
        "Mutu pelayanan B – Baik",
    ):
        assert line in lines
    assert "Responden 100 orang" in lines
    assert "Laki-laki 47 SD tidak dicetak" in lines
    assert "Perempuan 53 SMA 88" in lines
    assert "(batas: 5 orang), agar tidak seorang pun" in text
    assert "Survei dilaksanakan 9 Maret 2023 sampai 14 Juni 2023" in lines
    assert "contoh.go.id/i/kota-contoh/dinas-contoh/2023-S1" in text
    assert (size, links) == ((595, 842), [ADDRESS])


def test_a_larger_paper_holds_the_same() -> None:
    _, size, _ = read(ResultPoster(make_unit_input(profiles=profiles()), ADDRESS, "a3"))
    assert size == (842, 1191)


def test_what_is_not_there_is_said() -> None:
    text, _, links = read(
        ResultPoster(make_unit_input(profiles=(), index=None, respondents=None, collection=None))
    )
    assert "belum dihitung" in text
    assert "Jumlah menurut jenis kelamin dan pendidikan tidak tercatat." in text
    assert "Survei dilaksanakan pada Semester I 2023" in text
    assert "Hasil ini belum terbit pada halaman publik." in text
    assert "Mutu pelayanan" not in text
    assert links == []
