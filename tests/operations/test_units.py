import pytest

from puas.errors import BadInput, Conflict
from puas.models import AuditEvent, UnitKind
from puas.operations.services import create_service
from puas.operations.units import create_unit
from tests.factories import make_agency, make_unit
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
