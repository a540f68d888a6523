"""A result in parts, in the office."""

import pytest

from puas.models import Service
from puas.operations.responses import record_responses
from puas.operations.results import compute_result
from puas.operations.surveys import close_survey
from tests.factories import make_answer, make_open_survey
from tests.factories.results import make_result
from tests.web.scenes import make_office, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return make_office()


@pytest.fixture
def result(office):
    """Six women who gave 4, seven men who gave 3, and two who did not say and gave 1."""
    survey = make_open_survey(office.units[1], "2023-Q1")
    desk = Service.objects.create(unit=office.units[1], name="Loket A")
    groups = [(6, "P", 4), (7, "L", 3), (2, None, 1)]
    answers = [
        make_answer(
            place * 100 + n,
            (score,) * 9,
            profile={"sex": sex} if sex else {},
            channel="kiosk" if n else "paper",
            service=desk if n else None,
        )
        for place, (count, sex, score) in enumerate(groups, start=1)
        for n in range(count)
    ]
    record_responses(survey=survey, answers=answers, by=None)
    close_survey(survey=survey, by=None)
    return compute_result(unit=office.units[1], period=survey.period, by=None)


def read(user, result, part):
    response = signed_in(user).get(f"/kantor/hasil/{result.pk}/{part}")
    return response.status_code, response.content.decode()


def test_groups_have_their_index_and_small_ones_are_hidden(office, result):
    status, page = read(office.coordinator, result, "responden/?menurut=profile%3Asex")
    assert status == 200
    assert page.count("Disembunyikan: kelompok kecil") == 2  # who did not say, and the smallest of the others
    assert '<th scope="row">Laki-laki</th><td class="number">7</td>' in page
    assert "100,00" not in page


def test_a_result_in_parts_is_only_for_its_unit(office, result):
    assert [read(office.officer, result, part)[0] for part in ("responden/", "hubungan/")] == [404, 404]


def test_an_unknown_question_is_not_there(office, result):
    assert read(office.coordinator, result, "responden/?menurut=profile%3Aname")[0] == 404


@pytest.mark.parametrize(("by", "queries"), [("channel", 6), ("service", 7), ("profile%3Aage", 6)])
def test_a_breakdown_takes_the_same_queries(office, result, django_assert_num_queries, by, queries):
    browser = signed_in(office.coordinator)
    browser.get(f"/kantor/hasil/{result.pk}/responden/")
    with django_assert_num_queries(queries):
        browser.get(f"/kantor/hasil/{result.pk}/responden/?menurut={by}")


def test_relations_are_told_in_words(office, result):
    status, page = read(office.coordinator, result, "hubungan/")
    assert status == 200
    assert page.count('<td class="number">1,00</td>') == 81
    assert "cenderung menilai" in page
    assert "Responden kurang dari 30" in page


def test_the_result_says_what_changed(office, result):
    later = make_result(office.units[1], *[(4,) * 9] * 5, period="2023-Q3")
    _, page = read(office.coordinator, later, "")
    assert "IKM naik 21,67 poin sejak Triwulan I 2023. Perubahan ini lebih besar daripada kebetulan" in page
    assert "Tren IKM Dinas 2" in page
