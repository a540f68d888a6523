"""Periksa rekap: a file goes in, a page comes out, nothing stays."""

import io
import json
import re
import tempfile
import time
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from puas.web.public import checks_runs
from tests.factories.recaps import BAD, GOOD, make_line, make_recap

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_folder(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))


def upload(client, content: bytes, name: str = "rekap-2022.csv", **fields):
    return client.post("/periksa/", {"berkas": SimpleUploadedFile(name, content), **fields})


def wait(address: str) -> checks_runs.Run:
    """Wait until the check is over; return it."""
    token = address.split("/")[2]
    ends = time.monotonic() + 60
    while time.monotonic() < ends:
        run = checks_runs.find_run(token)
        if not run.is_running:
            return run
        time.sleep(0.05)
    raise AssertionError("the check does not end")


def check(client, content: bytes, name: str = "rekap-2022.csv", **fields) -> str:
    response = upload(client, content, name, **fields)
    assert response.status_code == 303, response.content.decode()
    wait(response["Location"])
    return response["Location"]


def text(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_the_form_says_the_limits_before_anything_is_sent(client):
    response = client.get("/periksa/")
    assert "Paling besar 25 MB; dibaca paling lama 60 detik." in text(response)
    assert 'enctype="multipart/form-data"' in response.content.decode()
    assert "dihapus sesudah 15 menit" in text(response)
    assert response.cookies == {}


def test_a_sound_recap_has_no_findings(client):
    response = client.get(check(client, GOOD))
    assert response.status_code == 200
    assert "Tidak ada temuan" in text(response)
    assert (response["Cache-Control"], response["X-Robots-Tag"]) == ("private, no-store", "noindex")


def test_findings_stand_at_their_cells_and_below_the_table(client):
    page = client.get(check(client, BAD)).content.decode()
    cell = re.search(r'<td class="number">78,10(.*?)</td>', page, re.S)
    assert re.findall(r'href="#(ket-[A-Z]\d+)"', cell[1]) == ["ket-K1", "ket-K2"]
    assert page.count('id="ket-K1"') == 1
    assert 'href="#baris-1"' in page
    note = re.search(r'id="ket-K1">(.*?)</li>', page, re.S)[1]
    assert re.findall(r"<q>(.*?)</q>", note) == ["78,10", "89,56"]


def test_what_could_not_be_read_is_said_and_never_guessed(client):
    content = make_recap(make_line(1, "Dinas Satu", values=("9O,2x?", *("88,00",) * 8), index="88,00"))
    page = client.get(check(client, content)).content.decode()
    assert '<td class="number cell--lost">tak terbaca' in page
    assert "tidak ditebak dan tidak dianggap nol" in page


def test_rows_of_one_rule_can_be_looked_at_alone(client):
    address = check(client, BAD)
    assert re.findall(r'id="(baris-\d+)"', client.get(f"{address}?tampil=temuan").content.decode()) == [
        "baris-1"
    ]
    alone = client.get(f"{address}?tampil=grade-index").content.decode()
    assert re.findall(r'<li id="ket-([KPC])', alone) == ["K"]
    assert "Tidak ada baris di pilihan ini" in client.get(f"{address}?tampil=zzz").content.decode()


def test_a_long_recap_is_paged(client):
    content = make_recap(
        *(make_line(n, f"Puskesmas Nomor {n}", respondents=str(200 + n)) for n in range(1, 61))
    )
    address = check(client, content)
    second = client.get(f"{address}?halaman=2").content.decode()
    assert re.findall(r'id="(baris-\d+)"', second) == [f"baris-{n}" for n in range(51, 61)]


def test_the_page_speaks_english_too(client):
    assert "No findings" in client.get(f"{check(client, GOOD)}?bahasa=en").content.decode()


@pytest.mark.parametrize(
    ("name", "start"), [("temuan.pdf", b"%PDF-"), ("temuan.xlsx", b"PK"), ("rekap.csv", b"no,unit,")]
)
def test_downloads(client, name, start):
    address = check(client, BAD)
    response = client.get(f"{address}{name}")
    assert response["Content-Disposition"] == f'attachment; filename="rekap-2022-{name}"'
    assert b"".join(response.streaming_content).startswith(start)
    assert client.get(f"{address}rahasia.txt").status_code == 404


def test_too_many_findings_for_a_pdf_are_said_to_be_so(client, monkeypatch):
    monkeypatch.setattr("puas.web.public.checks_pages.MOST_IN_PDF", 3)
    page = client.get(check(client, BAD)).content.decode()
    assert "terlalu banyak untuk PDF" in page
    assert "Unduh PDF" not in page


def test_the_file_is_deleted_once_it_is_read_and_the_result_when_asked(client):
    address = check(client, GOOD)
    run = wait(address)
    assert not (run.folder / "upload").exists() or list((run.folder / "upload").iterdir()) == []
    assert client.post(f"{address}hapus/").status_code == 303
    assert client.get(address).status_code == 404
    assert sorted(path.name for path in run.folder.iterdir()) == ["lock", "who"]


def test_results_end_by_themselves(client, monkeypatch):
    address = check(client, GOOD)
    folder = wait(address).folder
    monkeypatch.setattr(checks_runs, "LIFE", -1)
    assert client.get(address).status_code == 404
    assert not folder.exists()
    assert client.get("/periksa/../../etc/").status_code == 404


def test_a_running_check_says_how_far_it_is(client):
    response = upload(client, GOOD)
    run = checks_runs.find_run(response["Location"].split("/")[2])
    page = client.get(response["Location"]).content.decode()
    assert run.name == "rekap-2022.csv"
    assert ('http-equiv="refresh"' in page) == ("Sedang diperiksa" in page)
    wait(response["Location"])
    assert json.loads(client.get(f"{response['Location']}keadaan.json").content)["over"] is True


def test_nothing_chosen_and_a_strange_year_are_refused(client):
    assert client.post("/periksa/").status_code == 422
    response = upload(client, GOOD, tahun="20x3")
    assert response.status_code == 422
    assert "Tahun rekap harus empat angka" in text(response)


def test_a_file_over_the_limit_is_refused_before_it_is_read(client, monkeypatch):
    monkeypatch.setattr(checks_runs, "UPLOAD_BYTES", 100)
    response = upload(client, GOOD)
    assert response.status_code == 413
    monkeypatch.setattr("puas.web.public.checks_uploads.UPLOAD_BYTES", -30_000)
    assert upload(client, GOOD).status_code == 413


def test_one_address_may_not_ask_too_often(client, monkeypatch):
    monkeypatch.setattr(checks_runs, "OFTEN", 1)
    check(client, GOOD)
    response = upload(client, GOOD)
    assert response.status_code == 429
    assert 0 < int(response["Retry-After"]) <= checks_runs.WINDOW
    assert "Coba lagi sebentar lagi" in text(response)
    other = client.post("/periksa/", {"berkas": SimpleUploadedFile("r.csv", GOOD)}, REMOTE_ADDR="10.0.0.9")
    assert other.status_code == 303


def test_only_so_many_checks_run_at_once(client, monkeypatch):
    monkeypatch.setattr(checks_runs, "RUNNING", 0)
    response = upload(client, GOOD)
    assert (response.status_code, response["Retry-After"]) == (503, "30")
    assert "berkas Anda belum diterima" in text(response)


def zip_bomb() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"<w>" + b" " * (210 * 2**20))
    return file.getvalue()


