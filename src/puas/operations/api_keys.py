"""Making and revoking the keys of integrations, and noting the day on which one was used."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from puas.errors import BadInput, NotNow
from puas.models import ApiKey, KeyScope, Unit, User
from puas.models.api_keys import PREFIX, digest_key
from puas.models.collect_links import new_secret
from puas.operations.audits import append_event

LONGEST_NAME = 80
LONGEST_LIFE = timedelta(days=731)


@transaction.atomic
def create_api_key(
    *, unit: Unit, name: str, scope: KeyScope, expires_on: date, by: User | None
) -> tuple[ApiKey, str]:
    """Make a key for `unit` and the units below; return it with its secret, which is never told again.

    BadInput `api_key_name`, `api_key_expires`: in the past, or more than two years ahead.
    """
    name, today = " ".join(name.split()), timezone.localdate()
    if not 1 <= len(name) <= LONGEST_NAME:
        raise BadInput(
            "api_key_name",
            "Tulis aplikasi yang memegang kunci ini (1 sampai {longest} huruf).",
            field="nama",
            longest=LONGEST_NAME,
        )
    if not today <= expires_on <= today + LONGEST_LIFE:
        raise BadInput(
            "api_key_expires",
            "Kunci berlaku paling lama dua tahun; pilih hari antara hari ini dan {last}.",
            field="sampai",
            last=today + LONGEST_LIFE,
        )
    secret = PREFIX + new_secret()
    key = ApiKey.objects.create(
        unit=unit,
        name=name,
        scope=scope.value,
        digest=digest_key(secret),
        expires_on=expires_on,
        created_at=timezone.now(),
        created_by=by,
    )
    data = {"scope": key.scope, "expires_on": expires_on.isoformat()}
    append_event(by=by, operation="create_api_key", subject=key, unit=unit, data=data)
    return key, secret


@transaction.atomic
def revoke_api_key(*, key: ApiKey, by: User | None) -> ApiKey:
    """Close a key for good; NotNow `api_key_revoked` when it is closed already."""
    stored = ApiKey.objects.select_for_update(of=("self",)).select_related("unit").get(pk=key.pk)
    if stored.is_revoked:
        raise NotNow("api_key_revoked", "Kunci {name} sudah dicabut.", name=stored.name)
    stored.revoked_at, stored.revoked_by = timezone.now(), by
    stored.save(update_fields=["revoked_at", "revoked_by"])
    append_event(by=by, operation="revoke_api_key", subject=stored, unit=stored.unit, data={})
    return stored


def note_use(*, key: ApiKey) -> None:
    """Keep the day of the last use; written once a day, and no event: the answers are the record."""
    today = timezone.localdate()
    if key.last_used_on != today:
        ApiKey.objects.filter(pk=key.pk).update(last_used_on=today)
