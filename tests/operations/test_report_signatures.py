"""Signing a frozen report: one file more, whose signature holds; the frozen file stays as it is."""

import pytest

from puas.errors import BadInput, NotNow
from puas.exchange.pdf_signatures import SignedFile, sign_with_file
from puas.models import AuditEvent, Report
from puas.operations.report_signatures import sign_report, upload_signed
from puas.queries.kept_reports import path_of
from tests.factories.certificates import PASSPHRASE, SIGNER, make_certificate
from tests.factories.evidence_files import JPEG, PDF
from tests.factories.refusals import refused
from tests.factories.reports import make_report
from tests.web.scenes import publish_units

pytestmark = pytest.mark.django_db


@pytest.fixture
def report(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    return make_report(publish_units(1)[0])


def sign(pdf: bytes) -> SignedFile:
    return sign_with_file(pdf, make_certificate(), PASSPHRASE, "Laporan SKM")


def frozen(report: Report) -> bytes:
    return path_of(report.files.get(format="pdf", origin="made")).read_bytes()


def test_the_signed_copy_is_kept_beside_the_frozen_file(report):
    before = frozen(report)
    file = sign_report(report=report, sign=sign, by=None)
    assert (file.version, file.format, file.origin, file.signer) == (4, "pdf", "signed", SIGNER)
    assert path_of(file).read_bytes().startswith(before)
    assert frozen(report) == before


def test_signing_leaves_an_event_without_anything_that_was_typed(report):
    file = sign_report(report=report, sign=sign, by=None)
    event = AuditEvent.objects.get(operation="sign_report")
    assert event.data == {
        "code": report.printed_code,
        "origin": "signed",
        "signer": SIGNER,
        "digest": file.digest,
        "version": 4,
    }


def test_a_second_signature_goes_on_the_first(report):
    first = sign_report(report=report, sign=sign, by=None)
    second = sign_report(report=report, sign=sign, by=None)
    assert path_of(second).read_bytes().startswith(path_of(first).read_bytes())


def test_a_signature_that_does_not_hold_is_not_kept(report):
    def break_it(pdf: bytes) -> SignedFile:
        signed = sign(pdf)
        return SignedFile(signed.content + b" ", signed.signer, signed.signed_at)

    with refused(NotNow, "report_signature_broken"):
        sign_report(report=report, sign=break_it, by=None)
    assert report.files.count() == 3


def test_a_file_that_was_changed_on_disk_is_not_signed(report):
    path = path_of(report.files.get(format="pdf"))
    path.write_bytes(path.read_bytes() + b" ")
    with refused(NotNow, "report_file_damaged"):
        sign_report(report=report, sign=sign, by=None)


def test_a_scan_is_told_by_the_name_that_was_given(report):
    file = upload_signed(report=report, content=PDF, signer=" Dra.  Sri Lestari ", by=None)
    assert (file.origin, file.signer, path_of(file).read_bytes()) == ("scanned", "Dra. Sri Lestari", PDF)


def test_a_copy_that_another_program_signed_is_told_by_its_certificate(report):
    file = upload_signed(report=report, content=sign(frozen(report)).content, signer="", by=None)
    assert (file.origin, file.signer) == ("signed", SIGNER)


@pytest.mark.parametrize(
    ("content", "signer", "code"),
    [
        (JPEG, "Sri", "signed_copy_kind"),
        (PDF, " ", "signed_copy_signer"),
        (b"", "Sri", "evidence_empty"),
        (b"MZ", "Sri", "evidence_kind"),
    ],
)
def test_what_is_no_signed_copy_is_refused(report, content, signer, code):
    with refused(BadInput, code):
        upload_signed(report=report, content=content, signer=signer, by=None)
    assert report.files.count() == 3


def test_a_report_that_was_replaced_is_not_signed(report):
    make_report(report.unit.agency)
    with refused(NotNow, "report_replaced"):
        sign_report(report=Report.objects.get(pk=report.pk), sign=sign, by=None)
