"""Answers from a file, through the pages: upload, columns, the process at work, what came of it."""

import time
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from puas.models import AnswerImport, AuditEvent, Response, Role
from puas.operations.answer_imports import folder_of
from tests.factories import make_user
from tests.web.scenes import make_office, signed_in

HEADINGS = "No,U1,U2,U3,U4,U5,U6,U7,U8,U9,Saran,Nama\n"
TABLE = HEADINGS + "1,4,4,4,4,4,4,4,4,4,Bagus,Siti\n2,3,3,3,3,3,3,3,3,x,,Budi\n"


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path / "data"


@pytest.fixture
def office(transactional_db):
    return make_office()


def upload(client, survey, content: str = TABLE, name: str = "jawaban.csv"):
    file = SimpleUploadedFile(name, content.encode(), "text/csv")
    return client.post(f"/kantor/survei/{survey.pk}/impor/", {"berkas": file})


def wait(client, address: str) -> str:
    """Look at the page as a browser without script does, until it stops renewing itself."""
    for _ in range(200):
        page = client.get(address).content.decode()
        if 'http-equiv="refresh"' not in page:
            return page
        time.sleep(0.3)
    raise AssertionError("the import never ended")


def test_an_officer_imports_a_file_and_takes_back_the_rejected_row(office):
    client = signed_in(office.officer)
    assert "/impor/" in client.get(f"/kantor/survei/{office.survey.pk}/").content.decode()
    sent = upload(client, office.survey)
    assert sent.status_code == 303
    address = sent["Location"]
    page = client.get(address).content.decode()
    assert "Data pribadi: dibuang" in page
    assert "1 dari 2 baris pertama akan ditolak" in page
    assert [name for name in ("Siti", "Budi") if name in page] == []
    started = client.post(address, {"saluran": "paper", "mulai": "1"})
    assert (started.status_code, started["Location"]) == (303, address)
    page = wait(client, address)
    assert "Selesai diimpor" in page
    assert Response.objects.get().channel == "paper"
    book = client.get(f"{address}ditolak.xlsx")
    assert (book.status_code, b"".join(book)[:2]) == (200, b"PK")
    events = AuditEvent.objects.filter(operation__in=["start_import", "import_answers"])
    assert {event.by_name for event in events} == {"petugas"}
    assert client.post(f"{address}batal/").status_code == 409
    assert "jawaban.csv" in client.get(f"/kantor/survei/{office.survey.pk}/impor/").content.decode()


def test_people_of_other_units_see_no_import(office):
    client = signed_in(office.officer)
    address = upload(client, office.survey)["Location"]
    neighbour = signed_in(make_user("tetangga", Role.OFFICER, office.units[1]))
    leader = signed_in(make_user("pimpinan", Role.LEADER, office.units[0]))
    for other in (neighbour, leader, signed_in(office.stranger)):
        assert upload(other, office.survey).status_code == 404
        assert other.get(address).status_code == 404
        assert other.post(address, {"saluran": "paper"}).status_code == 404
        for door in ("batal", "ulangi"):
            assert other.post(f"{address}{door}/").status_code == 404
        assert other.get(f"{address}ditolak.xlsx").status_code == 404
    assert AnswerImport.objects.get().stage == "waiting"


def test_an_enumerator_may_import_and_a_visitor_signs_in_first(office, client):
    enumerator = make_user("pencacah", Role.ENUMERATOR, office.units[0])
    assert upload(signed_in(enumerator), office.survey).status_code == 303
    assert client.get(f"/kantor/survei/{office.survey.pk}/impor/").status_code == 302


@pytest.mark.parametrize("content", ["%PDF-1.7", "PK\x03\x04rusak", ""])
def test_a_file_that_cannot_be_read_is_refused_with_a_sentence(office, content):
    sent = upload(signed_in(office.officer), office.survey, content)
    assert sent.status_code == 422
    assert "Berkas belum dapat diimpor" in sent.content.decode()
    assert AnswerImport.objects.count() == 0


def test_a_refused_choice_shows_the_columns_again_as_they_were_chosen(office):
    client = signed_in(office.officer)
    address = upload(client, office.survey)["Location"]
    sent = client.post(address, {"saluran": "kiosk", "kolom-10": "item:Q1"})
    assert sent.status_code == 422
    page = sent.content.decode()
    assert "Dua kolom diarahkan ke “Q1”" in page
    assert '<option value="kiosk" selected>' in page
    assert client.post(address, {"saluran": "merpati"}).status_code == 422


def test_a_draft_can_be_thrown_away(office):
    client = signed_in(office.officer)
    address = upload(client, office.survey)["Location"]
    sent = client.post(f"{address}batal/")
    assert (sent.status_code, sent["Location"]) == (303, f"/kantor/survei/{office.survey.pk}/impor/")
    assert not folder_of(AnswerImport.objects.get()).exists()


def test_an_import_whose_process_died_says_so_and_can_be_repeated(office):
    client = signed_in(office.officer)
    address = upload(client, office.survey)["Location"]
    AnswerImport.objects.update(
        stage="running", started_at="2023-01-01T00:00:00Z", seen_at="2023-01-01T00:00:00Z"
    )
    assert "Impor terhenti" in client.get(address).content.decode()
    assert client.post(f"{address}ulangi/").status_code == 303
    assert "Selesai diimpor" in wait(client, address)
    assert Response.objects.count() == 1


def test_the_template_is_that_of_the_questionnaire_and_importing_it_stores_nothing(office):
    client = signed_in(office.officer)
    template = client.get(f"/kantor/survei/{office.survey.pk}/impor/templat/")
    assert 'filename="templat-jawaban-classic-2017.xlsx"' in template["Content-Disposition"]
    file = SimpleUploadedFile("t.xlsx", template.content)
    address = client.post(f"/kantor/survei/{office.survey.pk}/impor/", {"berkas": file})["Location"]
    client.post(address, {"saluran": "paper"})
    assert "Baris contoh dilewati" in wait(client, address)
    assert Response.objects.count() == 0
