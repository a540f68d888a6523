"""Batches of paper: made, printed, looked at and finished, only by those who may enter answers there."""

import io

import pdfplumber
import pytest

from puas.models import Keying, PaperBatch, Response, Role
from puas.operations.surveys import close_survey
from tests.factories import make_user
from tests.factories.paper_batches import make_batch, type_in
from tests.web.scenes import make_office, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return make_office()


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def test_an_officer_makes_a_batch_and_downloads_its_sheets(office):
    client = signed_in(office.officer)
    made = client.post(f"/kantor/survei/{office.survey.pk}/kertas/", {"lembar": "2", "bahasa": "jv"})
    batch = PaperBatch.objects.get()
    assert (made.status_code, made["Location"]) == (303, f"/kantor/kertas/{batch.pk}/")
    assert (batch.sheets, batch.language, batch.needs_second) == (2, "jv", False)
    pdf = client.get(f"/kantor/kertas/{batch.pk}/lembar.pdf")
    assert (pdf.status_code, pdf["Content-Type"]) == (200, "application/pdf")
    assert pdf["Content-Disposition"] == 'attachment; filename="lembar-dinas-1-2023-Q2-1.pdf"'
    with pdfplumber.open(io.BytesIO(pdf.content)) as opened:
        assert len(opened.pages) == 2
        assert "0002" in opened.pages[1].extract_text()


@pytest.mark.parametrize(
    ("given", "target"),
    [({"lembar": "0", "bahasa": "id"}, "lembar"), ({"lembar": "lima", "bahasa": "id"}, "lembar")],
)
def test_a_batch_of_nothing_is_refused_beside_its_field(office, given, target):
    page = signed_in(office.officer).post(f"/kantor/survei/{office.survey.pk}/kertas/", given)
    assert page.status_code == 422
    assert f'id="{target}-galat"' in page.content.decode()
    assert PaperBatch.objects.count() == 0


def test_enumerators_may_and_leaders_may_not(office):
    batch = make_batch(office.survey)
    addresses = [
        f"/kantor/survei/{office.survey.pk}/kertas/",
        f"/kantor/kertas/{batch.pk}/",
        f"/kantor/kertas/{batch.pk}/lembar.pdf",
        f"/kantor/kertas/{batch.pk}/ketik/1/",
        f"/kantor/kertas/{batch.pk}/banding/",
    ]
    enumerator = signed_in(make_user("pencacah", Role.ENUMERATOR, office.units[0]))
    leader = signed_in(make_user("kepala", Role.LEADER, office.units[0]))
    neighbour = signed_in(make_user("tetangga", Role.OFFICER, office.units[1]))
    assert [enumerator.get(address).status_code for address in addresses] == [200] * 5
    for client in (leader, neighbour, signed_in(office.stranger)):
        assert [client.get(address).status_code for address in addresses] == [404] * 5
        assert client.post(f"/kantor/kertas/{batch.pk}/selesai/").status_code == 404


def test_the_page_counts_and_shows_what_was_corrected(office):
    batch = make_batch(office.survey)
    type_in(batch, 1, by=office.officer)
    type_in(batch, 1, Q4=2, sex="L", by=office.officer)
    page = text_of(signed_in(office.officer).get(f"/kantor/kertas/{batch.pk}/"))
    assert "<dd>1 <small>dari 10 lembar</small></dd>" in page
    assert "Q4 Kewajaran biaya/tarif: <s>4 = Gratis</s> → 2 = Cukup mahal" in page
    assert "Jenis kelamin: <s>(kosong)</s> → 1 = Laki-laki" in page


def test_finishing_makes_answers_and_cannot_be_done_twice(office):
    batch = make_batch(office.survey)
    type_in(batch, 1)
    client = signed_in(office.officer)
    address = f"/kantor/kertas/{batch.pk}/selesai/"
    assert client.post(address)["Location"] == f"/kantor/kertas/{batch.pk}/"
    assert "1 lembar sekarang dihitung" in text_of(client.get(f"/kantor/kertas/{batch.pk}/"))
    again = client.post(address)
    assert again.status_code == 409
    assert "sudah selesai" in again.content.decode()
    assert Response.objects.count() == 1


def test_typed_sheets_that_do_not_count_are_said_on_the_survey_page(office):
    batch = make_batch(office.survey)
    type_in(batch, 1)
    type_in(batch, 2)
    type_in(batch, 2, keying=Keying.SECOND)
    client = signed_in(office.officer)
    assert "2 lembar kertas sudah diketik" in text_of(client.get(f"/kantor/survei/{office.survey.pk}/"))
    close_survey(survey=office.survey, by=None)
    page = text_of(client.get(f"/kantor/kertas/{batch.pk}/"))
    assert "belum dapat diselesaikan" in page
    assert "Selesaikan dan hitung" not in page
    assert "Buat bundel" not in text_of(client.get(f"/kantor/survei/{office.survey.pk}/kertas/"))


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_as_many_questions_for_one_as_for_three(office, count, django_assert_num_queries):
    for _ in range(count):
        type_in(batch := make_batch(office.survey), batch.first_sheet)
    client = signed_in(office.officer)
    with django_assert_num_queries(5):
        client.get(f"/kantor/survei/{office.survey.pk}/kertas/")
