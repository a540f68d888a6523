"""Notices and the log of reminders."""

import pytest
from django.utils import timezone

from puas.models import Reminder, Survey
from puas.operations.reminders import send_reminders
from tests.web.scenes import make_office, signed_in

pytestmark = pytest.mark.django_db

LOG = "/kantor/instansi/kota-contoh/pengingat/"


@pytest.fixture
def office():
    """The first unit's survey is due today."""
    found = make_office()
    Survey.objects.update(due_on=timezone.localdate())
    return found


def test_a_coordinator_sends_what_is_due_and_the_officer_reads_it(office):
    coordinator, officer = signed_in(office.coordinator), signed_in(office.officer)
    assert "Belum ada pemberitahuan" in officer.get("/kantor/pemberitahuan/").content.decode()
    assert "Belum ada pengingat" in coordinator.get(LOG).content.decode()
    assert "1 pengingat baru dikirim." in coordinator.post(LOG, follow=True).content.decode()
    assert "Tidak ada pengingat baru." in coordinator.post(LOG, follow=True).content.decode()
    page = officer.get("/kantor/pemberitahuan/").content.decode()
    assert ("Tenggat dalam 3 hari" in page, "Tandai 1 pemberitahuan" in page) == (True, True)
    reminder = Reminder.objects.get()
    assert officer.post("/kantor/pemberitahuan/", {"baca": str(reminder.pk)}).status_code == 303
    assert "Tandai" not in officer.get("/kantor/pemberitahuan/").content.decode()
    assert "Tidak dikirim lewat surel" in coordinator.get(LOG).content.decode()


def test_all_notices_at_once(office):
    send_reminders(now=timezone.now())
    signed_in(office.officer).post("/kantor/pemberitahuan/")
    assert Reminder.objects.filter(read_at=None).count() == 0


def test_the_log_is_the_coordinators(office):
    assert signed_in(office.officer).get(LOG).status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_the_lists_take_the_same_queries_however_long(django_assert_num_queries, count):
    office = make_office()
    survey = office.survey
    kinds = ("due_7", "due_3", "overdue")[:count]
    now = timezone.now()
    Reminder.objects.bulk_create(
        Reminder(survey=survey, user=office.officer, kind=kind, made_at=now) for kind in kinds
    )
    officer, coordinator = signed_in(office.officer), signed_in(office.coordinator)
    with django_assert_num_queries(5):
        officer.get("/kantor/pemberitahuan/")
    with django_assert_num_queries(7):
        coordinator.get(LOG)
