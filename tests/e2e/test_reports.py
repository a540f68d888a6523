"""A report signed on paper and checked by a stranger, and a section written with the script, in a browser."""

import pytest

from puas.models import Role
from puas.queries.kept_reports import path_of
from tests.e2e.conftest import DESK
from tests.e2e.test_accessibility import faults
from tests.e2e.test_whole_cycle import sign_in
from tests.factories import make_user
from tests.factories.evidence_files import PDF
from tests.factories.reports import make_report
from tests.web.scenes import publish_units

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def report(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    return make_report(publish_units(1)[0])


@pytest.fixture
def page(browser):
    context = browser.new_context(viewport=DESK)
    yield context.new_page()
    context.close()


def test_a_scan_is_uploaded_and_a_stranger_checks_it(report, live_server, page, tmp_path):
    scan = tmp_path / "pindaian.pdf"
    scan.write_bytes(PDF)
    make_user("pimpinan", Role.LEADER, report.unit)
    sign_in(page, live_server.url, "pimpinan")
    page.goto(f"{live_server.url}/kantor/laporan-beku/{report.pk}/tanda-tangan/")
    assert faults(page) == []
    page.get_by_label("PDF yang sudah ditandatangani").set_input_files(scan)
    page.get_by_label("Nama pejabat yang menandatangani").fill("Dra. Sri Lestari")
    page.get_by_role("button", name="Unggah").click()
    page.get_by_text("Salinan bertanda tangan disimpan.").wait_for()
    page.get_by_role("button", name="Keluar").click()
    page.goto(f"{live_server.url}/v/")
    page.get_by_label("Kode laporan").fill(report.code.lower())
    page.get_by_role("button", name="Periksa").click()
    assert faults(page) == []
    page.get_by_label("Berkas laporan yang Anda terima").set_input_files(scan)
    page.get_by_role("button", name="Bandingkan").click()
    assert "Ditandatangani Dra. Sri Lestari" in page.locator(".notice--good").inner_text()
    forged = tmp_path / "palsu.pdf"
    forged.write_bytes(path_of(report.files.get(format="pdf", origin="made")).read_bytes() + b" ")
    page.get_by_label("Berkas laporan yang Anda terima").set_input_files(forged)
    page.get_by_role("button", name="Bandingkan").click()
    assert "Berkas ini tidak sama" in page.locator(".notice--wrong").inner_text()


def test_a_section_saves_itself_while_it_is_written(report, live_server, page):
    unit = report.unit.children.get()
    make_user("petugas", Role.OFFICER, unit)
    sign_in(page, live_server.url, "petugas")
    page.goto(f"{live_server.url}/kantor/unit/{unit.pk}/2023-Q2/laporan/tulis/problems/")
    assert faults(page) == []
    page.get_by_label("Tulisan").fill("Nilai **")
    page.locator("[data-place='{ikm}']").click()
    page.get_by_text("Tersimpan").wait_for()
    assert page.locator("#isi-pratinjau").inner_text() == "Nilai **100,00"
    page.reload()
    assert page.get_by_label("Tulisan").input_value() == "Nilai **{ikm}"
