"""Keys of integrations: the one that a secret opens, and what it reaches."""

import hmac

from django.db.models import QuerySet
from django.utils import timezone

from puas.errors import NotAllowed, NotFound, NotKnown
from puas.models import ApiKey, KeyScope, Service, Survey, Unit, User
from puas.models.api_keys import digest_key
from puas.permissions import Action
from puas.queries.collect_links import surveys_below, surveys_open_below
from puas.queries.units import visible_units

_NOBODY = "0" * 64


def open_key(secret: str) -> ApiKey:
    """Return the key of a secret. One query, the same work for every secret, right or wrong.

    NotKnown `api_key_unknown`, `api_key_closed`, `api_key_over`; each says whom to ask.
    """
    digest = digest_key(secret)
    key = ApiKey.objects.select_related("unit__agency").filter(digest=digest).first()
    is_same = hmac.compare_digest(key.digest if key else _NOBODY, digest)
    if key is None or not is_same:
        raise NotKnown(
            "api_key_unknown",
            "Kunci ini tidak dikenal. Kirim header “Authorization: Bearer puas_…” dengan kunci koordinator.",
        )
    if key.is_revoked:
        raise NotKnown(
            "api_key_closed",
            "Kunci “{name}” sudah dicabut. Minta yang baru kepada koordinator.",
            name=key.name,
        )
    if key.is_over(timezone.localdate()):
        raise NotKnown(
            "api_key_over",
            "Kunci “{name}” berlaku sampai {day}. Minta yang baru kepada koordinator.",
            name=key.name,
            day=key.expires_on,
        )
    return key


def require_scope(key: ApiKey, scope: KeyScope) -> None:
    """Raise NotAllowed `api_key_scope` unless the key may do this; one for answers may list surveys too."""
    if scope.value not in (key.scope, KeyScope.SURVEYS.value):
        raise NotAllowed(
            "api_key_scope",
            "Kunci “{name}” hanya boleh membaca daftar survei. Minta kunci untuk mengirim isian.",
            name=key.name,
        )


def open_surveys_of(key: ApiKey) -> QuerySet[Survey]:
    """Return the surveys in the key's reach that take answers now, by number."""
    return surveys_open_below(key.unit).order_by("pk")


def find_survey_of(key: ApiKey, token: str) -> Survey:
    """Return a survey in the key's reach in any state; NotFound `api_survey_unknown` for any other."""
    survey = surveys_below(key.unit).filter(token=token).first()
    if survey is None:
        raise NotFound(
            "api_survey_unknown",
            "Survei itu tidak ada dalam jangkauan kunci ini. Daftarnya ada di /api/v1/surveys.",
        )
    return survey


def services_of(units: list[int]) -> dict[int, list[Service]]:
    """Return the active services of some units, by unit. One query."""
    found: dict[int, list[Service]] = {}
    for service in Service.objects.filter(unit__in=units, is_active=True).order_by("pk"):
        found.setdefault(service.unit_id, []).append(service)
    return found


def list_keys(unit: Unit) -> tuple[ApiKey, ...]:
    """Return the keys of a unit, those in force first, the newest of them first. One query."""
    return tuple(sorted(ApiKey.objects.filter(unit=unit), key=lambda key: (key.is_revoked, -key.pk)))


def find_key(user: User, key_id: int, action: Action) -> ApiKey:
    """Return a key of a unit where `user` may do `action`; NotFound `api_key_missing` for any other."""
    units = visible_units(user, action)
    key = ApiKey.objects.select_related("unit__agency").filter(pk=key_id, unit__in=units).first()
    if key is None:
        raise NotFound("api_key_missing", "Kunci itu tidak ada, atau bukan kunci unit Anda.")
    return key
