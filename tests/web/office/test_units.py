"""One unit in the office: its surveys, and planning the next."""

import pytest

from puas.models import Survey
from puas.web.office.units import periods_to_plan
from tests.web.scenes import make_office, signed_in

pytestmark = pytest.mark.django_db
GIVEN = {"periode": "2026-Q4", "kuesioner": "classic-2017@1", "penerima": "1.240"}


@pytest.fixture
def office():
    return make_office()


def address(office) -> str:
    return f"/kantor/unit/{office.units[1].pk}/"


def test_a_unit_shows_its_surveys(office):
    page = signed_in(office.officer).get(f"/kantor/unit/{office.units[0].pk}/").content.decode()
    assert "Triwulan II 2023" in page
    assert "chip--open" in page
    assert "Rencanakan survei" not in page


def test_a_unit_of_somebody_else_is_not_there(office):
    assert signed_in(office.officer).get(address(office)).status_code == 404


def test_a_coordinator_plans_a_survey(office):
    response = signed_in(office.coordinator).post(address(office), GIVEN)
    survey = Survey.objects.get(unit=office.units[1])
    assert (response.status_code, response["Location"]) == (303, f"/kantor/survei/{survey.pk}/")
    assert (survey.period.code, survey.population, survey.state) == ("2026-Q4", 1240, "planned")


def test_an_officer_may_not_plan(office):
    response = signed_in(office.officer).post(f"/kantor/unit/{office.units[0].pk}/", GIVEN)
    assert response.status_code == 403
    assert Survey.objects.count() == 1


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"periode": ""}, "Pilih periode survei."),
        ({"kuesioner": "x"}, "Pilih kuesioner yang dipakai."),
        ({"penerima": "banyak"}, "Tulis banyaknya penerima layanan sebagai angka"),
        ({"penerima": "0"}, "Tulis banyaknya penerima layanan sebagai angka"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(office, changed, sentence):
    response = signed_in(office.coordinator).post(address(office), GIVEN | changed)
    assert response.status_code == 422
    assert response.content.decode().count(sentence) == 2
    assert Survey.objects.count() == 1


def test_a_period_that_has_its_survey_is_not_planned_again(office):
    browser = signed_in(office.coordinator)
    browser.post(address(office), GIVEN)
    response = browser.post(address(office), GIVEN)
    assert response.status_code == 422
    assert "Survei Dinas 2 pada Triwulan IV 2026 sudah ada." in response.content.decode()


def test_the_periods_of_two_years_are_offered():
    assert [period.code for period in periods_to_plan(2026)][:7] == [
        "2026-Q1",
        "2026-Q2",
        "2026-Q3",
        "2026-Q4",
        "2026-S1",
        "2026-S2",
        "2026",
    ]
    assert len(periods_to_plan(2026)) == 14
