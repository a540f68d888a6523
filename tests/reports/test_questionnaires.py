"""Questionnaires on paper, read back: what is asked, numbered sheets, and a page for each short one."""

import datetime
import io
import re

import pdfplumber
import pytest

from puas.exchange.instrument_files import list_instruments, load_instrument
from puas.reports.questionnaires import SheetBatch, draw_code, encode, render_questionnaires
from tests.reports.samples import HOSTILE

MADE = datetime.datetime(2026, 11, 20, tzinfo=datetime.UTC)


def make_batch(key: str = "classic-2017", language: str = "id", **fields: object) -> SheetBatch:
    plain = {
        "agency": "Pemerintah Kota Contoh",
        "unit": "Dinas Satu",
        "period": "Triwulan II 2026",
        "survey": "17",
        "batch": "2",
        "first": 51,
        "count": 1,
        "address": "https://skm.contoh.go.id/s/abc/",
        "made_at": MADE,
    }
    return SheetBatch(load_instrument(key), language, **(plain | fields))  # type: ignore[arg-type]


def read_pages(pdf: bytes) -> list[str]:
    with pdfplumber.open(io.BytesIO(pdf)) as opened:
        return [" ".join(page.extract_text().split()) for page in opened.pages]


def test_each_sheet_is_one_page_with_its_own_number() -> None:
    pages = read_pages(render_questionnaires(make_batch(count=3)))
    assert [re.findall(r"Survei 17 · bundel 2 · lembar (\d+) · classic-2017@1", page) for page in pages] == [
        ["0051"],
        ["0052"],
        ["0053"],
    ]
    assert [re.findall(r"halaman \d dari \d", page) for page in pages] == [["halaman 1 dari 1"]] * 3


CASES = [(key, language) for key in list_instruments() for language in load_instrument(key).languages]


@pytest.mark.parametrize(("key", "language"), CASES)
def test_every_word_of_the_questionnaire_is_printed(key: str, language: str) -> None:
    instrument = load_instrument(key)
    printed = "".join("".join(read_pages(render_questionnaires(make_batch(key, language)))).split())
    wanted = [item.text[language] for item in instrument.items]
    wanted += [label for item in instrument.items for label in item.labels[language]]
    wanted += [option.label[language] for field in instrument.profile for option in field.options]
    missing = [text for text in wanted if not all(word in printed for word in re.split(r"[\s-]+", text))]
    assert missing == []


def test_a_sheet_of_many_questions_says_which_pages_belong_together() -> None:
    pages = read_pages(render_questionnaires(make_batch("national-2024-hybrid", count=2)))
    assert [re.findall(r"lembar (\d+)|halaman (\d dari \d)", page) for page in pages] == [
        [("0051", ""), ("", "1 dari 2")],
        [("0051", ""), ("", "2 dari 2")],
        [("0052", ""), ("", "1 dari 2")],
        [("0052", ""), ("", "2 dari 2")],
    ]


def test_services_are_the_first_field_and_keep_their_numbers() -> None:
    fields = encode(make_batch(services=((1, "KTP"), (3, "Akta"))))["fields"]
    assert fields[0]["label"] == "Layanan yang Anda terima"
    assert fields[0]["options"] == [{"number": "1", "label": "KTP"}, {"number": "3", "label": "Akta"}]
    assert [field["label"] for field in fields[1:]] == [
        field.label["id"] for field in load_instrument("classic-2017").profile
    ]


def test_text_from_people_stays_text() -> None:
    (page,) = read_pages(render_questionnaires(make_batch(unit=HOSTILE, services=((1, HOSTILE),))))
    assert page.count("halaman 1 dari 1") == 1


def test_a_name_in_letters_that_we_cannot_print_still_prints() -> None:
    (page,) = read_pages(render_questionnaires(make_batch(unit="Dinas \u4e2d \U0001f600")))
    assert "Dinas ? ?" in page


def test_it_is_tagged_and_the_same_every_time() -> None:
    pdf = render_questionnaires(make_batch())
    assert pdf == render_questionnaires(make_batch())
    with pdfplumber.open(io.BytesIO(pdf)) as opened:
        assert opened.doc.catalog["MarkInfo"] == {"Marked": True, "Suspects": False}
        assert opened.metadata["Title"] == "Survei Kepuasan Masyarakat – Dinas Satu"
    assert b"pdfuaid:part" in pdf


def test_the_code_holds_the_whole_address() -> None:
    short, long = draw_code("https://a.id/s/1/"), draw_code("https://a.id/s/" + "x" * 80)
    assert (short[:4], short[-6:]) == ("<svg", "</svg>")
    width = [int(re.search(r'width="(\d+)"', svg)[1]) for svg in (short, long)]  # type: ignore[index]
    assert width[0] < width[1]
