import pytest
from django.conf import settings
from django.db import connection, transaction

from puas.errors import Conflict
from puas.models import AuditEvent
from puas.operations.agencies import create_agency
from puas.operations.audits import Event, append_event, append_events
from puas.queries.audits import hash_event, read_heads, verify_chain
from tests.factories import make_agency, make_unit
from tests.factories.refusals import refused


@pytest.mark.django_db
def test_each_event_follows_from_the_one_before():
    make_unit(make_agency())
    first, second = AuditEvent.objects.all()
    assert (first.sequence, first.previous_hash, first.hash) == (1, "", hash_event(first))
    assert (second.sequence, second.previous_hash, second.hash) == (2, first.hash, hash_event(second))
    assert (str(second), second.by_id, second.by_name) == ("2 create_unit", None, "")


@pytest.mark.django_db(transaction=True)
def test_an_event_outside_a_transaction_is_refused():
    agency = make_agency()
    assert not connection.in_atomic_block
    with pytest.raises(RuntimeError):
        append_event(by=None, operation="x", subject=agency, unit=None, data={})


@pytest.mark.django_db
def test_an_operation_that_fails_leaves_no_event():
    make_agency()
    with refused(Conflict, "agency_exists"):
        create_agency(name="Kota Contoh", by=None)
    assert AuditEvent.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_many_events_are_chained_and_noted_as_one_is():
    agency = make_agency()
    before = AuditEvent.objects.count()
    with transaction.atomic():
        assert append_events(Event(name, agency, None, {"n": 1}, None) for name in ("a", "b")) == 2
        assert append_events([]) == 0
    assert list(AuditEvent.objects.values_list("operation", flat=True))[before:] == ["a", "b"]
    check = verify_chain(list(read_heads(settings.AUDIT_HEADS))[-before - 2 :])
    assert (check.is_whole, check.compared) == (True, before + 2)
