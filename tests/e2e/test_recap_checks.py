"""Periksa rekap and its way into the history, in a real browser: a good file, a bad one, a hostile one."""

import tempfile
import zipfile

import pytest
from playwright.sync_api import expect

from puas.models import RecapRow
from tests.e2e.conftest import DESK, PHONE
from tests.e2e.test_accessibility import faults
from tests.e2e.test_whole_cycle import sign_in
from tests.factories.recaps import BAD, GOOD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def own_folder(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))


@pytest.fixture
def files(tmp_path):
    (tmp_path / "baik-2022.csv").write_bytes(GOOD)
    (tmp_path / "buruk-2022.csv").write_bytes(BAD)
    with zipfile.ZipFile(tmp_path / "bom.docx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"<w>" + b" " * (210 * 2**20))
    return tmp_path


@pytest.fixture(params=[True, False], ids=["script", "no script"])
def page(request, browser):
    context = browser.new_context(viewport=DESK, java_script_enabled=request.param)
    yield context.new_page()
    context.close()


def send(page, address: str, path) -> None:
    """Choose a file and wait for the result: the waiting page goes on by itself, with a script or without."""
    page.goto(address)
    page.get_by_label("Berkas rekap").set_input_files(path)
    page.get_by_role("button", name="Periksa").click()
    page.get_by_role("heading", name="Sedang diperiksa").wait_for(state="detached", timeout=30_000)


def test_a_good_file(transactional_db, live_server, page, files):
    send(page, f"{live_server.url}/periksa/", files / "baik-2022.csv")
    assert page.get_by_role("heading", level=1).inner_text() == "baik-2022.csv"
    expect(page.get_by_text("Tidak ada temuan", exact=True)).to_be_visible()
    expect(page.locator("table.recap tbody tr")).to_have_count(2)


def test_a_bad_file(transactional_db, live_server, page, files):
    send(page, f"{live_server.url}/periksa/", files / "buruk-2022.csv")
    cell = page.locator("table.recap td", has_text="78,10")
    expect(cell.locator("a.mark")).to_have_text(["K1", "K2"])
    cell.locator("a.mark").first.click()
    assert page.url.endswith("#ket-K1")
    assert "rata-rata unsurnya 89,56" in page.locator("#ket-K1").inner_text()
    page.locator("#ket-K1 a").click()
    assert page.url.endswith("#baris-1")
    with page.expect_download() as download:
        page.get_by_role("link", name="Unduh XLSX").click()
    assert download.value.suggested_filename == "buruk-2022-temuan.xlsx"
    page.get_by_role("button", name="Hapus sekarang").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Periksa rekap SKM"


def test_a_hostile_file(transactional_db, live_server, page, files):
    send(page, f"{live_server.url}/periksa/", files / "bom.docx")
    assert "terlalu besar untuk dibaca dengan aman" in page.get_by_role("alert").first.inner_text()
    expect(page.get_by_label("Berkas rekap")).to_be_visible()


@pytest.mark.looks
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_no_page_has_a_fault(transactional_db, live_server, browser, files, viewport, scheme):
    page = browser.new_context(viewport=viewport, color_scheme=scheme).new_page()
    for name in ("baik-2022.csv", "buruk-2022.csv", "bom.docx"):
        send(page, f"{live_server.url}/periksa/", files / name)
        assert faults(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
    page.context.close()


def test_into_the_history_and_back(city, live_server, browser, files):
    page = browser.new_context(viewport=PHONE).new_page()
    base = live_server.url
    sign_in(page, base, "koordinator")
    page.get_by_role("link", name="Impor rekap lama ke riwayat").click()
    assert faults(page) == []
    page.get_by_label("Berkas rekap").set_input_files(files / "buruk-2022.csv")
    page.get_by_role("button", name="Baca berkas").click()
    page.get_by_role("button", name="Lanjut: cocokkan unit").click(timeout=30_000)
    assert faults(page) == []
    page.get_by_role("button", name="Simpan ke riwayat").click()
    assert faults(page) == []
    page.get_by_role("checkbox").first.check()
    page.get_by_role("button", name="Pakai yang dihitung").click()
    page.get_by_role("button", name="Pakai dalam tren dan laporan").click()
    expect(page.get_by_text("2 angka kini dipakai dalam tren dan laporan, bertanda impor.")).to_be_visible()
    page.get_by_role("link", name="Batalkan impor").click()
    assert faults(page) == []
    page.get_by_role("button", name="Ya, batalkan impor").click()
    expect(page.get_by_text("Riwayat kembali seperti sebelumnya")).to_be_visible()
    assert RecapRow.objects.count() == 0
    page.context.close()
