"""Making and revoking the secret addresses through which enumerators send."""

from django.db import transaction
from django.utils import timezone

from puas.errors import BadInput, NotNow
from puas.models import CollectLink, Unit, User
from puas.models.collect_links import digest_token, new_secret
from puas.operations.audits import append_event

LONGEST_NAME = 80


@transaction.atomic
def create_collect_link(*, unit: Unit, name: str, by: User | None) -> tuple[CollectLink, str]:
    """Make a link to `unit` and the units below; return it with its token, which is never told again.

    BadInput `collect_link_name`: who holds it must be said, so that the right one can be revoked.
    """
    name = " ".join(name.split())
    if not 1 <= len(name) <= LONGEST_NAME:
        raise BadInput(
            "collect_link_name",
            "Tulis siapa yang memegang tautan ini (1 sampai {longest} huruf), misalnya nama pencacah.",
            field="nama",
            longest=LONGEST_NAME,
        )
    token = new_secret()
    link = CollectLink.objects.create(
        unit=unit, name=name, digest=digest_token(token), created_at=timezone.now(), created_by=by
    )
    append_event(by=by, operation="create_collect_link", subject=link, unit=unit, data={})
    return link, token


@transaction.atomic
def revoke_collect_link(*, link: CollectLink, by: User | None) -> CollectLink:
    """Close a link for good; NotNow `collect_link_revoked` when it is closed already."""
    stored = CollectLink.objects.select_for_update(of=("self",)).select_related("unit").get(pk=link.pk)
    if stored.is_revoked:
        raise NotNow("collect_link_revoked", "Tautan {name} sudah dicabut.", name=stored.name)
    stored.revoked_at, stored.revoked_by = timezone.now(), by
    stored.save(update_fields=["revoked_at", "revoked_by"])
    append_event(by=by, operation="revoke_collect_link", subject=stored, unit=stored.unit, data={})
    return stored
