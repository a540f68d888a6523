"""Many operations at once: the chain of the trail stays one line."""

import pytest

from puas.models import AuditEvent
from puas.operations.units import create_unit
from puas.queries.audits import verify_chain
from tests.factories import make_agency
from tests.faults.test_identical_posts import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_operations_at_once_append_one_after_the_other():
    agency = make_agency()
    tasks = [lambda n=n: create_unit(agency=agency, name=f"Unit {n}", by=None) for n in range(12)]
    results = at_once(tasks)
    assert [error for error in results if isinstance(error, Exception)] == []
    assert [event.sequence for event in AuditEvent.objects.all()] == list(range(1, 14))
    assert verify_chain().is_whole
