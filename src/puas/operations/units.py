"""Units of an agency's tree, and the services they offer."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from puas.errors import BadInput, Conflict
from puas.models import Agency, Service, Unit, UnitKind, User
from puas.operations.audits import append_event
from puas.queries.units import root_of


@transaction.atomic
def create_unit(
    *,
    agency: Agency,
    name: str,
    by: User | None,
    parent: Unit | None = None,
    kind: UnitKind = UnitKind.UPP,
    slug: str = "",
    number: int | None = None,
    valid_from: date | None = None,
) -> Unit:
    """Create a unit under `parent` (the agency's root when not given).

    BadInput `unit_name`, `unit_kind` (there is one root) or `unit_parent` (of another agency); Conflict
    `unit_exists` when the agency has the slug already.
    """
    name, slug = name.strip(), slug or slugify(name)
    above = parent or root_of(agency)
    _check_unit(agency, above, kind, slug)
    unit = Unit.objects.create(
        agency=agency,
        parent=above,
        kind=UnitKind(kind).value,
        name=name,
        slug=slug,
        number=number,
        valid_from=valid_from,
        created_at=timezone.now(),
    )
    append_event(
        by=by, operation="create_unit", subject=unit, unit=unit, data={"parent": above.pk, "name": name}
    )
    return unit


def _check_unit(agency: Agency, parent: Unit, kind: str, slug: str) -> None:
    if not slug:
        raise BadInput("unit_name", "Nama unit harus diisi.")
    if kind == UnitKind.AGENCY:
        raise BadInput("unit_kind", "Sebuah instansi hanya punya satu akar; pilih jenis opd atau upp.")
    if parent.agency_id != agency.pk:
        raise BadInput(
            "unit_parent", "{parent} bukan unit dari {agency}.", parent=parent.name, agency=agency.name
        )
    if Unit.objects.filter(agency=agency, slug=slug).exists():
        raise Conflict("unit_exists", "Unit “{slug}” sudah ada di {agency}.", slug=slug, agency=agency.name)


@transaction.atomic
def create_service(*, unit: Unit, name: str, by: User | None) -> Service:
    """Create a service of `unit`; BadInput `service_name`, Conflict `service_exists`."""
    name = name.strip()
    if not name:
        raise BadInput("service_name", "Nama layanan harus diisi.")
    if Service.objects.filter(unit=unit, name=name).exists():
        raise Conflict("service_exists", "Layanan “{name}” sudah ada di {unit}.", name=name, unit=unit.name)
    service = Service.objects.create(unit=unit, name=name)
    append_event(by=by, operation="create_service", subject=service, unit=unit, data={"name": name})
    return service
