"""What happens to a unit from a day on: another name, parent or code, a merger, a split, an end; and back."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext, gettext_noop
from django.views.decorators.http import require_http_methods

from puas.errors import BadInput, NotFound
from puas.models import ChangeKind, Unit
from puas.operations.unit_changes import (
    close_unit,
    merge_units,
    move_unit,
    recode_unit,
    rename_unit,
    split_unit,
)
from puas.operations.unit_changes_undone import undo_change
from puas.permissions import Action, require
from puas.queries.unit_changes import describe, find_group
from puas.queries.unit_trees import managed_units
from puas.web.office.doors import StaffRequest, staff_only
from puas.web.office.fields import Field, Form, Option, answer_form, require_day
from puas.web.office.unit_details import address_of, build_form, find_managed
from puas.web.unit_histories import tell_change

STAYS = gettext_noop("Survei, hasil, rencana, dan peran petugas tetap pada unit yang sekarang.")


OF_THE_PARENT = (ChangeKind.MOVE, ChangeKind.MERGE, ChangeKind.SPLIT, ChangeKind.CLOSE)
"""Changes of what stands under the parent: whoever makes one manages the parent."""


@dataclass(frozen=True)
class Change:
    """One kind of change as the office offers it."""

    kind: ChangeKind
    title: str
    notes: tuple[str, ...]
    done: str
    fields: Callable[[StaffRequest, Unit], list[Field]]
    act: Callable[[StaffRequest, Unit, Form, dict[str, Any]], Unit]


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: StaffRequest, unit_id: int, kind: str) -> HttpResponse:
    """Ask what happened and since when, then record it."""
    found = find_managed(request, unit_id)
    chosen = CHANGES.get(kind)
    if chosen is None:
        raise NotFound("unit_change_kind", "Halaman itu tidak ada.")
    if chosen.kind in OF_THE_PARENT and found.parent is not None:
        require(request.user, Action.MANAGE_UNITS, found.parent)
    fields = [*chosen.fields(request, found), *_shared_fields()]
    form = build_form(found, gettext(chosen.title), fields, gettext("Catat perubahan"))
    form.notes = [gettext(note) for note in chosen.notes]

    def act(form: Form) -> str:
        on = require_day(form.given["tanggal"], "tanggal")
        shared = {"on": on, "reason": form.given["alasan"], "by": request.user}
        shown = chosen.act(request, found, form, shared)
        messages.success(request, gettext(chosen.done))
        return address_of(shown)

    return answer_form(request, form, act)


def _shared_fields() -> list[Field]:
    return [
        Field(
            "tanggal",
            gettext("Berlaku sejak"),
            "date",
            hint=gettext("Hari pertama keadaan yang baru."),
            value=timezone.localdate().isoformat(),
        ),
        Field(
            "alasan",
            gettext("Dasar perubahan"),
            "long",
            hint=gettext(
                "Misalnya nomor peraturan daerah atau surat keputusan. Tidak ditampilkan kepada warga."
            ),
            limit=1000,
        ),
    ]


def _options(request: StaffRequest, unit: Unit, first: str, *, with_root: bool) -> list[Option]:
    """Return the units of the agency that this person manages, indented as they stand in the tree."""
    rows = managed_units(request.user, unit.agency)
    shown = [row for row in rows if row.unit.pk != unit.pk and (with_root or not row.unit.is_root)]
    return [("", first), *((str(row.unit.pk), "\u2003" * row.depth + row.unit.name) for row in shown)]


def _chosen(request: StaffRequest, unit: Unit, text: str, name: str) -> Unit:
    """Return the unit that was chosen; BadInput at its field for one that this person does not manage."""
    rows = managed_units(request.user, unit.agency)
    found = next((row.unit for row in rows if str(row.unit.pk) == text), None)
    if found is None:
        raise BadInput("unit_choice", "Pilih unit dari daftar.", field=name)
    return found


def _rename_fields(request: StaffRequest, unit: Unit) -> list[Field]:
    return [Field("nama", gettext("Nama yang baru"), value=unit.name)]


def _rename(request: StaffRequest, unit: Unit, form: Form, shared: dict[str, Any]) -> Unit:
    return rename_unit(unit=unit, name=form.given["nama"], **shared)


def _move_fields(request: StaffRequest, unit: Unit) -> list[Field]:
    options = _options(request, unit, gettext("Pilih induk"), with_root=True)
    return [Field("induk", gettext("Induk yang baru"), "select", options=options)]


def _move(request: StaffRequest, unit: Unit, form: Form, shared: dict[str, Any]) -> Unit:
    return move_unit(unit=unit, parent=_chosen(request, unit, form.given["induk"], "induk"), **shared)


def _recode_fields(request: StaffRequest, unit: Unit) -> list[Field]:
    return [Field("kode", gettext("Kode wilayah yang baru"), value=unit.area_code, limit=20)]


def _recode(request: StaffRequest, unit: Unit, form: Form, shared: dict[str, Any]) -> Unit:
    return recode_unit(unit=unit, area_code=form.given["kode"], **shared)


def _merge_fields(request: StaffRequest, unit: Unit) -> list[Field]:
    rows = managed_units(request.user, unit.agency)
    beside = [row.unit for row in rows if row.unit.parent_id == unit.parent_id and row.unit.pk != unit.pk]
    first = gettext("Unit baru (tulis namanya di bawah)")
    return [
        Field(
            "bersama",
            gettext("Digabung bersama"),
            "checks",
            hint=gettext("Unit lain yang ikut berakhir. Kosongkan bila hanya unit ini."),
            options=[(str(one.pk), one.name) for one in beside],
            is_optional=True,
        ),
        Field(
            "tujuan",
            gettext("Digabung ke"),
            "select",
            options=_options(request, unit, first, with_root=False),
        ),
        Field(
            "nama",
            gettext("Nama unit baru"),
            hint=gettext("Hanya bila tujuannya unit baru."),
            is_optional=True,
        ),
    ]


def _merge(request: StaffRequest, unit: Unit, form: Form, shared: dict[str, Any]) -> Unit:
    together = [_chosen(request, unit, text, "bersama") for text in form.chosen("bersama")]
    into = _chosen(request, unit, form.given["tujuan"], "tujuan") if form.given["tujuan"] else None
    return merge_units(units=[unit, *together], into=into, new_name=form.given["nama"], **shared)


def _split_fields(request: StaffRequest, unit: Unit) -> list[Field]:
    return [
        Field(
            "nama", gettext("Nama unit-unit baru"), "long", hint=gettext("Satu baris satu nama."), limit=2000
        ),
        Field(
            "tetap",
            gettext("{unit} tetap ada").format(unit=unit.name),
            "check",
            hint=gettext("Centang bila hanya sebagian layanannya yang menjadi unit baru."),
        ),
    ]


def _split(request: StaffRequest, unit: Unit, form: Form, shared: dict[str, Any]) -> Unit:
    names = form.given["nama"].splitlines()
    split_unit(unit=unit, new_names=names, stays=bool(form.given["tetap"]), **shared)
    return unit


def _close_fields(request: StaffRequest, unit: Unit) -> list[Field]:
    return []


def _close(request: StaffRequest, unit: Unit, form: Form, shared: dict[str, Any]) -> Unit:
    return close_unit(unit=unit, **shared)


CHANGES = {
    "ganti-nama": Change(
        ChangeKind.RENAME,
        gettext_noop("Ganti nama"),
        (gettext_noop("Halaman periode sebelum tanggal itu tetap memakai nama lama."), STAYS),
        gettext_noop("Nama baru dicatat."),
        _rename_fields,
        _rename,
    ),
    "pindah": Change(
        ChangeKind.MOVE,
        gettext_noop("Pindah induk"),
        (
            gettext_noop("Unit ini dan semua yang di bawahnya pindah ke induk yang baru."),
            gettext_noop("Nilai gabungan periode sebelum tanggal itu tetap dihitung di induk lama."),
        ),
        gettext_noop("Perpindahan dicatat."),
        _move_fields,
        _move,
    ),
    "kode-wilayah": Change(
        ChangeKind.RECODE,
        gettext_noop("Ganti kode wilayah"),
        (gettext_noop("Kode lama tetap tercatat untuk waktu sebelum tanggal itu."),),
        gettext_noop("Kode wilayah baru dicatat."),
        _recode_fields,
        _recode,
    ),
    "gabung": Change(
        ChangeKind.MERGE,
        gettext_noop("Gabungkan unit"),
        (
            gettext_noop("Unit ini berakhir sehari sebelum tanggal itu, dan tidak disurvei lagi."),
            STAYS,
            gettext_noop(
                "Unit di bawahnya ikut pindah ke tujuan. Petugas perlu diberi peran di unit tujuan."
            ),
        ),
        gettext_noop("Penggabungan dicatat. Periksa layanan dan peran petugas di unit ini."),
        _merge_fields,
        _merge,
    ),
    "pecah": Change(
        ChangeKind.SPLIT,
        gettext_noop("Pecah unit"),
        (
            gettext_noop("Unit-unit baru berdiri di samping unit ini, sejenis, tanpa nilai dari unit lama."),
            STAYS,
            gettext_noop("Petugas perlu diberi peran di unit yang baru."),
        ),
        gettext_noop("Pemecahan dicatat. Lengkapi layanan dan peran petugas di unit-unit yang baru."),
        _split_fields,
        _split,
    ),
    "tutup": Change(
        ChangeKind.CLOSE,
        gettext_noop("Tutup unit"),
        (
            gettext_noop(
                "Sejak tanggal itu unit ini tidak ada: tidak disurvei, dan tidak dihitung belum melapor."
            ),
            STAYS,
        ),
        gettext_noop("Penutupan dicatat."),
        _close_fields,
        _close,
    ),
}


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def undo(request: StaffRequest, group: UUID) -> HttpResponse:
    """Ask once more and why, then take a mistaken change back."""
    rows = find_group(request.user, group)
    found = rows[-1].unit
    reason = Field("alasan", gettext("Mengapa dibatalkan"), "long", limit=1000)
    form = build_form(found, gettext("Batalkan perubahan ini?"), [reason], gettext("Ya, batalkan perubahan"))
    form.is_final = True
    about = [row for row in rows if row.unit_id == found.pk]
    form.notes = [
        tell_change(describe(found, about[::-1])),
        gettext("Unit kembali seperti sebelumnya; unit yang dibuat oleh perubahan ini dihapus."),
        gettext("Jejaknya tetap tercatat, dengan nama Anda dan tanggalnya."),
    ]

    def act(form: Form) -> str:
        undo_change(group=group, reason=form.given["alasan"], by=request.user)
        messages.success(request, gettext("Perubahan dibatalkan."))
        return address_of(found)

    return answer_form(request, form, act)
