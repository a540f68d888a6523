from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError
from django.utils import timezone

from puas.errors import BadInput, Conflict, NotNow
from puas.models import AuditEvent, HeldReason, HeldResponse, Response, Survey
from puas.operations.responses import CLOCK_AHEAD, Answer, record_response, record_responses
from puas.operations.services import create_service
from puas.operations.surveys import close_survey, open_survey
from tests.factories import make_agency, make_answer, make_open_survey, make_survey, make_unit
from tests.factories.refusals import refused

pytestmark = pytest.mark.django_db

FOURS = (4,) * 9
THREES = (3,) * 9
ANSWERED_AT = datetime(2023, 5, 2, 3, 0, tzinfo=UTC)
ONE = UUID(int=1)


@pytest.fixture
def survey():
    return make_open_survey(make_unit(make_agency()))


def record(survey, uuid=ONE, scores=FOURS, **changes):
    fields = {"profile": {}, "comment": "", "channel": "online", "answered_at": ANSWERED_AT}
    answer = Answer(uuid=uuid, scores=scores, **{**fields, **changes})
    return record_response(survey=survey, answer=answer)


def test_an_answer_is_stored_as_given(survey):
    service = create_service(unit=survey.unit, name="KTP", by=None)
    given, created = record(
        survey,
        scores=(1, 2, 3, 4, 1, 0, 0, 0, 0),
        profile={"sex": "P", "age": 30},
        comment=" cepat ",
        channel="kiosk",
        service=service,
        flags=("burst",),
    )
    row = Response.objects.get()
    assert (given, created, given.is_held) == (row, True, False)
    assert (row.survey, row.uuid, row.instrument, row.service) == (survey, ONE, survey.instrument, service)
    assert row.scores == (1, 2, 3, 4, 1, 0, 0, 0, 0)
    assert (row.profile, row.comment, row.channel, row.flags) == (
        {"sex": "P", "age": 30},
        "cepat",
        "kiosk",
        ["burst"],
    )
    assert (row.answered_at, row.received_at > ANSWERED_AT) == (ANSWERED_AT, True)


def test_an_answer_is_its_own_record_and_stores_no_event(survey, django_assert_num_queries):
    before = AuditEvent.objects.count()
    with django_assert_num_queries(4):  # begin, hold the state, insert, commit
        record(survey)
    assert AuditEvent.objects.count() == before


def test_the_same_answer_twice_is_one_row(survey):
    first, _ = record(survey, comment="baik")
    later = ANSWERED_AT + timedelta(minutes=5)
    assert record(survey, comment="baik", answered_at=later) == (first, False)
    assert (Response.objects.count(), HeldResponse.objects.count()) == (1, 0)


def test_the_same_answer_after_closing_is_still_acknowledged(survey):
    first, _ = record(survey)
    close_survey(survey=survey, by=None)
    assert record(survey) == (first, False)
    assert HeldResponse.objects.count() == 0


@pytest.mark.parametrize(
    "changes",
    [{"scores": THREES}, {"comment": "lain"}, {"profile": {"sex": "P"}}, {"channel": "paper"}],
    ids=lambda changes: next(iter(changes)),
)
def test_other_content_under_a_stored_uuid_waits_in_the_tray(survey, changes):
    first, _ = record(survey)
    for _ in range(2):
        with refused(Conflict, "response_conflict"):
            record(survey, **changes)
    held = HeldResponse.objects.get()
    assert (held.uuid, held.reason, held.is_held) == (ONE, HeldReason.CONFLICT, True)
    assert held.scores == changes.get("scores", FOURS)
    assert Response.objects.get() == first


def test_a_uuid_of_another_survey_is_a_conflict_too(survey):
    record(survey)
    other = make_open_survey(survey.unit, "2023-Q3")
    with refused(Conflict, "response_conflict"):
        record(other)


def test_a_late_answer_goes_to_the_tray_once(survey):
    close_survey(survey=survey, by=None)
    held, created = record(survey, comment="terlambat")
    assert (held.is_held, held.reason, held.comment, created) == (True, HeldReason.LATE, "terlambat", True)
    assert record(survey, comment="terlambat") == (held, False)
    assert (Response.objects.count(), HeldResponse.objects.count()) == (0, 1)


def test_an_answer_before_the_survey_starts_is_refused(survey):
    planned = make_survey(survey.unit, "2023-Q3")
    with refused(NotNow, "survey_not_open_yet"):
        record(planned)
    future = timezone.now() + timedelta(days=1)
    early = open_survey(survey=make_survey(survey.unit, "2023-Q4", opens_at=future), by=None)
    with refused(NotNow, "survey_not_open_yet"):
        record(early)
    assert (Response.objects.count(), HeldResponse.objects.count()) == (0, 0)


