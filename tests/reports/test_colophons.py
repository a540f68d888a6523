"""The last page of a frozen report says its code in every format, and changes nothing before it."""

import io
import zipfile

import pdfplumber
import pytest

from puas.reports.agency_reports import build_agency_report
from puas.reports.colophons import Seal, add_colophon, find_seal
from puas.reports.formats import render_document
from puas.reports.wording import load_wording
from tests.reports.samples import make_input

SEAL = Seal("ABCDE-23456", "https://skm.contoh.go.id/v/ABCDE-23456/", "26 November 2026", 2)


@pytest.fixture(scope="module")
def sealed():
    return add_colophon(build_agency_report(make_input(), load_wording("agency")), SEAL)


def test_a_draft_has_no_code(sealed):
    draft = build_agency_report(make_input(), load_wording("agency"))
    assert (find_seal(draft), find_seal(sealed)) == ("", "ABCDE-23456")
    assert sealed.sections[:-1] == draft.sections


def test_the_page_says_what_was_frozen_and_how_to_check(sealed):
    heading, block = sealed.sections[-1].blocks
    assert heading.text == "Keaslian Dokumen"
    assert block.sentences[0] == (
        "Laporan ini dibekukan pada 26 November 2026 dari hasil yang terbit (versi 2) dan tidak diubah lagi "
        "sesudahnya."
    )


def test_the_code_stands_in_every_format(sealed):
    with pdfplumber.open(io.BytesIO(render_document(sealed, "pdf"))) as pdf:
        assert "ABCDE-23456" in pdf.pages[-1].extract_text()
    with zipfile.ZipFile(io.BytesIO(render_document(sealed, "docx"))) as parts:
        assert b"Kode laporan: ABCDE-23456" in parts.read("word/document.xml")
    with zipfile.ZipFile(io.BytesIO(render_document(sealed, "xlsx"))) as parts:
        assert b"<dc:description>ABCDE-23456</dc:description>" in parts.read("docProps/core.xml")


def test_the_same_seal_gives_the_same_bytes(sealed):
    assert render_document(sealed, "pdf") == render_document(sealed, "pdf")
