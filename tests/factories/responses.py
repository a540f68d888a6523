"""Answers of citizens."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from puas.models import Survey
from puas.operations.responses import Answer, record_responses

ANSWERED_AT = datetime(2023, 5, 2, 3, 0, tzinfo=UTC)

PROFILE = {"sex": "L"}


def make_answer(number: int, scores: Sequence[int], **fields: Any) -> Answer:
    """Make an answer whose uuid is `number`."""
    return Answer(uuid=UUID(int=number), scores=tuple(scores), answered_at=ANSWERED_AT, **fields)


def make_responses(survey: Survey, *scores: Sequence[int], **fields: Any) -> None:
    """Store one answer for each of `scores`; uuids are made of the survey and the place."""
    answers = [
        make_answer(survey.pk * 1_000_000 + place, one, **fields) for place, one in enumerate(scores, start=1)
    ]
    record_responses(survey=survey, answers=answers, by=None)
