"""A table of units taken in: what is new, changed, the same, or refused."""

from datetime import date
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from puas.errors import BadInput, NotNow
from puas.exchange.unit_tables import KEYS, write_unit_table
from puas.models import AuditEvent, Role, Service, Unit, UnitChange, UnitImport
from puas.operations.services import create_service
from puas.operations.unit_changes import rename_unit
from puas.operations.unit_imports import apply_units, receive_units
from puas.queries.unit_changes import parents_at
from puas.queries.unit_imports import RowStatus, plan_units
from puas.queries.unit_tables import unit_table
from puas.queries.units import root_of
from tests.factories import make_agency, make_unit, make_user
from tests.factories.refusals import refused

pytestmark = pytest.mark.django_db
DAY = date(2026, 1, 1)


@pytest.fixture
def agency():
    return make_agency()


def cells(**given: str) -> list[str]:
    return [given.get(key, "") for key in KEYS]


def plan(agency, *rows: dict[str, str]):
    return plan_units(agency, [[line, cells(**row)] for line, row in enumerate(rows, 2)])


def statuses(agency, *rows: dict[str, str]) -> list[str]:
    return [row.status.value for row in plan(agency, *rows).rows]


def reasons(agency, *rows: dict[str, str]) -> list[str]:
    return [m.format(**d) for row in plan(agency, *rows).rows for m, d in row.reasons]


def take(agency, *rows: dict[str, str], on: date = DAY) -> UnitImport:
    draft = UnitImport.objects.create(
        agency=agency,
        name="unit.xlsx",
        digest="0" * 64,
        rows=[[line, cells(**row)] for line, row in enumerate(rows, 2)],
        created_at="2026-01-01T00:00:00Z",
    )
    return apply_units(unit_import=draft, on=on, by=None)


TREE = (
    {"name": "Seksi Umum", "kind": "UPP", "parent": "Kelurahan Satu"},
    {"name": "Kelurahan Satu", "kind": "Kelurahan/desa", "parent": "7", "area_code": "33.72.01.1001"},
    {
        "number": "7",
        "name": "Kecamatan Satu",
        "kind": "kecamatan",
        "services": "KTP\nKK",
        "channels": "loket\ndaring",
        "users": "1.200\n-",
    },
)


def test_a_tree_is_built_whatever_the_order_of_its_rows(agency):
    done = take(agency, *TREE)
    assert done.counts == {"new": 3, "changed": 0, "unchanged": 0, "bad": 0}
    chain, unit = [], Unit.objects.get(name="Seksi Umum")
    while unit:
        chain.append((unit.name, unit.kind, unit.slug))
        unit = unit.parent
    assert chain == [
        ("Seksi Umum", "upp", "seksi-umum"),
        ("Kelurahan Satu", "kelurahan", "kelurahan-satu"),
        ("Kecamatan Satu", "kecamatan", "kecamatan-satu"),
        ("Kota Contoh", "agency", "kota-contoh"),
    ]
    assert list(Service.objects.order_by("id").values_list("name", "channels", "users_per_year")) == [
        ("KTP", ["counter"], 1200),
        ("KK", ["online"], None),
    ]
    assert AuditEvent.objects.filter(operation="apply_units").count() == 1
    with refused(NotNow, "unit_import_applied"):
        apply_units(unit_import=done, on=DAY, by=None)


def test_the_same_table_twice_and_an_export_change_nothing(agency):
    take(agency, *TREE, {"name": "Seksi Umum", "kind": "UPP", "parent": "Kecamatan Satu"})
    assert statuses(agency, *TREE[1:]) == ["unchanged", "unchanged"]
    make_unit(agency, "112", number=4)
    make_unit(agency, "UPT", parent=agency.units.get(name="112"))
    for seksi in agency.units.filter(name="Seksi Umum"):
        make_unit(agency, f"Loket {seksi.pk}", parent=seksi)
    user = make_user("k", Role.COORDINATOR, root_of(agency))
    exported = unit_table(user, agency)
    assert len(exported) == 8
    again = plan_units(agency, [[line, list(row)] for line, row in enumerate(exported, 2)])
    assert again.counts == {
        RowStatus.NEW: 0,
        RowStatus.CHANGED: 0,
        RowStatus.UNCHANGED: 8,
        RowStatus.BAD: 0,
    }
    assert again.absent == 0


def test_a_file_is_read_guarded_and_kept_once(agency, tmp_path: Path):
    path = tmp_path / "unit.xlsx"
    path.write_bytes(write_unit_table([tuple(cells(name="Dinas Satu", kind="UPT"))]))
    first = receive_units(agency=agency, source=path, name="unit.xlsx", by=None)
    assert receive_units(agency=agency, source=path, name="lain.xlsx", by=None) == first
    assert plan_units(agency, first.rows).counts[RowStatus.NEW] == 1


def test_what_differs_is_changed_and_an_empty_cell_changes_nothing(agency):
    unit = make_unit(agency, "Dinas Satu", number=1, address="Jalan Lama", phone="1", area_code="33.72")
    create_service(unit=unit, name="KTP", users_per_year=10, by=None)
    row = {
        "name": "DINAS  Satu",
        "number": "2",
        "address": "Jalan Baru",
        "services": "ktp\nKK",
        "users": "20\n-",
    }
    (found,) = plan(agency, row).rows
    assert [(c.field, c.before, c.after) for c in found.changes] == [
        ("name", "Dinas Satu", "DINAS  Satu"),
        ("number", "1", "2"),
        ("address", "Jalan Lama", "Jalan Baru"),
    ]
    take(agency, row)
    unit.refresh_from_db()
    assert (unit.number, unit.address, unit.phone, unit.area_code, unit.kind) == (
        2,
        "Jalan Baru",
        "1",
        "33.72",
        "opd",
    )
    assert list(unit.services.values_list("name", "users_per_year")) == [("KK", None), ("KTP", 20)]
    assert not UnitChange.objects.exists()


