"""Sections are kept version by version, and nobody writes over what they did not see."""

from datetime import timedelta

import pytest
from django.utils import timezone

from puas.errors import BadInput, Conflict, NotFound, NotNow
from puas.models import AuditEvent, Narrative
from puas.operations.narratives import restore_narrative, write_narrative
from puas.operations.reports import freeze_report
from puas.queries.narratives import newest_narratives, written_texts
from puas.reports.kinds import ReportKind
from tests.factories import make_user
from tests.factories.refusals import refused
from tests.web.scenes import publish_units

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    _, units = publish_units(1)
    return {"unit": units[0], "period": units[0].surveys.get().period, "section": "problems"}


@pytest.fixture
def budi():
    return make_user("budi")


def write(place, text, seen, by):
    return write_narrative(**place, text=text, seen=seen, by=by)


def age(minutes):
    Narrative.objects.update(started_at=timezone.now() - timedelta(minutes=minutes))


def test_who_goes_on_writing_goes_on_with_their_version(place, budi):
    write(place, "Loket", 0, budi)
    kept = write(place, "Loket tutup", 1, budi)
    assert (kept.number, Narrative.objects.count()) == (1, 1)
    assert written_texts(place["unit"], place["period"]) == {"problems": "Loket tutup"}


def test_later_and_by_another_person_it_is_a_version_more(place, budi):
    write(place, "Satu", 0, budi)
    age(11)
    assert write(place, "Dua", 1, budi).number == 2
    assert write(place, "Tiga", 2, make_user("siti")).number == 3
    assert [event.data["number"] for event in AuditEvent.objects.filter(operation="write_narrative")] == [
        1,
        2,
        3,
    ]


def test_what_somebody_else_wrote_meanwhile_is_not_written_over(place, budi):
    write(place, "Satu", 0, budi)
    age(11)
    write(place, "Dua", 1, make_user("siti"))
    with refused(Conflict, "narrative_meanwhile"):
        write(place, "Lain", 1, budi)
    assert newest_narratives(place["unit"], place["period"])["problems"].text == "Dua"


def test_the_same_text_again_changes_nothing(place, budi):
    write(place, "Satu", 0, budi)
    assert write(place, "Satu\r\n", 0, make_user("siti")).written_by == budi


def test_an_older_version_is_restored_as_a_version_more(place, budi):
    write(place, "Satu", 0, budi)
    age(11)
    write(place, "Dua", 1, budi)
    restored = restore_narrative(**place, number=1, by=budi)
    assert (restored.number, restored.text, Narrative.objects.count()) == (3, "Satu", 3)
    with refused(NotFound, "narrative_version"):
        restore_narrative(**place, number=9, by=budi)


def test_too_long_a_text_and_a_section_that_is_none_are_refused(place, budi):
    with refused(BadInput, "narrative_long"):
        write(place, "x" * 20_001, 0, budi)
    with refused(NotFound, "narrative_section"):
        write(place | {"section": "cover"}, "x", 0, budi)


def test_a_report_with_an_unknown_place_is_not_frozen(place, budi):
    write(place, "Nilai {ikn}", 0, budi)
    target = {"kind": ReportKind.UNIT, "unit": place["unit"], "period": place["period"]}
    with refused(NotNow, "narrative_place"):
        freeze_report(**target, by=None)
    write(place, "Nilai {ikm}", 1, budi)
    report = freeze_report(**target, by=None)
    assert write(place, "Nilai itu {ikm}", 1, budi).number == 2  # what was frozen keeps its version
    assert report.number == 1
