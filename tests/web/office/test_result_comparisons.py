"""A result beside its siblings and the flags of its answers, on its page."""

import pytest

from puas.models import Publication, Response
from puas.operations.exclusions import exclude_responses
from puas.operations.results import compute_agency, compute_result
from puas.operations.surveys import close_survey
from tests.factories import make_open_survey, make_responses
from tests.factories.results import make_result
from tests.web.scenes import make_office, signed_in

pytestmark = pytest.mark.django_db


def measure(unit, score):
    return make_result(unit, *[(score,) * 9] * 5, period="2023-Q1")


def test_the_page_says_where_the_unit_stands_and_what_is_flagged():
    office = make_office(3)
    survey = make_open_survey(office.units[0], "2023-Q1")
    make_responses(survey, *[(3,) * 9] * 6)
    first = Response.objects.filter(survey=survey).earliest("id")
    exclude_responses(survey=survey, responses=[first.pk], reason="Petugas mengisi sendiri", by=None)
    close_survey(survey=survey, by=None)
    own = compute_result(unit=office.units[0], period=survey.period, by=None)
    measure(office.units[1], 4), measure(office.units[2], 2)
    compute_agency(agency=office.agency, period=own.period, by=None)
    page = signed_in(office.coordinator).get(f"/kantor/hasil/{own.pk}/").content.decode()
    assert "2 dari 3" in page
    assert "Nilai instansi 75,00: sama dengan unit ini." in page
    assert f'<a href="/kantor/survei/{survey.pk}/mutu/">Periksa jawaban yang bertanda</a>' in page
    assert "IKM tanpa jawaban itu 75,00; bila ikut dihitung 75,00." in page


def test_an_officer_is_told_nothing_of_units_that_are_not_published():
    office = make_office(3)
    own = measure(office.units[1], 4)
    measure(office.units[2], 2)
    office.officer.memberships.update(unit=office.units[1])
    page = signed_in(office.officer).get(f"/kantor/hasil/{own.pk}/").content.decode()
    assert "Belum cukup unit untuk dibandingkan" in page
    assert "2 unit belum punya hasil yang dapat dibandingkan." in page
    assert Publication.objects.count() == 0


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_takes_the_same_queries(django_assert_num_queries, count):
    office = make_office(count + 1)
    own = measure(office.units[1], 4)
    for unit in office.units[2:]:
        measure(unit, 3)
    browser = signed_in(office.coordinator)
    browser.get(f"/kantor/hasil/{own.pk}/")
    with django_assert_num_queries(13):
        browser.get(f"/kantor/hasil/{own.pk}/")
