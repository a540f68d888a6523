"""Jobs in the office: whose they are, how far they are, and starting, cancelling and repeating them."""

import pytest

from puas.models import Job, Role, Unit
from puas.operations.jobs import cancel_job
from puas.operations.period_results import start_period_results
from puas.operations.surveys import close_survey, open_survey
from tests.factories import make_responses, make_user
from tests.factories.jobs import work
from tests.web.scenes import PERIOD, make_office, measure, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    office = make_office(3)
    make_responses(office.survey, (4,) * 9)
    close_survey(survey=office.survey, by=None)
    return office


def root(office):
    return Unit.objects.get(agency=office.agency, parent=None)


def start(office, user, unit=None):
    address = f"/kantor/unit/{(unit or root(office)).pk}/{PERIOD}/hitung-semua/"
    return signed_in(user).post(address)


def page(user, address):
    response = signed_in(user).get(address)
    return response.status_code, response.content.decode()


def test_everything_of_a_period_is_computed_while_the_page_says_how_far(office):
    home = f"/kantor/?instansi={office.agency.slug}&periode={PERIOD}"
    assert "Hitung semua hasil" in page(office.coordinator, home)[1]
    address = start(office, office.coordinator)["Location"]
    waiting = page(office.coordinator, address)[1]
    assert 'http-equiv="refresh"' in waiting
    assert "Menunggu giliran" in waiting
    work()
    done = page(office.coordinator, address)[1]
    assert 'http-equiv="refresh"' not in done
    assert "2 hasil dihitung." in done
    assert f"/kantor/?instansi={office.agency.slug}&amp;periode={PERIOD}" in done


def test_an_officer_may_not_start_it_and_a_stranger_sees_nothing(office):
    enumerator = make_user("pencacah", Role.ENUMERATOR, office.units[0])
    assert start(office, enumerator, office.units[0]).status_code == 403
    job = start_period_results(unit=root(office), period=office.survey.period, by=office.coordinator)
    for user in (office.officer, office.stranger):
        assert page(user, f"/kantor/pekerjaan/{job.pk}/")[0] == 404
        assert "Belum ada pekerjaan" in page(user, "/kantor/pekerjaan/")[1]
    assert signed_in(office.stranger).post(f"/kantor/pekerjaan/{job.pk}/batal/").status_code == 404


def test_a_job_is_cancelled_and_repeated(office):
    job = start_period_results(unit=root(office), period=office.survey.period, by=office.coordinator)
    browser = signed_in(office.coordinator)
    assert browser.post(f"/kantor/pekerjaan/{job.pk}/batal/").status_code == 303
    assert "Dibatalkan" in page(office.coordinator, f"/kantor/pekerjaan/{job.pk}/")[1]
    assert browser.post(f"/kantor/pekerjaan/{job.pk}/batal/").status_code == 409
    assert browser.post(f"/kantor/pekerjaan/{job.pk}/ulangi/").status_code == 303
    assert Job.objects.get().state == "waiting"


def test_what_failed_is_named_with_its_reason(office):
    measure(office.units[1])
    open_survey(survey=office.survey, by=None)
    address = start(office, office.coordinator)["Location"]
    work()
    text = page(office.coordinator, address)[1]
    assert "Survei Dinas 1 masih menerima jawaban." in text


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_needs_as_many_queries_for_one_job_as_for_three(office, count, django_assert_num_queries):
    for unit in office.units[:count]:
        job = start_period_results(unit=unit, period=office.survey.period, by=office.coordinator)
        cancel_job(job=job, by=office.coordinator)
    browser = signed_in(office.coordinator)
    with django_assert_num_queries(6):
        text = browser.get("/kantor/pekerjaan/").content.decode()
    assert text.count("Hitung semua hasil Triwulan II 2023") == count
    assert "Terjadwal" in text
