import pytest

from puas.errors import NotFound
from puas.lifecycles import SurveyState
from puas.models import Role, Survey
from puas.operations.results import compute_result
from puas.operations.surveys import close_survey
from puas.permissions import Action
from puas.queries.surveys import (
    count_by_survey,
    find_survey,
    survey_status,
    unit_statuses,
    visible_agencies,
    visible_periods,
)
from tests.factories import (
    make_agency,
    make_answer,
    make_open_survey,
    make_responses,
    make_survey,
    make_unit,
    make_user,
)
from tests.factories.refusals import refused
from tests.factories.responses import record_responses
from tests.factories.results import make_publication

pytestmark = pytest.mark.django_db

FOURS, THREES = (4,) * 9, (3,) * 9


@pytest.fixture
def agency():
    return make_agency()


@pytest.fixture
def coordinator(agency):
    return make_user("koordinator", Role.COORDINATOR, agency.units.get(kind="agency"))


def test_a_coordinator_sees_every_unit_and_where_it_stands(agency, coordinator):
    published = make_publication(make_unit(agency, "Terbit", number=1), FOURS)
    open_one = make_open_survey(make_unit(agency, "Dibuka", number=2), population=1240)
    make_responses(open_one, FOURS, THREES)
    make_unit(agency, "Tanpa survei", number=3)
    statuses = unit_statuses(coordinator, agency, open_one.period)
    assert [(s.unit.name, s.depth, s.state, s.answers, s.required) for s in statuses] == [
        ("Kota Contoh", 0, None, 0, None),
        ("Terbit", 1, SurveyState.PUBLISHED, 1, None),
        ("Dibuka", 1, SurveyState.OPEN, 2, 293),
        ("Tanpa survei", 1, None, 0, None),
    ]
    _, first, second, _ = statuses
    assert (first.index, first.publication, first.is_published) == (100, published, True)
    assert (second.index, second.publication, second.is_published) == (None, None, False)


def test_a_newer_result_is_not_yet_what_is_published(agency, coordinator):
    publication = make_publication(make_unit(agency), FOURS)
    agency.policy = {"weighting": "0.11"}
    agency.save()
    unit = agency.units.get(name="Dinas Satu")
    compute_result(unit=unit, period=publication.period, by=None)
    status = unit_statuses(coordinator, agency, publication.period)[1]
    assert (status.index, status.is_published, status.publication) == (99, False, publication)


def test_an_officer_sees_only_the_own_unit(agency):
    own, other = make_unit(agency, "Sendiri"), make_unit(agency, "Lain")
    survey = make_open_survey(own)
    foreign = make_open_survey(other, "2023-Q3")
    officer = make_user("petugas", Role.OFFICER, own)
    assert [(s.unit.name, s.depth) for s in unit_statuses(officer, agency, survey.period)] == [("Sendiri", 0)]
    assert (visible_agencies(officer), visible_periods(officer, agency)) == ((agency,), (survey.period,))
    assert find_survey(officer, survey.pk) == survey
    for action in (Action.VIEW, Action.SUBMIT):
        with refused(NotFound, "survey_unknown"):
            find_survey(officer, foreign.pk, action)
    with refused(NotFound, "survey_unknown"):
        find_survey(officer, survey.pk, Action.PUBLISH)
    with refused(NotFound, "survey_unknown"):
        survey_status(officer, foreign.pk)


def test_a_stranger_sees_nothing(agency):
    survey = make_open_survey(make_unit(agency))
    other = make_agency("Kota Lain")
    stranger = make_user("asing", Role.COORDINATOR, other.units.get())
    assert visible_agencies(stranger) == (other,)
    assert unit_statuses(stranger, agency, survey.period) == ()
    assert visible_periods(stranger, agency) == ()


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_is_five_queries_however_long(count, agency, coordinator, django_assert_num_queries):
    for number in range(count):
        make_publication(make_unit(agency, f"Unit {number}"), FOURS)
    period = Survey.objects.first().period
    with django_assert_num_queries(5):
        assert len(unit_statuses(coordinator, agency, period)) == count + 1


@pytest.mark.parametrize("count", [1, 3])
def test_agencies_and_periods_take_the_same_queries_however_many(
    count, coordinator, django_assert_num_queries
):
    agency = coordinator.memberships.get().unit.agency
    unit = make_unit(agency)
    for number in range(count):
        make_publication(unit, FOURS, period=f"2023-Q{number + 1}")
    with django_assert_num_queries(1):
        assert visible_agencies(coordinator) == (agency,)
    with django_assert_num_queries(3):
        codes = [period.code for period in visible_periods(coordinator, agency)]
    assert codes == [f"2023-Q{number + 1}" for number in reversed(range(count))]


def test_one_survey_in_detail(agency, coordinator):
    survey = make_open_survey(make_unit(agency), population=1000)
    answers = [make_answer(1, FOURS), make_answer(2, FOURS, channel="paper"), make_answer(3, THREES)]
    record_responses(survey=survey, answers=answers, by=None)
    record_responses(survey=survey, answers=[make_answer(3, FOURS)], by=None)
    close_survey(survey=survey, by=None)
    result = compute_result(unit=survey.unit, period=survey.period, by=None)
    status = survey_status(coordinator, survey.pk)
    assert (status.state, status.answers, status.by_channel) == ("closed", 3, {"online": 2, "paper": 1})
    assert (status.held, status.required, status.results, status.publications) == (1, 278, (result,), ())


def test_surveys_without_answers_are_left_out_of_the_count(agency):
    unit = make_unit(agency)
    empty, full = make_survey(unit), make_open_survey(unit, "2023-Q3")
    make_responses(full, FOURS)
    assert count_by_survey([empty.pk, full.pk]) == {full.pk: 1}