def entity_document() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(
            "word/document.xml", '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'
        )
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (zip_bomb(), "laporan.docx", "terlalu besar untuk dibaca dengan aman"),
        (entity_document(), "laporan.docx", "rusak"),
        (b"MZ\x00\x01\x02 program", "rekap.exe", "bukan teks, CSV, XLSX, DOCX, atau PDF"),
        (b"%PDF-1.7 tidak lebih", "laporan.pdf", "rusak"),
        (b"nama,alamat\nA,B\n", "daftar.csv", "tidak berisi tabel rekap"),
    ],
)
def test_hostile_and_foreign_files_end_in_a_sentence(client, content, name, sentence):
    response = client.get(check(client, content, name))
    assert response.status_code == 422
    assert sentence in text(response)


def test_a_process_that_dies_ends_in_a_sentence(client, monkeypatch):
    monkeypatch.setattr(checks_runs, "MEMORY", 20 * 2**20)
    response = client.get(check(client, GOOD))
    assert response.status_code == 422
    assert "melewati batas memori atau waktu" in text(response)


def test_names_of_files_are_only_names(client):
    assert checks_runs.clean_name("../../etc/pass\nwd.csv") == "etc pass wd.csv"
    assert checks_runs.clean_name("") == "rekap"
    assert len(checks_runs.clean_name("x" * 300 + ".csv")) == 84
    page = client.get(check(client, GOOD, '<script>alert("2022")</script>.csv')).content.decode()
    assert "<script>alert" not in page


def test_the_template_can_be_downloaded(client):
    response = client.get("/periksa/templat.xlsx")
    assert response.content.startswith(b"PK")
    assert response["Content-Disposition"] == 'attachment; filename="templat-rekap-skm.xlsx"'
