"""What a citizens' form needs to know: whether it takes answers now, and what it asks."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db.models import F, Q

from puas.lifecycles import SurveyState
from puas.models import Channel, Service, Survey

ONLINE = Channel.ONLINE
"""The channel of an answer that came through the form's own address."""


class Door(StrEnum):
    """Whether a form can be filled in now."""

    NOT_YET = "not_yet"
    OPEN = "open"
    SHUT = "shut"


@dataclass(frozen=True)
class FormState:
    """The little that is asked at every visit: one row, no questionnaire."""

    instrument_id: int
    state: str
    opens_at: datetime | None
    closes_at: datetime | None

    def door(self, now: datetime) -> Door:
        """Return what a visitor finds at `now`."""
        if self.state == SurveyState.PLANNED or (self.opens_at and now < self.opens_at):
            return Door.NOT_YET
        is_over = self.closes_at is not None and now > self.closes_at
        return Door.OPEN if self.state == SurveyState.OPEN and not is_over else Door.SHUT


def find_form_state(token: str) -> FormState | None:
    """Return the state of the form with this public token, None when there is none. One query."""
    fields = ("instrument_id", "state", "opens_at", "closes_at")
    rows = Survey.objects.filter(token=token).order_by().values_list(*fields)
    return next((FormState(*row) for row in rows), None)


def find_form(token: str) -> Survey | None:
    """Return the survey with this public token, its unit, agency, period and questionnaire. One query."""
    joined = Survey.objects.select_related("unit__agency", "period", "instrument")
    return next(iter(joined.filter(token=token).order_by()), None)


def find_next_form(survey: Survey, now: datetime) -> Survey | None:
    """Return where the survey's unit takes answers now, else the one whose opening is set and comes first.

    None when there is neither. At most two queries.
    """
    others = Survey.objects.select_related("period").filter(unit=survey.unit_id).exclude(pk=survey.pk)
    begun, running = Q(opens_at=None) | Q(opens_at__lte=now), Q(closes_at=None) | Q(closes_at__gte=now)
    taking = others.filter(begun, running, state=SurveyState.OPEN.value).order_by("-pk")
    planned = others.filter(opens_at__gt=now, state__in=[SurveyState.PLANNED.value, SurveyState.OPEN.value])
    return taking.first() or planned.order_by(F("opens_at").asc()).first()


def list_services(survey: Survey) -> tuple[Service, ...]:
    """Return the services of the survey's unit that a respondent can choose from. One query."""
    return tuple(Service.objects.filter(unit=survey.unit_id, is_active=True))
