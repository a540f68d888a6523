import pytest

from puas.errors import BadInput, Conflict
from puas.models import AuditEvent
from puas.operations.agencies import create_agency
from tests.factories import make_user
from tests.factories.refusals import refused

pytestmark = pytest.mark.django_db


def test_an_agency_comes_with_its_root():
    user = make_user()
    agency = create_agency(name=" Kota Contoh ", area_code="99.01", policy={"weighting": "0.11"}, by=user)
    root = agency.units.get()
    assert (agency.name, agency.slug, agency.policy) == ("Kota Contoh", "kota-contoh", {"weighting": "0.11"})
    assert (root.name, root.slug, root.kind, root.parent, root.is_root) == (
        "Kota Contoh",
        "kota-contoh",
        "agency",
        None,
        True,
    )
    event = AuditEvent.objects.get(operation="create_agency")
    assert (event.by_id, event.object_type, event.object_id, event.unit_id) == (
        user.pk,
        "Agency",
        agency.pk,
        root.pk,
    )


def test_an_agency_needs_a_name_of_its_own():
    create_agency(name="Kota Contoh", by=None)
    with refused(Conflict, "agency_exists"):
        create_agency(name="KOTA contoh", by=None)
    with refused(BadInput, "agency_name"):
        create_agency(name="  ", by=None)
