"""Reminders: what is due to be told now and to whom, a person's notices, and the log."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from puas.lifecycles import SurveyState
from puas.methodology.sampling import required_sample
from puas.models import Agency, Membership, Reminder, ReminderKind, Role, Survey, Unit, User
from puas.queries.surveys import count_by_survey

FAR, NEAR = 7, 3
"""Days before a deadline, or a closing, at which people are told."""

TO_SUBMIT = (SurveyState.PLANNED, SurveyState.OPEN, SurveyState.CLOSED, SurveyState.RETURNED)
TOLD_FIRST = (Role.OFFICER.value, Role.OPD_COORDINATOR.value)


@dataclass(frozen=True)
class DueReminder:
    """Something to tell: a survey (unit and period joined), what about, and to whom."""

    survey: Survey
    kind: ReminderKind
    users: tuple[User, ...]


def due_reminders(today: date, agency: Agency | None = None) -> tuple[DueReminder, ...]:
    """Return what should be told on `today` and was not told yet. Six queries.

    Told are the officers of the unit and the OPD coordinators above it; where there are none, the agency's
    coordinators. Surveys without a deadline are never late.
    """
    surveys = _watched(today, agency)
    answers = count_by_survey(survey.pk for survey in surveys)
    kinds = {survey.pk: find_kinds(survey, answers.get(survey.pk, 0), today) for survey in surveys}
    listed = [survey for survey in surveys if kinds[survey.pk]]
    people = find_people(survey.unit for survey in listed)
    told = set(Reminder.objects.filter(survey__in=listed).values_list("survey_id", "kind", "user_id"))
    found = []
    for survey in listed:
        for kind in kinds[survey.pk]:
            users = people.get(survey.unit_id, ())
            missing = tuple(user for user in users if (survey.pk, kind.value, user.pk) not in told)
            if missing:
                found.append(DueReminder(survey, kind, missing))
    return tuple(found)


def _watched(today: date, agency: Agency | None) -> list[Survey]:
    """Return the surveys that are not submitted and near a deadline or a closing."""
    far = today + timedelta(days=FAR)
    near = Q(due_on__lte=far) | Q(state=SurveyState.OPEN.value, closes_at__date__lte=far)
    surveys = Survey.objects.filter(near, state__in=[state.value for state in TO_SUBMIT])
    if agency is not None:
        surveys = surveys.filter(unit__agency=agency)
    return list(surveys.select_related("unit__agency", "period").order_by("id"))


def find_kinds(survey: Survey, answers: int, today: date) -> tuple[ReminderKind, ...]:
    """Return what there is to tell about a survey that is not submitted."""
    kinds = []
    if survey.due_on is not None:
        left = (survey.due_on - today).days
        if left < 0:
            kinds.append(ReminderKind.OVERDUE)
        elif left <= FAR:
            kinds.append(ReminderKind.DUE_IN_3 if left <= NEAR else ReminderKind.DUE_IN_7)
    if _is_below(survey, answers, today):
        kinds.append(ReminderKind.BELOW_TARGET)
    return tuple(kinds)


def _is_below(survey: Survey, answers: int, today: date) -> bool:
    if survey.stage is not SurveyState.OPEN or survey.closes_at is None or not survey.population:
        return False
    left = (timezone.localdate(survey.closes_at) - today).days
    return 0 <= left <= FAR and answers < required_sample(survey.population)


def find_people(units: Iterable[Unit]) -> dict[int, tuple[User, ...]]:
    """Return whom to tell about each unit, by unit id. Two queries."""
    units = list(units)
    agencies = {unit.agency_id for unit in units}
    parents = dict(Unit.objects.filter(agency__in=agencies).values_list("id", "parent_id"))
    by_unit: dict[int, list[Membership]] = defaultdict(list)
    roles = [*TOLD_FIRST, Role.COORDINATOR.value]
    held = Membership.objects.filter(unit__agency__in=agencies, role__in=roles, user__is_active=True)
    for membership in held.select_related("user").order_by("user__username"):
        by_unit[membership.unit_id].append(membership)
    return {unit.pk: _people_of(unit.pk, parents, by_unit) for unit in units}


def _people_of(
    unit_id: int, parents: Mapping[int, int | None], by_unit: Mapping[int, list[Membership]]
) -> tuple[User, ...]:
    held: list[Membership] = []
    place: int | None = unit_id
    while place is not None:
        held += by_unit.get(place, [])
        place = parents.get(place)
    first = [membership for membership in held if membership.role in TOLD_FIRST]
    return tuple({membership.user_id: membership.user for membership in first or held}.values())


def list_notices(user: User) -> QuerySet[Reminder]:
    """Return a person's own notices, unread ones first, then the newest."""
    joined = Reminder.objects.filter(user=user).select_related("survey__unit__agency", "survey__period")
    return joined.alias(is_read=Q(read_at__isnull=False)).order_by("is_read", "-id")


def count_unread(user: User) -> int:
    """Return how many notices a person has not marked as read. One query."""
    return Reminder.objects.filter(user=user, read_at=None).count()


def list_log(agency: Agency) -> QuerySet[Reminder]:
    """Return every reminder about the agency's surveys, the newest first."""
    joined = Reminder.objects.filter(survey__unit__agency=agency)
    return joined.select_related("survey__unit", "survey__period", "user").order_by("-id")
