"""Agencies: the public body and the root of its tree, made together."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from puas.errors import BadInput, Conflict
from puas.models import Agency, Unit, UnitKind, User
from puas.operations.audits import append_event


@transaction.atomic
def create_agency(
    *,
    name: str,
    by: User | None,
    slug: str = "",
    area_code: str = "",
    policy: Mapping[str, Any] | None = None,
) -> Agency:
    """Create an agency and its root unit. `slug` follows from the name when it is not given.

    BadInput `agency_name` for an empty name, Conflict `agency_exists` when the slug is taken.
    """
    name = name.strip()
    slug = slug or slugify(name)
    if not slug:
        raise BadInput("agency_name", "Nama instansi harus diisi.")
    if Agency.objects.filter(slug=slug).exists():
        raise Conflict("agency_exists", "Instansi “{slug}” sudah ada.", slug=slug)
    now = timezone.now()
    agency = Agency.objects.create(
        name=name, slug=slug, area_code=area_code, policy=dict(policy or {}), created_at=now
    )
    root = Unit.objects.create(agency=agency, kind=UnitKind.AGENCY, name=name, slug=slug, created_at=now)
    append_event(by=by, operation="create_agency", subject=agency, unit=root, data={"slug": slug})
    return agency
