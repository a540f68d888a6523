"""What changed in a survey since it was given back: for whoever looks at it again. Read, and kept nowhere."""

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from puas.lifecycles import SurveyState
from puas.models import AuditEvent, Exclusion, PlanItem, Result, Survey

_SEEN = frozenset({SurveyState.RETURNED, SurveyState.OPEN, SurveyState.CLOSED, SurveyState.SUBMITTED})
"""The states in which somebody still has to look, or to mend."""


@dataclass(frozen=True)
class ReturnChanges:
    """The last return and what came after it.

    `before` and `now`: the newest results with an index then and today (None: none). `answers`: how many more
    answers the later one counts, None unless both are known. `items`: new activities of the plan; `left_out`
    and `counted_again`: answers, decided one by one.
    """

    returned_at: datetime
    reason: str
    before: Result | None
    now: Result | None
    items: int
    changed_items: int
    removed_items: int
    left_out: int
    counted_again: int

    @property
    def answers(self) -> int | None:
        if self.before is None or self.now is None:
            return None
        return (self.now.respondents or 0) - (self.before.respondents or 0)

    @property
    def moved(self) -> Fraction | None:
        """How far the index moved, in points."""
        if self.before is None or self.now is None:
            return None
        old, new = self.before.exact_index, self.now.exact_index
        return None if old is None or new is None else new - old

    @property
    def is_nothing(self) -> bool:
        """Say whether nothing at all changed."""
        is_same = (self.before and self.before.pk) == (self.now and self.now.pk)
        plan = self.items + self.changed_items + self.removed_items
        return is_same and not (plan + self.left_out + self.counted_again)


def find_return_changes(survey: Survey) -> ReturnChanges | None:
    """Return what changed since the last return; None when there was none, or the survey is through. At most
    six queries.
    """
    if survey.stage not in _SEEN:
        return None
    told = AuditEvent.objects.filter(object_type="Survey", object_id=survey.pk, operation="return_survey")
    event = told.order_by("-sequence").first()
    if event is None:
        return None
    results = Result.objects.filter(unit=survey.unit_id, period=survey.period_id).exclude(index="")
    results = results.exclude(basis="average").defer("tally", "elements", "parameters").order_by("-id")
    new, changed = _count_item_changes(survey, event)
    decided = Exclusion.objects.filter(response__survey=survey, kind="flagged")
    return ReturnChanges(
        returned_at=event.at,
        reason=str(event.data.get("reason", "")),
        before=results.filter(computed_at__lte=event.at).first(),
        now=results.first(),
        items=new,
        changed_items=changed,
        removed_items=_count_removed(survey, event),
        left_out=decided.filter(excluded_at__gt=event.at, lifted_at=None).count(),
        counted_again=decided.filter(excluded_at__lte=event.at, lifted_at__gt=event.at).count(),
    )


def _count_item_changes(survey: Survey, event: AuditEvent) -> tuple[int, int]:
    """Return how many activities are new, and how many older ones were changed. One query."""
    items = PlanItem.objects.filter(plan__unit=survey.unit_id, plan__period=survey.period_id)
    dates = list(items.values_list("created_at", "changed_at"))
    new = sum(created > event.at for created, _ in dates)
    return new, sum(created <= event.at < changed for created, changed in dates)


def _count_removed(survey: Survey, event: AuditEvent) -> int:
    """Return how many activities of the period's plan were taken out, as the trail tells."""
    later = AuditEvent.objects.filter(
        unit_id=survey.unit_id, sequence__gt=event.sequence, operation="remove_item"
    )
    return sum(data.get("period") == survey.period.code for data in later.values_list("data", flat=True))
