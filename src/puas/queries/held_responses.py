"""The tray: which answers wait for a decision, in which survey, and what was decided about the others.

An answer waits in the tray of its own survey until somebody decides. One that is kept for the next period
then waits in the tray of the unit's next survey: the first that begins after the one where it was kept, and
is not submitted yet. There may be none so far; it appears there once one is planned.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from puas.errors import NotFound
from puas.lifecycles import TRAY_OPEN_STATES, SurveyState, TrayDecision
from puas.models import HeldDecision, HeldDocument, HeldResponse, Response, Survey, Unit, User
from puas.models.held_responses import digest_of
from puas.models.responses import Answers
from puas.permissions import Action
from puas.queries.units import visible_units

PAGE = 50
_OPEN = sorted(state.value for state in TRAY_OPEN_STATES)


def undecided(held: QuerySet[HeldResponse]) -> QuerySet[HeldResponse]:
    """Return those of `held` about which nobody has decided."""
    return held.filter(~Exists(HeldDecision.objects.filter(held=OuterRef("pk")).order_by()))


def in_force(**chosen: Any) -> QuerySet[HeldDecision]:
    """Return the last decision about each answer, where it is one that is asked for."""
    return HeldDecision.objects.filter(replaced_by=None, **chosen)


def waiting(survey: Survey) -> QuerySet[HeldResponse]:
    """Return what waits in the tray of a survey, oldest first. Evaluating it costs one query, or two."""
    own = Q(pk__in=undecided(HeldResponse.objects.filter(survey=survey)).order_by().values("pk"))
    kept = Q(pk__in=_offered(survey)) if survey.stage in TRAY_OPEN_STATES else Q()
    mine = HeldResponse.objects.filter(survey__unit=survey.unit_id)
    return mine.filter(own | kept).order_by("id")


def _offered(survey: Survey) -> QuerySet[Any]:
    """Return the answers (ids) that earlier surveys of the unit kept and that have come to this one."""
    begins = survey.period.starts
    sooner = Q(period__starts__lt=begins) | Q(period__starts=begins, id__lt=survey.pk)
    earlier = Survey.objects.filter(sooner, unit=survey.unit_id, state__in=_OPEN)
    before = earlier.order_by("-period__starts").values_list("period__starts", flat=True).first()
    kept = in_force(kind=TrayDecision.NEXT.value, survey__unit=survey.unit_id)
    kept = kept.filter(survey__period__ends__lt=begins)
    if before is not None:  # what ended before that one waits there
        kept = kept.filter(survey__period__ends__gte=before)
    return kept.order_by().values("held")


def decidable(survey: Survey) -> QuerySet[HeldResponse]:
    """Return what can be decided in the tray of a survey: what waits there, and what was decided there
    and is not counted by that.
    """
    again = in_force(survey=survey).exclude(kind=TrayDecision.INCLUDE.value).order_by().values("held")
    mine = HeldResponse.objects.filter(survey__unit=survey.unit_id)
    return mine.filter(Q(pk__in=waiting(survey).order_by().values("pk")) | Q(pk__in=again)).order_by("id")


def decisions_of(survey: Survey) -> QuerySet[HeldDecision]:
    """Return the decisions in force that were made in the tray of a survey, newest first, with the rest."""
    rows = in_force(survey=survey).select_related(
        "held__survey__period", "held__link", "held__service", "held__visit", "decided_by", "response"
    )
    return rows.order_by("-id")


def find_next(survey: Survey) -> Survey | None:
    """Return the survey in whose tray an answer waits that is kept here for the next period, if any."""
    later = Survey.objects.filter(unit=survey.unit_id, state__in=_OPEN, period__starts__gt=survey.period.ends)
    return later.select_related("period", "instrument").order_by("period__starts", "id").first()


def with_ways(held: QuerySet[HeldResponse]) -> QuerySet[HeldResponse]:
    """Join what a person is shown of an answer in the tray."""
    return held.select_related("survey__period", "link", "service", "visit", "instrument")


def held_documents(survey: Survey) -> QuerySet[HeldDocument]:
    """Return the filled forms of a survey that could not be read, newest first; without their content."""
    return HeldDocument.objects.filter(survey=survey).select_related("link").defer("content").order_by("-id")


def find_document(user: User, document_id: int, action: Action) -> HeldDocument:
    """Return an unread form of a unit where `user` may do `action`; NotFound for any other."""
    units = visible_units(user, action)
    document = HeldDocument.objects.filter(pk=document_id, survey__unit__in=units).first()
    if document is None:
        raise NotFound("held_document_unknown", "Formulir itu tidak ada, atau bukan dari unit Anda.")
    return document


def find_included(answer: Answers) -> Response | None:
    """Return the counted answer that somebody made of this very content in the tray; None when nobody did."""
    same = {"held__uuid": answer.uuid, "held__digest": digest_of(answer)}  # type: ignore[attr-defined]
    made = HeldDecision.objects.filter(kind=TrayDecision.INCLUDE.value, **same).select_related("response")
    decision = made.first()
    return decision.response if decision else None


def count_waiting(units: QuerySet[Unit]) -> dict[Survey, int]:
    """Return how many answers wait in the tray of each survey of some units, where something can be done.

    Surveys in which nothing waits, and those that are only planned, are left out. Four queries at most.
    """
    ids = undecided(HeldResponse.objects.filter(survey__unit__in=units)).order_by().values("survey_id")
    counts = {row["survey_id"]: row["n"] for row in ids.annotate(n=Count("id"))}
    for survey_id, number in _count_offered(units):
        counts[survey_id] = counts.get(survey_id, 0) + number
    if not counts:
        return {}
    found = Survey.objects.filter(pk__in=list(counts)).exclude(state=SurveyState.PLANNED.value)
    surveys = found.select_related("unit", "period").order_by("period__starts", "unit__name", "id")
    return {survey: counts[survey.pk] for survey in surveys}


def _count_offered(units: QuerySet[Unit]) -> Iterable[tuple[int, int]]:
    """Yield (survey, number) for what was kept and has come to a later survey of its unit."""
    kept = in_force(kind=TrayDecision.NEXT.value, survey__unit__in=units).order_by()
    groups = list(kept.values_list("survey__unit", "survey__period__ends").annotate(n=Count("id")))
    if not groups:
        return
    later = Survey.objects.filter(unit__in={unit for unit, _, _ in groups}, state__in=_OPEN)
    open_surveys = list(later.order_by("period__starts", "id").values_list("unit_id", "period__starts", "id"))
    for unit, ends, number in groups:
        survey = next((pk for owner, begins, pk in open_surveys if owner == unit and begins > ends), None)
        if survey is not None:
            yield survey, number
