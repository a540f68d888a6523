"""Posters: every size says the same, the code leads to the form, and the message can be sent on."""

import datetime
import io
from urllib.parse import parse_qs, urlsplit

import pdfplumber
import pytest

from puas.reports.posters import Poster, PosterSize, render_poster, share_address, write_share_text
from tests.reports.samples import HOSTILE

ADDRESS = "https://skm.contoh.go.id/s/abc/"
MILLIMETRE = 72 / 25.4


def make_poster(**fields: object) -> Poster:
    plain = {
        "agency": "Pemerintah Kota Contoh",
        "unit": "Dinas Satu",
        "period": "Triwulan II 2026",
        "address": ADDRESS,
        "questions": 9,
        "made_at": datetime.datetime(2026, 11, 20, tzinfo=datetime.UTC),
    }
    return Poster(**(plain | fields))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("size", "millimetres", "times"),
    [
        (PosterSize.A3, (297, 420), 1),
        (PosterSize.A4, (210, 297), 1),
        (PosterSize.A6, (105, 148), 1),
        (PosterSize.TENT, (210, 297), 2),
    ],
)
def test_it_is_one_page_of_its_size(size: PosterSize, millimetres: tuple[int, int], times: int) -> None:
    with pdfplumber.open(io.BytesIO(render_poster(make_poster(size=size)))) as pdf:
        (page,) = pdf.pages
        assert (round(page.width / MILLIMETRE), round(page.height / MILLIMETRE)) == millimetres
        text = " ".join(page.extract_text().split())
        said = ("Dinas Satu", "Bagaimana pelayanan kami?", "skm.contoh.go.id/s/abc")
        assert [line for line in said if line not in text] == []
        assert [link["uri"] for link in page.hyperlinks] == [ADDRESS]
        assert sum(char["text"] == "?" for char in page.chars) == times


def test_text_from_people_stays_text_and_long_names_fit() -> None:
    for unit in (HOSTILE, "Unit Pelaksana Teknis Daerah " * 6):
        with pdfplumber.open(io.BytesIO(render_poster(make_poster(unit=unit)))) as pdf:
            assert len(pdf.pages) == 1


def test_other_languages_than_two_are_in_indonesian() -> None:
    assert write_share_text(make_poster(language="jv")) == write_share_text(make_poster())
    assert "How was our service" not in write_share_text(make_poster())
    assert write_share_text(make_poster(language="en")) == (
        "If you have been served by Dinas Satu: how was our service? Please answer the 9 questions of the "
        "Public Satisfaction Survey Triwulan II 2026 at https://skm.contoh.go.id/s/abc/ "
        "No name and no identity number asked. Thank you."
    )


def test_the_message_arrives_as_it_was_written() -> None:
    text = write_share_text(make_poster(unit="Dinas A & B #1"))
    address = urlsplit(share_address(text))
    assert (address.scheme, address.netloc, address.path) == ("https", "wa.me", "/")
    assert parse_qs(address.query, strict_parsing=True) == {"text": [text]}
