"""PAdES: a signature made with a certificate file holds before pyHanko's validator, until a byte moves."""

import io

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from puas.errors import BadInput, NotNow
from puas.exchange.pdf_signatures import Token, read_signature, sign_with_file, sign_with_token
from puas.reports.agency_reports import build_agency_report
from puas.reports.pdfs import render_pdf
from puas.reports.wording import load_wording
from tests.factories.certificates import PASSPHRASE, SIGNER, make_certificate
from tests.factories.refusals import refused
from tests.reports.samples import make_input


@pytest.fixture(scope="module")
def pdf():
    return render_pdf(build_agency_report(make_input(), load_wording("agency")))


@pytest.fixture(scope="module")
def signed(pdf):
    return sign_with_file(pdf, make_certificate(), PASSPHRASE, "Laporan SKM")


def test_the_signed_file_begins_with_every_byte_of_the_other(pdf, signed):
    assert signed.content[: len(pdf)] == pdf
    assert signed.signer == SIGNER


def test_the_validator_of_pyhanko_finds_it_intact_and_trusted(signed):
    (signature,) = PdfFileReader(io.BytesIO(signed.content)).embedded_signatures
    context = ValidationContext(trust_roots=[signature.signer_cert], allow_fetching=False)
    status = validate_pdf_signature(signature, context)
    assert (status.intact, status.valid, status.trusted, status.bottom_line) == (True, True, True, True)
    assert signature.sig_object["/SubFilter"] == "/ETSI.CAdES.detached"


def test_a_changed_byte_is_detected(pdf, signed):
    assert read_signature(signed.content) == signed
    at = pdf.index(b"/Title")
    changed = bytearray(signed.content)
    changed[at + 9] ^= 1
    assert read_signature(bytes(changed)) is None


def test_what_was_added_after_a_signature_is_detected(signed):
    assert read_signature(signed.content + b"\n% lagi") is None


def test_a_file_without_a_signature_and_no_file_at_all_have_none(pdf):
    assert (read_signature(pdf), read_signature(b"%PDF-1.7 rusak"), read_signature(b"")) == (None, None, None)


def test_a_second_signature_leaves_the_first_as_it_is(signed):
    twice = sign_with_file(signed.content, make_certificate(), PASSPHRASE, "Laporan SKM")
    assert twice.content.startswith(signed.content)
    assert len(PdfFileReader(io.BytesIO(twice.content)).embedded_signatures) == 2
    assert read_signature(twice.content) == twice


@pytest.mark.parametrize(
    ("certificate", "passphrase"),
    [(make_certificate(), "salah"), (b"bukan sertifikat", PASSPHRASE), (b"", PASSPHRASE)],
    ids=["passphrase", "file", "empty"],
)
def test_what_does_not_open_is_refused_without_quoting_it(pdf, certificate, passphrase):
    with pytest.raises(BadInput) as caught:
        sign_with_file(pdf, certificate, passphrase, "")
    assert (caught.value.code, caught.value.data) == ("sign_certificate", {"field": "sertifikat"})
    assert caught.value.__cause__ is None


def test_a_certificate_that_ran_out_is_refused(pdf):
    with refused(BadInput, "sign_certificate_dates"):
        sign_with_file(pdf, make_certificate(-1), PASSPHRASE, "")


def test_a_token_that_is_not_there_is_refused(pdf):
    with refused(NotNow, "sign_token"):
        sign_with_token(pdf, Token("/nowhere/lib.so", "SKM", "SKM"), "1234", "")
