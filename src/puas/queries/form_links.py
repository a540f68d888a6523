"""The links of a unit as the office sees them: what came by each, and which of them may be printed."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, OuterRef, Q, Subquery

from puas.errors import NotFound
from puas.lifecycles import SurveyState
from puas.methodology.profile_groups import UNKNOWN
from puas.models import FormLink, LinkKind, Response, Service, Survey, Unit, User
from puas.permissions import Action
from puas.queries.units import visible_units


@dataclass(frozen=True)
class LinkRow:
    """A link with the number of answers counted that came by it, and when the last one did."""

    link: FormLink
    answers: int
    last_at: datetime | None


def list_form_links(unit: Unit) -> tuple[LinkRow, ...]:
    """Return the links of a unit, the ones in force first, the newest of them first. Three queries.

    Batches of visit codes are another list (`puas.queries.visit_codes`).
    """
    links = FormLink.objects.filter(unit=unit).exclude(kind=LinkKind.VISIT.value)
    links = links.select_related("survey__period", "service", "replaced_by")
    newest = Response.objects.filter(link=OuterRef("pk"), link__isnull=False).order_by("-received_at")
    links = links.annotate(last_at=Subquery(newest.values("received_at")[:1]))
    came = _count_answers(unit)
    rows = [LinkRow(link, came[link.pk], link.last_at) for link in links]
    return tuple(sorted(rows, key=lambda row: (row.link.is_revoked, -row.link.pk)))


def _count_answers(unit: Unit) -> Counter[int]:
    """Return how many answers came by each link of a unit: those in the stored counts of its surveys, and
    the later ones. Two queries.
    """
    came, later = Counter[int](), Q(pk__in=())
    surveys = Survey.objects.filter(unit=unit).order_by()
    stored = surveys.values_list("pk", "stored_monitor__last_id", "stored_monitor__counts__by__link")
    for survey_id, last_id, links in stored:
        came.update({int(link): n for link, n in (links or {}).items() if link != UNKNOWN})
        later |= Q(survey=survey_id, id__gt=last_id or 0)
    rows = Response.objects.filter(later, link__isnull=False).order_by().values_list("link")
    came.update(dict(rows.annotate(answers=Count("id"))))
    return came


def find_form_link(user: User, link_id: int, action: Action = Action.VIEW) -> FormLink:
    """Return a link of a unit where `user` may do `action`; NotFound `form_link_missing` for any other.

    A batch of visit codes is found by `puas.queries.visit_codes.find_batch`.
    """
    joined = FormLink.objects.exclude(kind=LinkKind.VISIT.value).select_related(
        "unit__agency", "survey__period", "survey__instrument", "service"
    )
    link = joined.filter(pk=link_id, unit__in=visible_units(user, action)).first()
    if link is None:
        raise NotFound("form_link_missing", "Tautan itu tidak ada, atau bukan tautan unit Anda.")
    return link


def list_linkable_surveys(unit: Unit) -> tuple[Survey, ...]:
    """Return the surveys of a unit that a link can be made for: planned or open. One query."""
    states = [SurveyState.PLANNED.value, SurveyState.OPEN.value]
    return tuple(Survey.objects.filter(unit=unit, state__in=states).select_related("period").order_by("-pk"))


def list_linkable_services(unit: Unit) -> tuple[Service, ...]:
    """Return the services of a unit that a link can name. One query."""
    return tuple(Service.objects.filter(unit=unit, is_active=True))
