"""Services of a unit: added, put right, ended; an ended one stays, because answers point to it."""

from collections.abc import Iterable

from django.db import transaction

from puas.errors import BadInput, Conflict
from puas.methodology.units import ServiceChannel, normalise_name
from puas.models import Service, Unit, User
from puas.operations.audits import append_event


@transaction.atomic
def create_service(
    *,
    unit: Unit,
    name: str,
    by: User | None,
    channels: Iterable[ServiceChannel] = (),
    users_per_year: int | None = None,
) -> Service:
    """Create a service of `unit`; BadInput `service_name`, Conflict `service_exists`."""
    name = _read_name(unit, name)
    service = Service.objects.create(
        unit=unit, name=name, channels=_in_order(channels), users_per_year=users_per_year
    )
    data = {"name": name, "channels": service.channels, "users_per_year": users_per_year}
    append_event(by=by, operation="create_service", subject=service, unit=unit, data=data)
    return service


@transaction.atomic
def edit_service(
    *,
    service: Service,
    name: str,
    by: User | None,
    channels: Iterable[ServiceChannel] = (),
    users_per_year: int | None = None,
    is_active: bool = True,
) -> Service:
    """Put a service right, end it or let it go on. Nothing is written when nothing changed.

    BadInput `service_name`, Conflict `service_exists`.
    """
    locked = Service.objects.select_for_update(of=("self",)).select_related("unit").get(pk=service.pk)
    wanted = {
        "name": _read_name(locked.unit, name, but=locked),
        "channels": _in_order(channels),
        "users_per_year": users_per_year,
        "is_active": is_active,
    }
    changed = {field: value for field, value in wanted.items() if getattr(locked, field) != value}
    if not changed:
        return locked
    before = {field: getattr(locked, field) for field in changed}
    for field, value in changed.items():
        setattr(locked, field, value)
    locked.save(update_fields=list(changed))
    data = {"before": before, "after": changed}
    append_event(by=by, operation="edit_service", subject=locked, unit=locked.unit, data=data)
    return locked


def _read_name(unit: Unit, name: str, but: Service | None = None) -> str:
    name = " ".join(name.split())[:200]
    if not name:
        raise BadInput("service_name", "Nama layanan harus diisi.", field="nama")
    others = Service.objects.filter(unit=unit).exclude(pk=but.pk if but else 0)
    if normalise_name(name) in {normalise_name(other) for other in others.values_list("name", flat=True)}:
        raise Conflict(
            "service_exists",
            "Layanan “{name}” sudah ada di {unit}.",
            field="nama",
            name=name,
            unit=unit.name,
        )
    return name


def _in_order(channels: Iterable[ServiceChannel]) -> list[str]:
    given = set(channels)
    return [channel.value for channel in ServiceChannel if channel in given]
