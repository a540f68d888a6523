"""The comments behind a result, in the office."""

import pytest

from puas.models import Role
from puas.operations.responses import record_responses
from puas.operations.results import compute_result
from puas.operations.surveys import close_survey
from tests.factories import make_answer, make_open_survey, make_user
from tests.web.scenes import make_office, signed_in

pytestmark = pytest.mark.django_db


def measure(office, *comments):
    survey = make_open_survey(office.units[1], "2023-Q1")
    answers = [make_answer(n, (4,) * 9, comment=text) for n, text in enumerate(comments, start=1)]
    record_responses(survey=survey, answers=answers, by=None)
    close_survey(survey=survey, by=None)
    return compute_result(unit=office.units[1], period=survey.period, by=None)


def read(user, result):
    response = signed_in(user).get(f"/kantor/hasil/{result.pk}/komentar/")
    return response.status_code, response.content.decode()


def test_comments_stand_by_element_with_their_quotes():
    office = make_office()
    result = measure(office, "Petugas <b>tidak ramah</b>", "Terima kasih", "")
    status, page = read(office.coordinator, result)
    assert status == 200
    assert "“Petugas &lt;b&gt;tidak ramah&lt;/b&gt;”" in page
    assert "1 komentar: 1 keluhan" in page
    assert page.index("Belum terbaca unsurnya") < page.index("“Terima kasih”")


def test_comments_are_neither_for_other_units_nor_for_enumerators():
    office = make_office()
    result = measure(office, "Lama")
    enumerator = make_user("pencacah", Role.ENUMERATOR, office.units[1])
    assert [read(user, result)[0] for user in (office.officer, enumerator)] == [404, 403]


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_takes_the_same_queries(django_assert_num_queries, count):
    office = make_office()
    result = measure(office, *["Petugas ramah"] * count)
    browser = signed_in(office.coordinator)
    browser.get(f"/kantor/hasil/{result.pk}/komentar/")
    with django_assert_num_queries(7):
        browser.get(f"/kantor/hasil/{result.pk}/komentar/")
