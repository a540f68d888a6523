import pytest

from puas.errors import BadInput, Conflict, NotNow
from puas.models import AuditEvent, Publication, Result, Survey
from puas.operations.averages import compute_agency
from puas.operations.publications import publish_period, publish_result
from puas.operations.results import compute_result
from puas.operations.surveys import close_survey, open_survey, return_survey, submit_survey
from tests.factories import (
    hand_in,
    make_agency,
    make_answer,
    make_open_survey,
    make_responses,
    make_unit,
    make_user,
)
from tests.factories.refusals import refused
from tests.factories.responses import record_responses
from tests.factories.results import release

pytestmark = pytest.mark.django_db

FOURS, THREES = (4,) * 9, (3,) * 9


@pytest.fixture
def survey():
    survey = make_open_survey(make_unit(make_agency()))
    make_responses(survey, FOURS)
    return close_survey(survey=survey, by=None)


def compute(survey):
    return compute_result(unit=survey.unit, period=survey.period, by=None)


def test_publishing_a_verified_survey_is_its_last_step(survey):
    user = make_user()
    result = compute(hand_in(survey))
    publication = publish_result(result=result, by=user)
    assert (publication.version, publication.replaces, publication.reason) == (1, None, "")
    assert (publication.published_by, Survey.objects.get().state) == (user, "published")
    event = AuditEvent.objects.get(operation="publish_result")
    assert event.data == {"period": "2023-Q2", "result": publication.result_id, "version": 1}


@pytest.mark.parametrize("steps", [[], [submit_survey]])
def test_nothing_is_published_before_somebody_verified_it(survey, steps):
    for step in steps:
        step(survey=survey, by=None)
    with refused(NotNow, "survey_move"):
        publish_result(result=compute(survey), by=None)
    assert Publication.objects.count() == 0


def test_publishing_twice_is_one_publication(survey):
    result = compute(hand_in(survey))
    first = publish_result(result=result, by=None)
    assert publish_result(result=result, by=None) == first
    assert AuditEvent.objects.filter(operation="publish_result").count() == 1


def test_a_survey_that_takes_answers_or_was_returned_is_not_published(survey):
    result = compute(survey)
    open_survey(survey=survey, by=None)
    with refused(NotNow, "survey_move"):
        publish_result(result=result, by=None)
    close_survey(survey=survey, by=None)
    submit_survey(survey=survey, by=None)
    return_survey(survey=survey, reason="periksa", by=None)
    with refused(NotNow, "survey_move"):
        publish_result(result=result, by=None)
    assert Publication.objects.count() == 0


def test_a_result_of_other_answers_is_not_published(survey):
    old = compute(survey)
    open_survey(survey=survey, by=None)
    record_responses(survey=survey, answers=[make_answer(77, THREES)], by=None)
    close_survey(survey=survey, by=None)
    with refused(NotNow, "result_outdated"):
        publish_result(result=old, by=None)
    compute(survey)
    with refused(NotNow, "result_outdated"):
        publish_result(result=old, by=None)


def test_an_empty_survey_is_not_published():
    survey = close_survey(survey=make_open_survey(make_unit(make_agency())), by=None)
    with refused(NotNow, "result_empty"):
        publish_result(result=compute(survey), by=None)


def test_a_correction_replaces_with_a_reason_and_never_edits(survey):
    first = publish_result(result=compute(hand_in(survey)), by=None)
    agency = survey.unit.agency
    agency.policy |= {"weighting": "0.11"}
    agency.save()
    survey.unit.refresh_from_db()
    corrected = compute(Survey.objects.select_related("unit__agency").get())
    with refused(BadInput, "publication_reason"):
        publish_result(result=corrected, by=None, reason=" ")
    second = publish_result(result=corrected, by=None, reason="bobot diperbaiki")
    assert (second.version, second.replaces, second.reason) == (2, first, "bobot diperbaiki")
    assert Publication.objects.get(version=1).result == first.result
    with refused(Conflict, "result_replaced"):
        publish_result(result=first.result, by=None, reason="kembali")


def test_an_agency_result_has_no_survey_to_move(survey):
    compute(survey)
    own = compute_agency(agency=survey.unit.agency, period=survey.period, by=None)
    assert publish_result(result=own, by=None).unit.is_root
    assert Survey.objects.get().state == "closed"


def test_a_period_is_published_in_one_decision(survey):
    agency = survey.unit.agency
    empty = close_survey(survey=make_open_survey(make_unit(agency, "Dinas Kosong")), by=None)
    compute(hand_in(survey))
    compute(empty)
    compute_agency(agency=agency, period=survey.period, by=None)
    new = publish_period(agency=agency, period=survey.period, by=None)
    assert [publication.unit.name for publication in new] == ["Dinas Satu", "Kota Contoh"]
    assert publish_period(agency=agency, period=survey.period, by=None) == []
    event = AuditEvent.objects.get(operation="publish_period")
    assert event.data == {"period": "2023-Q2", "results": [p.result_id for p in new]}


def test_a_unit_that_is_not_verified_yet_waits_for_its_own_day(survey):
    compute(hand_in(survey))
    other = make_open_survey(make_unit(survey.unit.agency, "Dinas Dua"))
    make_responses(other, THREES)
    compute(close_survey(survey=other, by=None))
    (first,) = publish_period(agency=survey.unit.agency, period=survey.period, by=None)
    assert (first.unit, Survey.objects.get(pk=other.pk).state) == (survey.unit, "closed")
    hand_in(other)
    (second,) = publish_period(agency=survey.unit.agency, period=survey.period, by=None)
    assert second.unit == other.unit


def test_a_period_is_published_whole_or_not_at_all(survey):
    compute(hand_in(survey))
    other = make_open_survey(make_unit(survey.unit.agency, "Dinas Dua"))
    make_responses(other, THREES)
    compute(hand_in(close_survey(survey=other, by=None)))
    agency = survey.unit.agency
    release(Result.objects.get(unit=other.unit))
    agency.policy |= {"weighting": "0.11"}
    agency.save()
    compute(
        Survey.objects.select_related("unit__agency").get(pk=other.pk)
    )  # a correction, which needs a reason
    with refused(BadInput, "publication_reason"):
        publish_period(agency=agency, period=survey.period, by=None)
    assert Publication.objects.count() == 1
