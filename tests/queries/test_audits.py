import pytest
from django.db import connection

from puas.models import AuditEvent, Role
from puas.queries.audits import ChainCheck, list_events, verify_chain
from tests.factories import make_agency, make_unit, make_user

pytestmark = pytest.mark.django_db

TABLE = AuditEvent._meta.db_table


def tamper(statement):
    """Change the trail past every guard, as someone with the database's own password could."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"ALTER TABLE {TABLE} DISABLE TRIGGER USER")
        else:
            for verb in ("update", "delete"):
                cursor.execute(f"DROP TRIGGER {TABLE}_no_{verb}")
        cursor.execute(statement)


@pytest.fixture
def agency():
    agency = make_agency()
    for name in ("Dinas Satu", "Dinas Dua", "Dinas Tiga"):
        make_unit(agency, name)
    return agency


def test_an_untouched_chain_is_whole(agency):
    assert verify_chain() == ChainCheck(4, None)
    assert verify_chain().is_whole


@pytest.mark.parametrize(
    ("statement", "broken_at"),
    [
        (f"UPDATE {TABLE} SET by_name = 'orang lain' WHERE sequence = 2", 2),
        (f"UPDATE {TABLE} SET data = '{{}}' WHERE sequence = 3", 3),
        (f"DELETE FROM {TABLE} WHERE sequence = 2", 3),
        (f"DELETE FROM {TABLE} WHERE sequence = 1", 2),
    ],
)
def test_a_changed_or_removed_event_breaks_it(agency, statement, broken_at):
    tamper(statement)
    check = verify_chain()
    assert (check.broken_at, check.is_whole) == (broken_at, False)


def test_a_person_reads_the_trail_of_the_own_units(agency):
    unit = agency.units.get(name="Dinas Dua")
    make_unit(agency, "UPT Anak", parent=unit)
    auditor = make_user("auditor", Role.AUDITOR, unit)
    officer = make_user("petugas", Role.OFFICER, unit)
    assert [(event.operation, event.unit_id == unit.pk) for event in list_events(auditor)] == [
        ("grant_role", True),
        ("grant_role", True),
        ("create_unit", False),
        ("create_unit", True),
    ]
    assert list(list_events(officer)) == []
