"""How rows and roles call themselves."""

import pytest

from puas.models import Role, Service
from puas.models.users import ROLE_LABELS
from puas.operations.recaps import PrintedRow, import_rows
from tests.factories import make_agency, make_unit, make_user

pytestmark = pytest.mark.django_db


def test_rows_have_names():
    agency = make_agency()
    unit = make_unit(agency)
    user = make_user(role=Role.OFFICER, unit=unit)
    (row,) = import_rows(
        agency=agency, rows=[PrintedRow("2023", "survey", "h. 1", unit="Dinas Satu")], by=None
    )
    assert [
        str(thing) for thing in (agency, unit, Service(unit=unit, name="KTP"), user.memberships.get(), row)
    ] == [
        "Kota Contoh",
        "Dinas Satu",
        "KTP",
        "budi officer Dinas Satu",
        f"{agency.pk} {unit.pk} {row.period_id} survey",
    ]


def test_every_role_has_an_indonesian_name():
    assert set(ROLE_LABELS) == set(Role)
    assert Role.OFFICER.label == "Petugas unit"