@pytest.mark.parametrize(("days", "is_held"), [(-1, True), (1, False)])
def test_the_announced_end_counts(survey, days, is_held):
    Survey.objects.update(closes_at=timezone.now() + timedelta(days=days))
    row, created = record(survey)
    assert (row.is_held, created) == (is_held, True)


def test_the_announced_start_has_passed(survey):
    Survey.objects.update(opens_at=timezone.now() - timedelta(days=1))
    assert record(survey)[1] is True


def test_a_clock_that_runs_ahead_is_flagged_and_not_believed(survey):
    row, _ = record(survey, answered_at=timezone.now() + timedelta(days=400))
    assert (row.answered_at, row.flags) == (row.received_at, [CLOCK_AHEAD])


def test_text_that_a_database_cannot_store_is_repaired(survey):
    row, _ = record(survey, comment="a\x00b\ud800c")
    assert Response.objects.get(pk=row.pk).comment == "ab?c"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"scores": (4,) * 8}, "answers_wrong_number"),
        ({"scores": (5, *FOURS[1:])}, "answer_invalid"),
        ({"scores": (1, 1, 1, 1, 0, 0, 0, 0, 0)}, "answers_too_few"),
        ({"profile": {"nik": "3372"}}, "profile_unknown"),
        ({"profile": {"sex": "X"}}, "profile_invalid"),
        ({"uuid": "bukan"}, "response_uuid"),
        ({"uuid": None}, "response_uuid"),
        ({"channel": "dukun"}, "response_channel"),
        ({"answered_at": datetime(2023, 5, 2)}, "response_time"),  # noqa: DTZ001
        ({"comment": "a" * 4001}, "comment_too_long"),
    ],
)
def test_a_wrong_answer_is_refused_and_not_stored(survey, changes, code):
    with refused(BadInput, code):
        record(survey, **changes)
    assert (Response.objects.count(), HeldResponse.objects.count()) == (0, 0)


def test_a_service_of_another_unit_is_refused(survey):
    other = make_unit(survey.unit.agency, "Dinas Dua")
    with refused(BadInput, "response_service"):
        record(survey, service=create_service(unit=other, name="KTP", by=None))


def test_a_uuid_may_be_text(survey):
    assert record(survey, uuid=str(ONE))[0].uuid == ONE


@pytest.mark.django_db(transaction=True)
def test_what_is_really_wrong_is_not_taken_for_a_second_sending():
    survey = make_open_survey(make_unit(make_agency()))
    gone = make_unit(survey.unit.agency, "Lain").services.create(name="KTP")
    gone_id = gone.pk
    gone.delete()
    gone.pk, gone.unit_id = gone_id, survey.unit_id
    with pytest.raises(IntegrityError):
        record(survey, service=gone)


def test_many_answers_are_one_operation(survey):
    answers = [make_answer(n, FOURS, comment=str(n)) for n in range(1, 4)]
    assert record_responses(survey=survey, answers=answers, by=None) == 3
    again = [*answers, make_answer(4, THREES), make_answer(1, THREES)]
    assert record_responses(survey=survey, answers=again[:4], by=None) == 1
    events = AuditEvent.objects.filter(operation="record_responses")
    assert [event.data for event in events] == [
        {"given": 3, "new": 3, "held": 0},
        {"given": 4, "new": 1, "held": 0},
    ]
    assert [r.comment for r in Response.objects.all()] == ["1", "2", "3", ""]


def test_other_content_in_a_batch_goes_to_the_tray(survey):
    record_responses(survey=survey, answers=[make_answer(1, FOURS)], by=None)
    assert record_responses(survey=survey, answers=[make_answer(1, THREES)], by=None) == 0
    assert HeldResponse.objects.get().scores == THREES


def test_a_uuid_twice_in_a_batch_keeps_the_first(survey):
    twice = [make_answer(1, FOURS), make_answer(1, FOURS), make_answer(1, THREES)]
    assert record_responses(survey=survey, answers=twice, by=None) == 1
    assert (Response.objects.get().scores, HeldResponse.objects.get().scores) == (FOURS, THREES)
    assert AuditEvent.objects.get(operation="record_responses").data == {"given": 3, "new": 1, "held": 1}


def test_a_batch_is_all_or_nothing(survey):
    wrong = Answer(uuid=uuid4(), scores=(9,) * 9, answered_at=ANSWERED_AT)
    with refused(BadInput, "answer_invalid"):
        record_responses(survey=survey, answers=[make_answer(1, FOURS), wrong], by=None)
    close_survey(survey=survey, by=None)
    with refused(NotNow, "survey_takes_no_answers"):
        record_responses(survey=survey, answers=[make_answer(1, FOURS)], by=None)
    assert Response.objects.count() == 0
