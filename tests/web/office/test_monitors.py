"""The live view of a survey in the office."""

from dataclasses import replace

import pytest
from django.utils import timezone

from puas.models import Response, Survey
from puas.operations.exclusions import exclude_responses
from puas.operations.services import create_service
from puas.operations.surveys import close_survey
from tests.factories import make_answer
from tests.factories.form_links import make_form_link
from tests.factories.responses import record_responses
from tests.web.scenes import make_office, signed_in

pytestmark = pytest.mark.django_db

FOURS = (4,) * 9


@pytest.fixture
def office():
    return make_office()


def give(office, count, **fields):
    made = [
        replace(make_answer(1000 + Response.objects.count() + n, FOURS, **fields), answered_at=timezone.now())
        for n in range(count)
    ]
    record_responses(survey=office.survey, answers=made, by=None)


def read(office, user=None) -> str:
    page = signed_in(user or office.officer).get(f"/kantor/survei/{office.survey.pk}/pantauan/")
    assert page.status_code == 200
    return " ".join(page.content.decode().split())


def row(page, name) -> list[str]:
    cells = page.split(f'<th scope="row">{name}</th>')[1].split("</tr>")[0]
    return [part.split("<")[0] for part in cells.split('class="number">')[1:]]


def test_an_officer_sees_how_the_survey_stands(office):
    link, service = make_form_link(office.units[0]), create_service(unit=office.units[0], name="KTP", by=None)
    create_service(unit=office.units[0], name="Akta", by=None)
    give(office, 28, link=link, service=service, profile={"sex": "P", "age": 30}, comment="Kursinya kurang")
    give(office, 4, profile={"sex": "P", "age": 50})
    out = list(Response.objects.order_by("-id").values_list("id", flat=True))[:1]
    exclude_responses(survey=office.survey, responses=out, reason="Petugas mengisi sendiri", by=None)
    page = read(office)
    assert ("31 dari 80" in page, "1 jawaban lain tersimpan tetapi tidak dihitung" in page) == (True, True)
    assert [
        row(page, name) for name in ("Daring", "Loket 1", "Tanpa tautan", "KTP", "Akta", "Perempuan")
    ] == [
        ["31", "100,0%"],
        ["28", "90,3%"],
        ["3", "9,7%"],
        ["28", "90,3%"],
        ["0", "0,0%"],
        ["31", "100,0%"],
    ]
    assert "Jenis kelamin: belum ada responden Laki-laki." in page
    assert "55–65 tahun, atau Di atas 65 tahun." in page
    assert "Layanan yang belum dinilai: Akta." in page
    assert (page.count('<svg xmlns="http://www.w3.org/2000/svg"'), "Kursinya kurang" in page) == (2, False)
    assert "31 jawaban belum diperiksa tandanya" not in page  # 32: the one left out was not looked at either
    assert (f'href="/kantor/survei/{office.survey.pk}/mutu/"' in page, "<script" in page) == (True, False)


def test_a_survey_whose_last_day_is_over_says_so_and_a_closed_one_has_no_pace(office):
    give(office, 2)
    assert "Masih perlu <strong>78</strong> jawaban, tetapi hari terakhirnya (30 Juni 2023)" in read(office)
    close_survey(survey=office.survey, by=None)
    assert "Laju" not in read(office)


def test_what_waits_in_the_tray_leads_there_for_whoever_decides(office, client):
    give(office, 2)
    close_survey(survey=office.survey, by=None)
    full = {"uuid": "3f0c9d3e-0f7b-4c58-8a2e-3d5c7d7f0a11", **{f"Q{n}": "4" for n in range(1, 10)}}
    client.post(f"/s/{office.survey.token}/", full)
    pages = [read(office, user) for user in (office.coordinator, office.officer)]
    assert ["1 jawaban menunggu di baki" in page for page in pages] == [True, True]
    assert [f"/kantor/survei/{office.survey.pk}/baki/" in page for page in pages] == [True, False]


def test_without_a_population_there_is_no_target(office):
    Survey.objects.update(population=None)
    give(office, 2)
    page = read(office)
    assert "Banyaknya penerima layanan belum diisi, jadi sampel minimum belum diketahui." in page
    assert ("Capaian" in page, "Tujuh hari terakhir memberi <strong>2</strong>" in page) == (
        False,
        True,
    )


def test_without_an_answer_it_says_what_to_do(office):
    page = read(office, office.coordinator)
    assert ("Pasang kode QR di tempat pelayanan" in page, "<svg xmlns" in page) == (True, False)


def test_others_do_not_see_it(office):
    page = signed_in(office.stranger).get(f"/kantor/survei/{office.survey.pk}/pantauan/")
    assert page.status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_it_costs_the_same_at_any_number_of_answers(office, count, django_assert_num_queries):
    give(office, count)
    browser = signed_in(office.officer)
    with django_assert_num_queries(15):
        browser.get(f"/kantor/survei/{office.survey.pk}/pantauan/")


def test_the_survey_and_the_unit_lead_to_it(office):
    browser = signed_in(office.officer)
    for path in (f"/kantor/survei/{office.survey.pk}/", f"/kantor/unit/{office.units[0].pk}/"):
        assert f"/kantor/survei/{office.survey.pk}/pantauan/" in browser.get(path).content.decode()
