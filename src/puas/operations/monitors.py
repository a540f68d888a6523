"""Moving the mark of a survey's stored counts forward. A cache of what the rows say, so no audit event."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from puas.lifecycles import SurveyState
from puas.models import StoredMonitor, Survey
from puas.operations.response_flags import SLICE, flag_responses
from puas.operations.tallies import advance_tally, safe_mark
from puas.operations.turns import leaving_room
from puas.queries.monitor_counts import Counts, count_answers, rows_after

STEP = 1000
"""So many answers after the mark are read in a few milliseconds; more are worth moving it."""


def advance_monitor(*, survey: Survey, step: int | None = None) -> bool:
    """Add the rows after the mark to the stored counts once there are `step` (else STEP) of them.

    Says whether it moved. Safe while answers arrive: of two at once, one's work is dropped, and both are
    right.
    """
    stored, wanted = StoredMonitor.objects.filter(survey=survey).first(), step or STEP
    if not rows_after(survey, stored).order_by("id")[wanted - 1 : wanted].exists():
        return False
    mark = safe_mark()  # after reading the stored one, so that it is never behind it
    counts = count_answers(survey.instrument.parsed, rows_after(survey, stored).filter(id__lte=mark))
    if stored is not None:
        counts = Counts.from_dict(stored.counts) + counts
    return _store(survey, counts, stored.last_id if stored else None, mark)


def refresh_monitors(*, now: datetime) -> dict[str, int]:
    """Count and look at what came to the open surveys, so that nobody waits; return how many of each."""
    moved = looked_at = 0
    open_ones = Survey.objects.filter(state=SurveyState.OPEN.value).select_related("instrument")
    for survey in open_ones.order_by("id"):
        with leaving_room():
            if advance_monitor(survey=survey):
                moved += 1
                advance_tally(survey=survey)
            looked_at += flag_responses(survey=survey, most=SLICE)
    return {"moved": moved, "looked_at": looked_at}


@transaction.atomic
def _store(survey: Survey, counts: Counts, last_id: int | None, mark: int) -> bool:
    """Store the counts unless someone moved the mark meanwhile; theirs is as right as ours."""
    fresh = {"counts": counts.to_dict(), "last_id": mark, "updated_at": timezone.now()}
    if last_id is None:
        return StoredMonitor.objects.get_or_create(survey=survey, defaults=fresh)[1]
    return bool(StoredMonitor.objects.filter(survey=survey, last_id=last_id).update(**fresh))
