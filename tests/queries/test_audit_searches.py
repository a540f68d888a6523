"""Searching the trail, and whose trail it is."""

from datetime import timedelta

import pytest
from django.utils import timezone

from puas.models import AuditEvent, Role, Unit
from puas.operations.surveys import close_survey
from puas.operations.units import create_unit
from puas.queries.audit_searches import (
    PAGE,
    Search,
    find_events,
    known_operations,
    object_history,
    search_events,
)
from tests.factories import make_agency, make_open_survey, make_unit, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def agency():
    return make_agency()


def root(agency):
    return Unit.objects.get(agency=agency, parent=None)


def operations(events):
    return [event.operation for event in events]


def test_a_person_reads_the_trail_of_the_own_units(agency):
    unit = make_unit(agency, "Dinas Dua")
    make_unit(agency, "Dinas Lain")
    make_unit(agency, "UPT Anak", parent=unit)
    auditor, officer = make_user("auditor", Role.AUDITOR, unit), make_user("petugas", Role.OFFICER, unit)
    assert operations(search_events(auditor, Search())) == [
        "grant_role",
        "grant_role",
        "create_unit",
        "create_unit",
    ]
    assert list(search_events(officer, Search())) == []


def test_what_belongs_to_no_unit_is_for_who_reads_every_agency(agency):
    auditor = make_user("auditor", Role.AUDITOR, root(agency))
    assert "create_user" in operations(search_events(auditor, Search()))
    make_agency("Kota Lain")
    assert "create_user" not in operations(search_events(auditor, Search()))


def test_every_field_narrows(agency):
    ani = make_user("ani", Role.AUDITOR, root(agency))
    unit = create_unit(agency=agency, name="Puskesmas Melati", by=ani)
    survey = make_open_survey(unit)
    close_survey(survey=survey, by=ani)
    today = timezone.localdate()

    def found(**fields):
        return operations(search_events(ani, Search(**fields)))

    assert found(actor="ANI") == ["close_survey", "create_unit"]
    assert found(operation="close_survey") == ["close_survey"]
    assert found(object_type="Survey", object_id=survey.pk) == ["close_survey", "open_survey", "plan_survey"]
    assert found(unit="melati") == ["close_survey", "open_survey", "plan_survey", "create_unit"]
    assert found(words="2023-Q2") == ["plan_survey"]
    assert found(operation="close_survey", since=today, until=today) == ["close_survey"]
    assert found(since=today + timedelta(days=1)) == found(until=today - timedelta(days=1)) == []


def test_pages_go_on_where_the_last_one_ended(agency):
    auditor = make_user("auditor", Role.AUDITOR, root(agency))
    for number in range(PAGE):
        create_unit(agency=agency, name=f"Unit {number}", by=None)
    first = find_events(auditor, Search())
    second = find_events(auditor, Search(before=first.next_before))
    numbers = [event.sequence for event in (*first.events, *second.events)]
    assert numbers == sorted(AuditEvent.objects.values_list("sequence", flat=True), reverse=True)
    assert (len(first.events), second.next_before) == (PAGE, None)


def test_an_object_tells_what_was_done_to_it(agency):
    unit = make_unit(agency)
    survey = make_open_survey(unit)
    assert operations(object_history(survey)) == ["open_survey", "plan_survey"]
    user = make_user("ani", Role.OFFICER, unit)
    assert operations(object_history(user)) == ["grant_role", "create_user"]


def test_what_ever_happened_is_told_once_each_without_reading_the_trail(agency, django_assert_num_queries):
    assert known_operations() == (("create_agency", "Agency"),)
    close_survey(survey=make_open_survey(make_unit(agency)), by=make_user("ani"))
    with django_assert_num_queries(1):
        known = known_operations()
    assert list(known) == sorted(set(AuditEvent.objects.order_by().values_list("operation", "object_type")))


def test_nothing_is_told_of_an_empty_trail():
    assert known_operations() == ()
