from datetime import date

import pytest

from puas.errors import BadInput, Conflict, NotNow
from puas.models import AuditEvent, UnitKind
from puas.operations.services import create_service
from puas.operations.unit_changes import close_unit
from puas.operations.units import create_unit, delete_unit, edit_unit
from tests.factories import make_agency, make_open_survey, make_unit
from tests.factories.refusals import refused

pytestmark = pytest.mark.django_db


def test_a_unit_stands_under_the_root_or_under_its_parent():
    agency = make_agency()
    head = create_unit(agency=agency, name=" Dinas Satu ", kind=UnitKind.OPD, number=3, by=None)
    child = create_unit(agency=agency, name="UPT Dua", parent=head, by=None)
    assert (head.name, head.slug, head.kind, head.number, head.parent.is_root) == (
        "Dinas Satu",
        "dinas-satu",
        "opd",
        3,
        True,
    )
    assert (child.parent, child.kind) == (head, "upp")
    assert AuditEvent.objects.filter(operation="create_unit").count() == 2


def test_a_unit_needs_a_name_a_place_and_a_kind():
    agency, other = make_agency(), make_agency("Kota Lain")
    make_unit(agency, "Dinas Satu")
    with refused(BadInput, "unit_name"):
        create_unit(agency=agency, name=" ", by=None)
    with refused(Conflict, "unit_exists"):
        create_unit(agency=agency, name="Dinas SATU", by=None)
    with refused(BadInput, "unit_kind"):
        create_unit(agency=agency, name="Akar", kind=UnitKind.AGENCY, by=None)
    with refused(BadInput, "unit_parent"):
        create_unit(agency=agency, name="Anak", parent=make_unit(other, "Dinas Lain"), by=None)


def test_a_service_has_a_name_of_its_own_in_its_unit():
    unit = make_unit(make_agency())
    assert create_service(unit=unit, name=" KTP ", by=None).name == "KTP"
    with refused(Conflict, "service_exists"):
        create_service(unit=unit, name="KTP", by=None)
    with refused(BadInput, "service_name"):
        create_service(unit=unit, name="", by=None)


def test_an_edit_is_told_with_before_and_after_and_only_when_something_changed():
    unit = make_unit(make_agency(), "Dinas Satu", number=1)
    same = {"kind": unit.kind, "number": 1}
    edit_unit(unit=unit, name="Dinas Satu", by=None, **same)
    assert not AuditEvent.objects.filter(operation="edit_unit").exists()
    edit_unit(unit=unit, name="Dinas Saty", area_code="3372", by=None, **same)
    unit.refresh_from_db()
    assert (unit.name, unit.slug, unit.area_code) == ("Dinas Saty", "dinas-satu", "33.72")
    assert AuditEvent.objects.get(operation="edit_unit").data == {
        "before": {"area_code": "", "name": "Dinas Satu"},
        "after": {"area_code": "33.72", "name": "Dinas Saty"},
    }


def test_an_edit_is_refused_where_it_would_contradict_what_is_kept():
    agency = make_agency()
    unit, other = make_unit(agency, "Dinas Satu"), make_unit(agency, "Dinas Dua")
    make_open_survey(unit, "2023-Q2")
    with refused(Conflict, "unit_exists"):
        edit_unit(unit=unit, name="dinas  dua", by=None)
    with refused(BadInput, "unit_valid_from"):
        edit_unit(unit=unit, name="Dinas Satu", valid_from=date(2023, 7, 1), by=None)
    with refused(BadInput, "area_code"):
        edit_unit(unit=unit, name="Dinas Satu", area_code="x", by=None)
    with refused(BadInput, "unit_kind"):
        edit_unit(unit=unit, name="Dinas Satu", kind=UnitKind.AGENCY, by=None)
    with refused(BadInput, "unit_name"):
        edit_unit(unit=unit, name=" ", by=None)
    edit_unit(unit=unit, name="Dinas Satu", valid_from=date(2023, 6, 30), by=None)
    root = edit_unit(unit=other.parent, name="", phone="1", by=None)
    assert (root.name, root.kind, root.phone) == ("Kota Contoh", "agency", "1")


def test_only_a_unit_that_nothing_uses_is_deleted():
    agency = make_agency()
    unit, empty = make_unit(agency, "Dinas Satu"), make_unit(agency, "Dinas Dua")
    make_unit(agency, "UPT", parent=unit)
    create_service(unit=empty, name="KTP", by=None)
    for used in (unit, unit.parent):
        with refused(NotNow, "unit_in_use"):
            delete_unit(unit=used, by=None)
    delete_unit(unit=empty, by=None)
    assert AuditEvent.objects.latest("sequence").data["name"] == "Dinas Dua"
    assert not agency.units.filter(name="Dinas Dua").exists()


def test_units_of_one_name_have_addresses_of_their_own():
    agency = make_agency()
    first, second = make_unit(agency, "Kelurahan Satu"), make_unit(agency, "Kelurahan Dua")
    assert [make_unit(agency, "Seksi", parent=parent).slug for parent in (first, second)] == [
        "seksi",
        "seksi-2",
    ]
    ended = close_unit(unit=make_unit(agency, "Dinas Lama"), on=date(2026, 1, 1), reason="Perda", by=None)
    with refused(NotNow, "unit_ended"):
        make_unit(agency, "UPT", parent=ended)
