"""Answers in the tray."""

from collections.abc import Sequence
from typing import Any

from puas.lifecycles import TrayDecision
from puas.models import HeldResponse, Survey, User
from puas.operations.held_decisions import decide_held
from puas.operations.responses import record_response
from puas.queries.held_responses import waiting
from tests.factories.responses import make_answer

WHY = "Ponselnya tanpa sinyal sejak Senin"


def hold_late(
    survey: Survey, number: int = 501, scores: Sequence[int] = (4,) * 9, **fields: Any
) -> HeldResponse:
    """Send an answer to a survey that is closed; return it as it waits."""
    row, _ = record_response(survey=survey, answer=make_answer(number, scores, **fields))
    assert isinstance(row, HeldResponse)
    return row


def decide(
    survey: Survey,
    decision: TrayDecision,
    *held: HeldResponse,
    reason: str = WHY,
    by: User | None = None,
) -> int:
    """Decide about some answers in the tray, by default about all that wait there."""
    ids = [row.pk for row in held or waiting(survey)]
    return decide_held(survey=survey, held=ids, decision=decision, reason=reason, by=by)
