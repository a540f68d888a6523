import pytest
from django.db import connection

from puas.errors import Conflict
from puas.models import AuditEvent
from puas.operations.agencies import create_agency
from puas.operations.audits import append_event
from puas.queries.audits import hash_event
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
