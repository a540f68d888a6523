"""The chain: whatever is done to it past every guard is found, and where."""

import pytest
from django.db import connection

from puas.models import AuditEvent
from puas.queries.audits import Break, Fault, Head, find_head, read_heads, verify_chain
from tests.factories import make_agency, make_unit

pytestmark = pytest.mark.django_db

TABLE = AuditEvent._meta.db_table


def tamper(*statements):
    """Change the trail past every guard, as someone with the database's own password could."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"ALTER TABLE {TABLE} DISABLE TRIGGER USER")
        else:
            for verb in ("update", "delete"):
                cursor.execute(f"DROP TRIGGER {TABLE}_no_{verb}")
        for statement in statements:
            cursor.execute(statement)


@pytest.fixture(autouse=True)
def agency():
    agency = make_agency()
    for name in ("Dinas Satu", "Dinas Dua", "Dinas Tiga"):
        make_unit(agency, name)
    return agency


def heads():
    return [Head(event.sequence, event.hash) for event in AuditEvent.objects.all()]


def test_an_untouched_chain_is_whole():
    check = verify_chain(heads())
    assert (check.events, check.breaks, check.head, check.compared) == (4, (), find_head(), 4)
    assert check.is_whole


@pytest.mark.parametrize(
    ("statement", "breaks"),
    [
        (f"UPDATE {TABLE} SET by_name = 'orang lain' WHERE sequence = 2", (Break(Fault.CHANGED, 2, 2),)),
        (f"UPDATE {TABLE} SET door = 'office' WHERE sequence = 2", (Break(Fault.CHANGED, 2, 2),)),
        (f"UPDATE {TABLE} SET data = '{{}}' WHERE sequence = 3", (Break(Fault.CHANGED, 3, 3),)),
        (f"DELETE FROM {TABLE} WHERE sequence IN (2, 3)", (Break(Fault.MISSING, 2, 3),)),
        (f"DELETE FROM {TABLE} WHERE sequence = 1", (Break(Fault.MISSING, 1, 1),)),
    ],
)
def test_what_was_changed_or_removed_is_named(statement, breaks):
    tamper(statement)
    assert verify_chain().breaks == breaks


def test_what_was_put_elsewhere_is_named():
    tamper(
        f"UPDATE {TABLE} SET sequence = 99 WHERE sequence = 2",
        f"UPDATE {TABLE} SET sequence = 2 WHERE sequence = 3",
        f"UPDATE {TABLE} SET sequence = 3 WHERE sequence = 99",
    )
    found = [(one.fault, one.first) for one in verify_chain().breaks]
    assert (Fault.UNLINKED, 2) in found
    assert (Fault.CHANGED, 3) in found


def test_the_last_events_are_missed_only_by_who_noted_them():
    noted = heads()
    tamper(f"DELETE FROM {TABLE} WHERE sequence > 2")
    assert verify_chain().is_whole
    assert verify_chain(noted).breaks == (Break(Fault.CUT, 3, 4),)
    assert verify_chain(noted[-1:]).breaks == (Break(Fault.CUT, 3, 4),)


def test_an_emptied_trail_is_missed_too():
    noted = heads()
    tamper(f"DELETE FROM {TABLE}")
    assert (verify_chain().head, verify_chain(noted).breaks) == (None, (Break(Fault.CUT, 1, 4),))


def test_a_chain_computed_anew_is_not_what_was_noted():
    noted = [Head(head.sequence, "0" * 64) for head in heads()]
    assert [one.fault for one in verify_chain(noted).breaks] == [Fault.REWRITTEN] * 4


def test_notes_are_read_line_by_line_and_a_torn_line_is_left_out(tmp_path):
    path = tmp_path / "heads"
    assert list(read_heads(path)) == []
    path.write_text(f"1 {'a' * 64}\n2 {'b' * 64}\n3 cccc")
    assert list(read_heads(path)) == [Head(1, "a" * 64), Head(2, "b" * 64)]
