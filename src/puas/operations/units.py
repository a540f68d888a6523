"""Units of an agency's tree: added, put right, removed while nothing uses them.

What happens to a unit on a day (another name, parent, its end) is next door, in `unit_changes`.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.text import slugify

from puas.errors import BadInput, Conflict, NotNow
from puas.methodology.units import normalise_name, parse_area_code, parse_email
from puas.models import Agency, Unit, UnitKind, User
from puas.operations.audits import append_event
from puas.queries.unit_changes import changes_about
from puas.queries.units import root_of


@transaction.atomic
def create_unit(
    *,
    agency: Agency,
    name: str,
    by: User | None,
    parent: Unit | None = None,
    kind: UnitKind | str = UnitKind.UPP,
    slug: str = "",
    number: int | None = None,
    valid_from: date | None = None,
    area_code: str = "",
    address: str = "",
    phone: str = "",
    email: str = "",
) -> Unit:
    """Create a unit under `parent` (the agency's root when not given).

    BadInput `unit_name`, `unit_kind` (there is one root), `unit_parent` (of another agency), `area_code` or
    `unit_email`; NotNow `unit_parent_ended`; Conflict `unit_exists` when the parent has one of the name
    already, or the agency the given slug.
    """
    name, above = " ".join(name.split())[:200], parent or root_of(agency)
    _check_unit(agency, above, name, kind, valid_from)
    if slug and Unit.objects.filter(agency=agency, slug=slug).exists():
        raise Conflict("unit_exists", "Unit “{name}” sudah ada di {parent}.", name=slug, parent=agency.name)
    contact = read_contact(area_code=area_code, address=address, phone=phone, email=email)
    unit = Unit.objects.create(
        agency=agency,
        parent=above,
        kind=UnitKind(kind).value,
        name=name,
        slug=slug or free_slug(name, Unit.objects.filter(agency=agency)),
        number=number,
        valid_from=valid_from,
        created_at=timezone.now(),
        **contact,
    )
    data = {"parent": above.pk, "name": name, "kind": unit.kind, "number": number, **contact}
    append_event(by=by, operation="create_unit", subject=unit, unit=unit, data=data)
    return unit


def _check_unit(agency: Agency, parent: Unit, name: str, kind: str, valid_from: date | None) -> None:
    require_name(name)
    require_kind(kind)
    if parent.agency_id != agency.pk:
        raise BadInput(
            "unit_parent", "{parent} bukan unit dari {agency}.", parent=parent.name, agency=agency.name
        )
    day = valid_from or timezone.localdate()
    if parent.valid_until is not None and parent.valid_until < day:
        raise NotNow(
            "unit_ended",
            "{unit} berakhir pada {day}, jadi tidak berubah lagi. Batalkan dahulu penutupannya bila keliru.",
            unit=parent.name,
            day=parent.valid_until.strftime("%d-%m-%Y"),
        )
    require_no_twin(name, parent)


def require_name(name: str) -> None:
    """Raise BadInput `unit_name` unless an address can be made of the name."""
    if not slugify(name):
        raise BadInput("unit_name", "Nama unit harus diisi.", field="nama")


def require_kind(kind: str) -> None:
    """Raise BadInput `unit_kind` for the root's kind or one that is none."""
    if kind == UnitKind.AGENCY or kind not in set(UnitKind):
        raise BadInput(
            "unit_kind",
            "Jenis unit “{kind}” tidak dikenal. Pilih dari daftar jenis.",
            field="jenis",
            kind=kind,
        )


def require_no_twin(name: str, parent: Unit | None, but: Unit | None = None) -> None:
    """Raise Conflict `unit_exists` when a unit under `parent` that has not ended has the same name."""
    beside = Unit.objects.filter(parent=parent, valid_until=None).exclude(pk=but.pk if but else 0)
    if normalise_name(name) in {normalise_name(other) for other in beside.values_list("name", flat=True)}:
        raise Conflict(
            "unit_exists",
            "Unit “{name}” sudah ada di {parent}.",
            field="nama",
            name=name,
            parent=parent.name if parent else "",
        )


def free_slug(name: str, units: Iterable[Unit]) -> str:
    """Return a slug for `name` that none of `units` has."""
    return next_slug(name, {unit.slug for unit in units})


def next_slug(name: str, taken: set[str]) -> str:
    """Return a slug for `name` that is not taken."""
    base = slugify(name)[:100] or "unit"
    return next(
        slug for n in range(1, len(taken) + 2) if (slug := base if n == 1 else f"{base}-{n}") not in taken
    )


def read_contact(*, area_code: str, address: str, phone: str, email: str) -> dict[str, str]:
    """Return the fields of the office as they are kept; BadInput `area_code` or `unit_email`."""
    return {
        "area_code": parse_area_code(area_code),
        "address": " ".join(address.split())[:300],
        "phone": " ".join(phone.split())[:40],
        "email": parse_email(email)[:120],
    }


@transaction.atomic
def edit_unit(
    *,
    unit: Unit,
    name: str,
    by: User | None,
    kind: UnitKind | str = "",
    number: int | None = None,
    valid_from: date | None = None,
    area_code: str = "",
    address: str = "",
    phone: str = "",
    email: str = "",
) -> Unit:
    """Put a unit's facts right, for all time: a misspelt name, its number, the contact. The root keeps its
    name and kind. Nothing is written when nothing changed.

    BadInput as `create_unit`, and `unit_valid_from` for a beginning after what is recorded of it;
    Conflict `unit_exists`.
    """
    locked = Unit.objects.select_for_update(of=("self",)).select_related("agency", "parent").get(pk=unit.pk)
    name = " ".join(name.split())[:200]
    wanted: dict[str, Any] = read_contact(area_code=area_code, address=address, phone=phone, email=email)
    wanted |= {"number": number}
    if not locked.is_root:
        require_name(name)
        require_kind(kind or locked.kind)
        require_no_twin(name, locked.parent, but=locked)
        _require_begun(locked, valid_from)
        wanted |= {"name": name, "kind": str(kind or locked.kind), "valid_from": valid_from}
    changed = {field: value for field, value in wanted.items() if getattr(locked, field) != value}
    if not changed:
        return locked
    before = {field: _plain(getattr(locked, field)) for field in changed}
    for field, value in changed.items():
        setattr(locked, field, value)
    locked.save(update_fields=list(changed))
    data = {"before": before, "after": {field: _plain(value) for field, value in changed.items()}}
    append_event(by=by, operation="edit_unit", subject=locked, unit=locked, data=data)
    return locked


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def _require_begun(unit: Unit, valid_from: date | None) -> None:
    if valid_from is None or valid_from == unit.valid_from:
        return
    first = changes_about([unit.pk]).order_by("on").values_list("on", flat=True).first()
    ends = [day for day in (unit.valid_until, first) if day is not None]
    if any(valid_from > day for day in ends) or unit.surveys.filter(period__ends__lt=valid_from).exists():
        raise BadInput(
            "unit_valid_from",
            "Unit ini sudah punya survei atau perubahan sebelum tanggal itu. Tulis tanggal yang lebih lama, "
            "atau kosongkan.",
            field="sejak",
        )


@transaction.atomic
def delete_unit(*, unit: Unit, by: User | None) -> None:
    """Remove a unit that was added by mistake. NotNow `unit_in_use` when anything points to it.

    A unit that served is not removed but closed: what it was stays.
    """
    locked = Unit.objects.select_for_update(of=("self",)).select_related("agency", "parent").get(pk=unit.pk)
    refusal = NotNow(
        "unit_in_use",
        "{unit} sudah dipakai (survei, unit di bawahnya, tautan, peran, atau riwayat), jadi tidak dapat "
        "dihapus. Tutup unit ini bila sudah tidak ada.",
        unit=locked.name,
    )
    if locked.is_root or changes_about([locked.pk]).exists():
        raise refusal
    parent, data = locked.parent, {"id": locked.pk, "name": locked.name, "slug": locked.slug}
    append_event(by=by, operation="delete_unit", subject=locked, unit=parent, data=data)
    try:
        with transaction.atomic():
            locked.services.all().delete()
            locked.delete()
    except ProtectedError as error:
        raise refusal from error