def test_another_parent_or_code_is_a_change_with_its_day(agency):
    first, second = make_unit(agency, "Dinas Satu"), make_unit(agency, "Dinas Dua")
    child = make_unit(agency, "UPT", parent=first, area_code="33.72")
    take(agency, {"name": "UPT", "parent": "Dinas Dua", "area_code": "33.73"})
    child.refresh_from_db()
    assert (child.parent, child.area_code) == (second, "33.73")
    assert parents_at(agency, date(2025, 12, 31))[child.pk] == first.pk
    assert list(UnitChange.objects.order_by("kind").values_list("kind", "before", "after", "reason")) == [
        ("move", "Dinas Satu", "Dinas Dua", "Impor unit.xlsx"),
        ("recode", "33.72", "33.73", "Impor unit.xlsx"),
    ]
    for on in (date(2999, 1, 1), date(2025, 1, 1)):
        with refused(BadInput, "unit_change_date"):
            take(agency, {"name": "UPT", "parent": "Dinas Satu"}, on=on)


def test_bad_rows_stay_out_with_reasons_and_good_ones_stay(agency):
    make_unit(agency, "Dinas Lama", number=5)
    done = take(
        agency,
        {"name": "Dinas Satu", "kind": "OPD"},
        {"name": "Dinas Dua"},
        {"name": "UPT Dua", "kind": "UPT", "parent": "Dinas Dua"},
        {"name": "UPT Tiga", "kind": "UPT", "parent": "Dinas Entah"},
        {"name": "dinas satu", "kind": "OPD"},
        {"number": "5", "name": "Dinas Pengganti", "kind": "OPD"},
        {"name": "Kota Contoh", "kind": "OPD"},
    )
    assert done.counts == {"new": 1, "changed": 0, "unchanged": 0, "bad": 6}
    assert [(line, [m.format(**d) for m, d in why]) for line, _, why in done.refused] == [
        (3, ["Unit baru: isi jenisnya."]),
        (4, ["Induknya di baris 3 belum dapat diterima; perbaiki dahulu."]),
        (5, ["Induk “Dinas Entah” tidak ada di berkas ini atau di instansi."]),
        (6, ["Unit ini sudah tertulis di baris 2."]),
        (
            7,
            [
                "Nomor 5 dipakai Dinas Lama, yang tidak ada di berkas ini. Bila Dinas Lama berganti nama, "
                "catat di halamannya (Ganti nama); bila ini unit lain, beri nomor lain."
            ],
        ),
        (8, ["Ini instansinya sendiri; cukup tulis unit di bawahnya."]),
    ]


def test_names_that_repeat_are_told_apart_by_their_parents(agency):
    first, second = make_unit(agency, "Kelurahan Satu"), make_unit(agency, "Kelurahan Dua")
    for parent in (first, second):
        make_unit(agency, "Seksi Umum", parent=parent)
    assert reasons(agency, {"name": "Seksi Umum", "phone": "1"}) == [
        "Ada 2 unit bernama ini. Tulis induknya supaya jelas yang mana."
    ]
    assert reasons(agency, {"name": "Loket", "kind": "UPP", "parent": "Seksi Umum"}) == [
        "Induk “Seksi Umum” ada beberapa. Tulis nomornya, atau seperti Induk > Unit."
    ]
    take(
        agency,
        {"name": "Seksi Umum", "parent": "Kelurahan Dua", "phone": "1"},
        {"name": "Loket", "kind": "UPP", "parent": "Kelurahan Dua > Seksi Umum"},
    )
    assert Unit.objects.get(phone="1").parent == second
    assert Unit.objects.get(name="Loket").parent == Unit.objects.get(phone="1")


def test_a_unit_is_not_put_below_itself(agency):
    first = make_unit(agency, "Dinas Satu")
    make_unit(agency, "UPT", parent=first)
    assert reasons(agency, {"name": "Dinas Satu", "parent": "UPT"}) == [
        "Unit ini akan berada di bawah dirinya sendiri. Periksa induknya."
    ]
    assert statuses(
        agency, {"name": "A", "kind": "UPT", "parent": "B"}, {"name": "B", "kind": "UPT", "parent": "A"}
    ) == ["bad", "bad"]


def test_a_unit_under_its_old_name_is_not_found(agency):
    unit = make_unit(agency, "Dinas Satu", number=1)
    rename_unit(unit=unit, name="Dinas Baru", on=DAY, reason="Perda", by=None)
    assert statuses(agency, {"name": "Dinas Satu", "number": "1", "kind": "OPD"}) == ["bad"]


def test_the_number_of_statements_does_not_grow_with_the_rows(agency):
    def count(rows: int) -> int:
        named = [
            {"name": f"Dinas {rows} {n}", "kind": "OPD", "services": "KTP", "users": "1"} for n in range(rows)
        ]
        with CaptureQueriesContext(
            connection,
        ) as context:
            take(agency, *named)
        return len(context)

    assert (count(3), count(30)) == {"sqlite": (14, 14), "postgresql": (15, 15)}[connection.vendor]
