"""What a collect link opens: the surveys that can be filled in now, their forms and services."""

import hmac
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone

from puas.errors import NotAllowed, NotFound
from puas.lifecycles import SurveyState
from puas.models import CollectLink, HeldDocument, InstrumentVersion, Service, Survey, Unit, User
from puas.models.collect_links import digest_token
from puas.permissions import Action
from puas.queries.units import subtree, visible_units

_NOBODY = "0" * 64


@dataclass(frozen=True)
class CollectForm:
    """A questionnaire that can be filled in now, with the surveys it can be filled in for."""

    instrument: InstrumentVersion
    surveys: tuple[Survey, ...]


def open_link(token: str) -> CollectLink:
    """Return the link of a token. One query, the same work for every token, right or wrong.

    NotAllowed `collect_link_unknown` or `collect_link_closed`; both say how to go on.
    """
    digest = digest_token(token)
    link = CollectLink.objects.select_related("unit__agency").filter(digest=digest).first()
    is_same = hmac.compare_digest(link.digest if link else _NOBODY, digest)
    if link is None or not is_same:
        raise NotAllowed(
            "collect_link_unknown",
            "Tautan pengumpulan ini tidak dikenal. Minta kode QR yang baru kepada koordinator, lalu pindai "
            "pada proyek yang sama; isian di ponsel tidak hilang.",
        )
    if link.is_revoked:
        raise NotAllowed(
            "collect_link_closed",
            "Tautan pengumpulan “{name}” sudah dicabut. Minta kode QR yang baru kepada koordinator, lalu "
            "pindai pada proyek yang sama; isian di ponsel tidak hilang.",
            name=link.name,
        )
    return link


def list_forms(link: CollectLink) -> tuple[CollectForm, ...]:
    """Return the questionnaires of every survey that takes answers through `link` now. One query."""
    surveys: dict[int, list[Survey]] = {}
    for survey in surveys_open_below(link.unit):
        surveys.setdefault(survey.instrument_id, []).append(survey)
    return tuple(CollectForm(group[0].instrument, tuple(group)) for group in surveys.values())


def find_form(link: CollectLink, key: str, version: int) -> CollectForm:
    """Return one questionnaire that `link` reaches, with the surveys open now (perhaps none left).

    A phone may fetch a form again after its last survey closed. NotFound `collect_form_unknown` for a
    questionnaire that no survey in reach was ever held with.
    """
    used = surveys_below(link.unit).filter(instrument__key=key, instrument__version=version).first()
    if used is None:
        raise NotFound(
            "collect_form_unknown", "Formulir itu tidak ada pada tautan ini; muat ulang daftarnya."
        )
    surveys = tuple(s for s in surveys_open_below(link.unit) if s.instrument_id == used.instrument_id)
    return CollectForm(used.instrument, surveys)


def find_collect_survey(link: CollectLink, survey_id: int) -> Survey:
    """Return a survey in reach of `link` in any state; NotAllowed `collect_survey_unknown` for any other."""
    survey = surveys_below(link.unit).filter(pk=survey_id).first()
    if survey is None:
        raise NotAllowed(
            "collect_survey_unknown",
            "Tautan ini tidak melayani survei pada isian itu. Minta tautan unit tersebut kepada koordinator; "
            "isian di ponsel tidak hilang.",
        )
    return survey


def find_collect_service(survey: Survey, service_id: int) -> Service | None:
    """Return the service with this number at the survey's unit, active or not; None when there is none."""
    return Service.objects.filter(pk=service_id, unit=survey.unit_id).first()


def list_collect_services(form: CollectForm) -> tuple[tuple[int, int, str], ...]:
    """Return (service, survey, name) for everything that can be chosen in a form. One query."""
    services: dict[int, list[Service]] = {}
    units = [survey.unit_id for survey in form.surveys]
    for service in Service.objects.filter(unit__in=units, is_active=True):
        services.setdefault(service.unit_id, []).append(service)
    return tuple(
        (service.pk, survey.pk, service.name)
        for survey in form.surveys
        for service in services.get(survey.unit_id, ())
    )


def find_instrument(key: str, version: int) -> InstrumentVersion | None:
    """Return a questionnaire that was ever stored."""
    return InstrumentVersion.objects.filter(key=key, version=version).first()


def is_known_instrument(key: str) -> bool:
    """Say whether any version of a questionnaire was ever stored."""
    return InstrumentVersion.objects.filter(key=key).exists()


def list_links(unit: Unit) -> tuple[CollectLink, ...]:
    """Return the links of a unit, the ones in force first, the newest of them first. One query."""
    links = CollectLink.objects.filter(unit=unit).select_related("created_by", "revoked_by")
    return tuple(sorted(links, key=lambda link: (link.is_revoked, -link.pk)))


def find_link(user: User, link_id: int, action: Action) -> CollectLink:
    """Return a link of a unit where `user` may do `action`; NotFound `collect_link_missing` for any other."""
    units = visible_units(user, action)
    link = CollectLink.objects.select_related("unit__agency").filter(pk=link_id, unit__in=units).first()
    if link is None:
        raise NotFound("collect_link_missing", "Tautan itu tidak ada, atau bukan tautan unit Anda.")
    return link


def count_held_documents(unit: Unit) -> int:
    """Return how many filled forms of unknown versions wait for a person at a unit."""
    return HeldDocument.objects.filter(survey__unit=unit).count()


def surveys_below(unit: Unit) -> QuerySet[Survey]:
    """Return the surveys of a unit and the units below it, in any state."""
    joined = Survey.objects.select_related("unit__agency", "period", "instrument")
    return joined.filter(unit__in=subtree(unit))


def surveys_open_below(unit: Unit) -> QuerySet[Survey]:
    """Return the surveys of a unit and the units below it that take answers now."""
    now = timezone.now()
    started = Q(opens_at=None) | Q(opens_at__lte=now)
    running = Q(closes_at=None) | Q(closes_at__gte=now)
    return surveys_below(unit).filter(started, running, state=SurveyState.OPEN.value)
