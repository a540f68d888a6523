"""The leader signs; what opens the key is neither kept nor repeated, not even while asking again."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from puas.models import AuditEvent, ReportFile, Role
from tests.factories import make_user
from tests.factories.certificates import PASSPHRASE, SIGNER, make_certificate
from tests.factories.evidence_files import PDF
from tests.factories.reports import make_report
from tests.web.scenes import publish_units, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def report(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    return make_report(publish_units(1)[0])


@pytest.fixture
def leader(report):
    return make_user("pimpinan", Role.LEADER, report.unit)


def address(report, rest="tanda-tangan/"):
    return f"/kantor/laporan-beku/{report.pk}/{rest}"


def form(passphrase=PASSPHRASE):
    file = SimpleUploadedFile("sri.p12", make_certificate())
    return {"cara": "berkas", "sertifikat": file, "frasa": passphrase}


def test_the_page_offers_what_the_installation_can_do(report, leader, settings):
    page = signed_in(leader).get(address(report)).content.decode()
    assert ("Sertifikat elektronik" in page, "BSrE" in page, "Token instansi" in page) == (True, False, False)
    settings.SIGNING = {"token": {"library": "x"}, "service": {"url": "http://127.0.0.1"}}
    page = signed_in(leader).get(address(report)).content.decode()
    assert ("BSrE" in page, "Token instansi" in page) == (True, True)


def test_the_leader_signs_with_a_certificate_file(report, leader, client):
    response = signed_in(leader).post(address(report), form())
    assert (response.status_code, response["Location"]) == (
        303,
        f"/kantor/unit/{report.unit_id}/2023-Q2/laporan/",
    )
    assert ReportFile.objects.get(origin="signed").added_by == leader
    assert SIGNER in client.get(f"/v/{report.printed_code}/").content.decode()


def test_a_wrong_passphrase_is_told_and_repeated_nowhere(report, leader, caplog):
    response = signed_in(leader).post(address(report), form("sangat-rahasia"))
    page = response.content.decode()
    assert (response.status_code, "frasa sandinya salah" in page) == (422, True)
    assert "sangat-rahasia" not in page + caplog.text + str(list(AuditEvent.objects.values()))


def test_who_signed_in_long_ago_is_asked_again_and_nothing_is_put_aside(report, leader):
    browser = Client()
    browser.force_login(leader)
    response = browser.post(address(report), form())
    assert (response.status_code, response["Location"]) == (303, address(report))
    assert PASSPHRASE not in str(dict(browser.session))
    assert ReportFile.objects.filter(origin="signed").count() == 0


def test_a_scan_is_uploaded(report, leader):
    fields = {"berkas": SimpleUploadedFile("pindaian.pdf", PDF), "penanda_tangan": "Sri Lestari"}
    assert signed_in(leader).post(address(report, "salinan/"), fields).status_code == 303
    assert ReportFile.objects.get(origin="scanned").signer == "Sri Lestari"


def test_a_scan_without_a_name_is_asked_for_it(report, leader):
    fields = {"berkas": SimpleUploadedFile("pindaian.pdf", PDF), "penanda_tangan": ""}
    response = signed_in(leader).post(address(report, "salinan/"), fields)
    assert (response.status_code, 'href="#penanda_tangan"' in response.content.decode()) == (422, True)


def test_an_officer_does_not_sign(report):
    officer = signed_in(make_user("petugas", Role.OFFICER, report.unit))
    assert officer.get(address(report)).status_code == 403
    assert officer.post(address(report), form()).status_code == 403
