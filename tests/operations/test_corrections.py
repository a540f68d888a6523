import threading
from uuid import UUID

import pytest
from django.db import connection

from puas.errors import BadInput, Conflict, NotNow
from puas.models import AuditEvent, Exclusion, HeldReason, HeldResponse, Response
from puas.operations.corrections import supersede_response
from puas.operations.exclusions import exclude_responses
from puas.operations.responses import record_response
from puas.operations.surveys import close_survey, open_survey
from puas.queries.tallies import live_tally
from tests.factories import make_agency, make_answer, make_open_survey, make_survey, make_unit
from tests.factories.refusals import refused

pytestmark = pytest.mark.django_db(transaction=True)

FOURS, THREES = (4,) * 9, (3,) * 9


@pytest.fixture
def survey():
    survey = make_open_survey(make_unit(make_agency()))
    give(survey, 1)
    return survey


def give(survey, number, scores=FOURS, channel="interview"):
    return record_response(survey=survey, answer=make_answer(number, scores, channel=channel))


def correct(survey, number=2, corrects=1, scores=THREES, **fields):
    answer = make_answer(number, scores, channel="interview", **fields)
    return supersede_response(survey=survey, corrects=UUID(int=corrects), answer=answer)


def test_the_later_answer_counts_and_the_first_stays_stored(survey):
    row, created = correct(survey)
    assert (created, row.is_held, row.flags) == (True, False, ["correction"])
    assert list(Response.objects.values_list("uuid", flat=True)) == [UUID(int=1), UUID(int=2)]
    out = Exclusion.objects.get()
    assert (out.response.uuid, out.kind, out.excluded_by) == (UUID(int=1), "corrected", None)
    assert out.reason == f"Diganti oleh isian {UUID(int=2)}"
    tally = live_tally(survey)
    assert (tally.respondents, tally.item_counts[0]) == (1, (0, 0, 1, 0))
    event = AuditEvent.objects.get(operation="supersede_response")
    assert (event.object_id, event.data) == (row.pk, {"corrected": out.response_id})


def test_the_same_correction_again_is_one_row_at_any_time(survey):
    first, _ = correct(survey)
    assert correct(survey) == (first, False)
    close_survey(survey=survey, by=None)
    assert correct(survey) == (first, False)
    assert (Response.objects.count(), Exclusion.objects.count(), HeldResponse.objects.count()) == (2, 1, 0)


def test_a_correction_of_a_correction_follows_the_newest(survey):
    correct(survey)
    row, _ = correct(survey, number=3, corrects=2, scores=FOURS)
    stale, created = correct(survey, number=4, corrects=1)
    assert (row.is_held, stale.is_held, created) == (False, True, True)
    assert list(Exclusion.objects.values_list("response__uuid", flat=True)) == [UUID(int=1), UUID(int=2)]
    assert live_tally(survey).respondents == 1


@pytest.mark.parametrize("case", ["unknown", "online", "excluded", "other survey"])
def test_what_cannot_be_replaced_waits_in_the_tray(survey, case):
    if case == "unknown":
        corrects = 99
    elif case == "online":
        give(survey, corrects := 5, channel="online")
    elif case == "excluded":
        corrects = 1
        ids = Response.objects.values_list("id", flat=True)
        exclude_responses(survey=survey, responses=ids, reason="Petugas mengisi sendiri", by=None)
    else:
        give(make_open_survey(survey.unit, "2023-Q3"), corrects := 6)
    before = Response.objects.count()
    held, created = correct(survey, corrects=corrects)
    assert (held.is_held, created, held.reason, held.corrects) == (
        True,
        True,
        HeldReason.CORRECTION,
        UUID(int=corrects),
    )
    assert correct(survey, corrects=corrects) == (held, False)
    assert Response.objects.count() == before


def test_another_content_under_a_stored_number_is_refused_and_kept(survey):
    correct(survey)
    with refused(Conflict, "response_conflict"):
        correct(survey, scores=FOURS)
    assert HeldResponse.objects.get().reason == HeldReason.CONFLICT
    assert (Response.objects.count(), Exclusion.objects.count()) == (2, 1)


def test_a_closed_survey_is_not_corrected(survey):
    close_survey(survey=survey, by=None)
    with refused(NotNow, "correction_closed"):
        correct(survey)
    assert (Response.objects.count(), Exclusion.objects.count(), HeldResponse.objects.count()) == (1, 0, 0)
    open_survey(survey=survey, by=None)
    assert correct(survey)[1]


def test_a_survey_that_has_not_started_and_a_wrong_answer_are_refused(survey):
    with refused(NotNow, "survey_not_open_yet"):
        correct(make_survey(survey.unit, "2023-Q3"))
    with refused(BadInput, "answers_wrong_number"):
        correct(survey, scores=(4,) * 8)
    assert not Exclusion.objects.exists()


def test_the_same_correction_many_times_at_once_is_one_row(survey):
    found, errors = [], []
    threads = [threading.Thread(target=_correct_apart, args=(survey, found, errors)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert (errors, len(found), sum(found)) == ([], 8, 1)
    assert (Response.objects.count(), Exclusion.objects.count(), HeldResponse.objects.count()) == (2, 1, 0)


def _correct_apart(survey, found, errors):
    try:
        found.append(correct(survey)[1])
    except Exception as error:  # shown by the test
        errors.append(error)
    finally:
        connection.close()
