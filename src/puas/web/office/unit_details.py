"""What the office knows about a unit: its facts, services and history; put right, added, removed."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from puas.errors import BadInput, NotFound
from puas.methodology.units import KINDS_BELOW, ServiceChannel
from puas.models import Service, Unit
from puas.operations.services import create_service, edit_service
from puas.operations.units import create_unit, delete_unit, edit_unit
from puas.permissions import Action, can, require
from puas.queries.histories import find_unit
from puas.queries.unit_changes import unit_changes
from puas.queries.unit_trees import children_of, find_service, path_of, services_of
from puas.web.office.doors import StaffRequest, staff_only
from puas.web.office.fields import Field, Form, Option, answer_form, read_count, read_day
from puas.web.pages import render_page
from puas.web.unit_histories import tell_change


@staff_only
@require_safe
def details(request: StaffRequest, unit_id: int) -> HttpResponse:
    """Show what is kept of a unit, and what can be done with it."""
    found = find_unit(request.user, unit_id)
    changes = [{"line": line, "sentence": tell_change(line.what)} for line in unit_changes(found)]
    context = {
        "unit": found,
        "agency": found.agency,
        "path": path_of(found),
        "services": services_of(found),
        "children": children_of(found),
        "changes": changes,
        "can_manage": can(request.user, Action.MANAGE_UNITS, found),
    }
    return render_page(request, "office/unit_details.html", context)


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: StaffRequest, unit_id: int) -> HttpResponse:
    """Put the facts of a unit right."""
    found = find_managed(request, unit_id)
    form = build_form(
        found, gettext("Ubah data unit"), _fields(found, is_root=found.is_root), gettext("Simpan")
    )
    if not found.is_root:
        form.notes = [
            gettext(
                "Halaman ini untuk membetulkan data, misalnya salah ketik; nama lama tidak disebut lagi. "
                "Bila unit resmi berganti nama atau kode wilayah sejak suatu tanggal, pakai tombol di "
                "halaman unitnya."
            )
        ]

    def act(form: Form) -> str:
        edit_unit(unit=found, by=request.user, **_read_facts(form))
        messages.success(request, gettext("Data unit disimpan."))
        return address_of(found)

    return answer_form(request, form, act)


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: StaffRequest, unit_id: int) -> HttpResponse:
    """Add a unit below this one."""
    above = find_managed(request, unit_id)
    form = build_form(above, gettext("Tambah unit"), _fields(None), gettext("Tambahkan"))
    form.notes = [gettext("Unit baru berada langsung di bawah {unit}.").format(unit=above.name)]

    def act(form: Form) -> str:
        made = create_unit(agency=above.agency, parent=above, by=request.user, **_read_facts(form))
        messages.success(request, gettext("{unit} ditambahkan. Lengkapi layanannya.").format(unit=made.name))
        return address_of(made)

    return answer_form(request, form, act)


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: StaffRequest, unit_id: int) -> HttpResponse:
    """Ask once more, then remove a unit that nothing uses."""
    found = find_managed(request, unit_id)
    require(request.user, Action.MANAGE_UNITS, found.parent or found)
    form = build_form(found, gettext("Hapus unit ini?"), [], gettext("Ya, hapus"))
    form.is_final = True
    form.notes = [
        gettext("Hanya untuk unit yang keliru ditambahkan dan belum dipakai. Layanannya ikut dihapus."),
        gettext(
            "Unit yang pernah melayani tidak dihapus: tutup atau gabungkan, supaya riwayatnya tetap ada."
        ),
    ]

    def act(form: Form) -> str:
        above = found.parent
        delete_unit(unit=found, by=request.user)
        messages.success(request, gettext("{unit} dihapus.").format(unit=found.name))
        assert above is not None
        return address_of(above)

    return answer_form(request, form, act)


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def add_service(request: StaffRequest, unit_id: int) -> HttpResponse:
    """Add a service to a unit."""
    found = find_managed(request, unit_id)
    form = build_form(found, gettext("Tambah layanan"), _service_fields(None), gettext("Tambahkan"))

    def act(form: Form) -> str:
        made = create_service(
            unit=found,
            name=form.given["nama"],
            channels=_read_channels(form),
            users_per_year=read_count(form.given["pengguna"], "pengguna"),
            by=request.user,
        )
        messages.success(request, gettext("Layanan {name} ditambahkan.").format(name=made.name))
        return address_of(found) + "#layanan"

    return answer_form(request, form, act)


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def change_service(request: StaffRequest, service_id: int) -> HttpResponse:
    """Put a service right, or say that it is not offered any more."""
    service = find_service(request.user, service_id)
    require(request.user, Action.MANAGE_UNITS, service.unit)
    form = build_form(service.unit, gettext("Ubah layanan"), _service_fields(service), gettext("Simpan"))

    def act(form: Form) -> str:
        edit_service(
            service=service,
            name=form.given["nama"],
            channels=_read_channels(form),
            users_per_year=read_count(form.given["pengguna"], "pengguna"),
            is_active=bool(form.given["aktif"]),
            by=request.user,
        )
        messages.success(request, gettext("Layanan disimpan."))
        return address_of(service.unit) + "#layanan"

    return answer_form(request, form, act)


def find_managed(request: StaffRequest, unit_id: int) -> Unit:
    """Return a unit that this person manages; NotFound when it is not seen, NotAllowed without the role."""
    found = find_unit(request.user, unit_id)
    require(request.user, Action.MANAGE_UNITS, found)
    return found


def address_of(unit: Unit) -> str:
    """Return the address of a unit's details."""
    return reverse("office:unit_details", args=[unit.pk])


