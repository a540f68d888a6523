"""The answers of an import are stored as one answer is, and each only once."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone

from puas.errors import BadInput, NotNow
from puas.models import Channel, Response, Survey
from puas.operations import response_batches
from puas.operations.response_batches import BatchWriter
from puas.operations.responses import CLOCK_AHEAD, Answer, record_response
from puas.operations.services import create_service
from puas.operations.surveys import close_survey
from tests.factories import make_agency, make_answer, make_open_survey, make_unit
from tests.factories.refusals import refused

pytestmark = pytest.mark.django_db

FOURS = (4,) * 9
GIVEN_AT = datetime.fromisoformat("2023-05-02T10:00:00.25+07:00")


@pytest.fixture
def survey() -> Survey:
    return make_open_survey(make_unit(make_agency()))


def stored(survey: Survey) -> list[dict[str, Any]]:
    rows = Response.objects.filter(survey=survey).order_by("id").values()
    return [{key: row[key] for key in row if key not in ("id", "uuid", "received_at")} for row in rows]


def test_an_answer_is_stored_as_a_single_one_is(survey: Survey) -> None:
    answer = Answer(
        uuid=UUID(int=1),
        scores=(1, 2, 3, 4, 1, 0, 0, 0, 0),
        answered_at=GIVEN_AT,
        channel=Channel.PAPER,
        profile={"sex": "P", "age": "30", "education": "S1"},
        comment=" cepat\t“baik”\\n\x00\ud800\n",
        service=create_service(unit=survey.unit, name="KTP", by=None),
        flags=("burst",),
    )
    bare = Answer(UUID(int=2), FOURS, GIVEN_AT)
    ahead = Answer(UUID(int=3), FOURS, timezone.now() + timedelta(days=400))
    assert BatchWriter(survey).store([answer, bare, ahead]) == 3
    [*batch, late] = stored(survey)
    single = [
        record_response(survey=survey, answer=replace(a, uuid=UUID(int=9 + n)))[0]
        for n, a in enumerate((answer, bare))
    ]
    assert batch == stored(survey)[3:]
    assert len(single) == 2
    late_row = Response.objects.get(uuid=UUID(int=3))
    assert (late["flags"], late_row.answered_at) == ([CLOCK_AHEAD], late_row.received_at)
    assert batch[0]["answered_at"] == GIVEN_AT.astimezone(UTC)


def test_what_is_stored_already_is_skipped_and_the_rest_is_stored(survey: Survey) -> None:
    writer = BatchWriter(survey)
    first = [make_answer(n, FOURS) for n in (1, 2, 2)]
    assert writer.store(first) == 2
    assert writer.store([*first, make_answer(3, FOURS)]) == 1
    assert writer.store(first) == 0
    assert [row.uuid.int for row in Response.objects.order_by("id")] == [1, 2, 3]


def test_a_survey_that_is_closed_takes_no_batch_even_of_known_answers(survey: Survey) -> None:
    writer = BatchWriter(survey)
    writer.store([make_answer(1, FOURS)])
    close_survey(survey=survey, by=None)
    for number in (1, 2):
        with refused(NotNow, "survey_takes_no_answers"):
            writer.store([make_answer(number, FOURS)])
    assert Response.objects.count() == 1


@pytest.mark.parametrize(
    ("profile", "code"),
    [
        ({"age": 30, "sex": "X"}, "profile_invalid"),
        ({"age": 30.0, "sex": "P"}, "profile_invalid"),
        ({"nik": 1}, "profile_unknown"),
    ],
)
def test_a_profile_is_checked_whatever_was_seen_before(
    survey: Survey, profile: dict[str, Any], code: str
) -> None:
    writer = BatchWriter(survey)
    writer.store([make_answer(1, FOURS, profile={"age": 30, "sex": "P"})])
    for _ in range(2):  # a refused one is not remembered either
        with refused(BadInput, code):
            writer.store([make_answer(2, FOURS), make_answer(3, FOURS, profile=profile)])
    assert Response.objects.count() == 1


def test_more_profiles_than_are_remembered_are_stored_all(
    survey: Survey, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(response_batches, "_KEPT", 2)
    answers = [make_answer(n, FOURS, profile={"age": 20 + n % 4}) for n in range(1, 9)]
    assert BatchWriter(survey).store(answers) == 8
    assert [row["profile"] for row in stored(survey)] == [{"age": 20 + n % 4} for n in range(1, 9)]
