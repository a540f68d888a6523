"""The state that every public page asks for: what changes it, and by which index it is found."""

import pytest
from django.db import connection

from puas.models import Survey
from puas.operations.audits import append_event
from puas.queries.published_feeds import published_state, write_state
from tests.web.scenes import publish_units

pytestmark = pytest.mark.django_db


def explain() -> str:
    word = "explain query plan" if connection.vendor == "sqlite" else "explain"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("set local enable_seqscan = off")
        cursor.execute(f"{word} {write_state(connection.vendor)}")
        return repr(cursor.fetchall())


def test_an_event_about_what_pages_show_changes_it_and_others_do_not():
    agency, units = publish_units(1)
    before = published_state()
    append_event(operation="x", subject=Survey.objects.first(), unit=units[0], data={}, by=None)
    assert published_state() == before
    append_event(operation="x", subject=agency, unit=units[0], data={}, by=None)
    assert published_state() != before


def test_it_is_found_by_an_index_of_its_own():
    assert "audit_event_shown" in explain()