def build_form(unit: Unit, title: str, fields: list[Field], button: str) -> Form:
    """Return a form page about a unit."""
    tree = reverse("office:unit_tree", args=[unit.agency.slug])
    crumbs = [(gettext("Unit {agency}").format(agency=unit.agency.name), tree), (unit.name, address_of(unit))]
    return Form(title, unit.name, fields, button, address_of(unit), crumbs)


def _fields(unit: Unit | None, *, is_root: bool = False) -> list[Field]:
    office = [
        Field(
            "kode",
            gettext("Kode wilayah"),
            hint=gettext("Menurut Kementerian Dalam Negeri, seperti 33.72 atau 33.72.01.1001."),
            value=unit.area_code if unit else "",
            is_optional=True,
            limit=20,
        ),
        Field(
            "alamat",
            gettext("Alamat"),
            "long",
            value=unit.address if unit else "",
            is_optional=True,
            limit=300,
        ),
        Field(
            "telepon", gettext("Telepon kantor"), value=unit.phone if unit else "", is_optional=True, limit=40
        ),
        Field(
            "surel", gettext("Surel kantor"), value=unit.email if unit else "", is_optional=True, limit=120
        ),
    ]
    if is_root:
        return office
    kinds: list[Option] = [("", gettext("Pilih jenis")), *((k.value, gettext(k.label)) for k in KINDS_BELOW)]
    return [
        Field("nama", gettext("Nama unit"), value=unit.name if unit else ""),
        Field("jenis", gettext("Jenis"), "select", value=unit.kind if unit else "", options=kinds),
        Field(
            "nomor",
            gettext("Nomor dalam daftar instansi"),
            "number",
            hint=gettext("Menentukan urutannya dalam rekap."),
            value=str(unit.number or "") if unit else "",
            is_optional=True,
        ),
        *office,
        Field(
            "sejak",
            gettext("Ada sejak"),
            "date",
            hint=gettext("Kosongkan bila sudah lama ada."),
            value=unit.valid_from.isoformat() if unit and unit.valid_from else "",
            is_optional=True,
        ),
    ]


def _read_facts(form: Form) -> dict[str, Any]:
    given = form.given
    facts: dict[str, Any] = {
        "area_code": given["kode"],
        "address": given["alamat"],
        "phone": given["telepon"],
        "email": given["surel"],
    }
    if "nama" not in given:  # the agency itself
        return {**facts, "name": ""}
    if not given["jenis"]:
        raise BadInput("unit_kind_missing", "Pilih jenis unitnya.", field="jenis")
    return {
        **facts,
        "name": given["nama"],
        "kind": given["jenis"],
        "number": read_count(given["nomor"], "nomor", least=1, most=1_000_000),
        "valid_from": read_day(given["sejak"], "sejak"),
    }


def _service_fields(service: Service | None) -> list[Field]:
    fields = [
        Field("nama", gettext("Nama layanan"), value=service.name if service else ""),
        Field(
            "saluran",
            gettext("Saluran layanan"),
            "checks",
            values=tuple(service.channels) if service else (),
            options=[(one.value, gettext(one.label)) for one in ServiceChannel],
            is_optional=True,
        ),
        Field(
            "pengguna",
            gettext("Pengguna per tahun"),
            "number",
            hint=gettext("Perkiraan menurut catatan unit."),
            value=str(service.users_per_year) if service and service.users_per_year is not None else "",
            is_optional=True,
        ),
    ]
    if service is not None:
        fields.append(
            Field(
                "aktif",
                gettext("Layanan ini masih diberikan"),
                "check",
                hint=gettext("Layanan yang berakhir tetap tersimpan karena jawaban lama menyebutnya."),
                value="ya" if service.is_active else "",
            )
        )
    return fields


def _read_channels(form: Form) -> list[ServiceChannel]:
    chosen = form.chosen("saluran")
    if not set(chosen) <= set(ServiceChannel):
        raise NotFound("service_channel_unknown", "Saluran itu tidak ada. Muat ulang halamannya.")
    return [ServiceChannel(value) for value in chosen]
