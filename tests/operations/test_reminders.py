from datetime import date, datetime

import pytest
from django.core import mail
from django.utils import timezone

from puas.models import AuditEvent, Reminder, Role, Survey
from puas.operations.reminders import (
    describe_reminder,
    read_notices,
    remind_in_the_morning,
    send_reminders,
)
from puas.queries.reminders import count_unread, due_reminders, list_log, list_notices
from puas.queries.units import root_of
from tests.factories import make_agency, make_open_survey, make_responses, make_survey, make_unit, make_user

pytestmark = pytest.mark.django_db

DUE = date(2026, 4, 16)


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=timezone.get_current_timezone())


@pytest.fixture
def agency():
    return make_agency()


@pytest.fixture
def survey(agency):
    """An open survey due on 16 April that closes on 31 March, with an officer and a coordinator."""
    found = make_open_survey(make_unit(agency), "2026-Q1", closes_at=noon(date(2026, 3, 31)), population=100)
    found.due_on = DUE
    found.save()
    make_user("petugas", Role.OFFICER, found.unit)
    make_user("koordinator", Role.COORDINATOR, root_of(agency))
    return found


def told(day: date) -> list[tuple[str, list[str]]]:
    return [(one.kind.value, [u.username for u in one.users]) for one in due_reminders(day)]


@pytest.mark.parametrize(
    ("day", "kinds"),
    [
        (date(2026, 3, 23), []),
        (date(2026, 3, 24), ["below"]),
        (date(2026, 3, 31), ["below"]),
        (date(2026, 4, 1), []),
        (date(2026, 4, 9), ["due_7"]),
        (date(2026, 4, 12), ["due_7"]),
        (date(2026, 4, 13), ["due_3"]),
        (date(2026, 4, 16), ["due_3"]),
        (date(2026, 4, 17), ["overdue"]),
    ],
)
def test_what_is_told_when(survey, day, kinds):
    assert told(day) == [(kind, ["petugas"]) for kind in kinds]


def test_enough_answers_or_a_submission_end_it(survey):
    Survey.objects.update(closes_at=None)  # by the clock of the tests its time is over
    make_responses(survey, *[(4,) * 9] * 80)
    Survey.objects.update(closes_at=survey.closes_at)
    assert told(date(2026, 3, 31)) == []
    survey.state = "submitted"
    survey.save()
    assert told(date(2026, 4, 17)) == []


def test_who_is_told(agency):
    health = make_unit(agency, "Dinas Kesehatan", number=1)
    for unit in (make_unit(agency, "Puskesmas", parent=health), make_unit(agency, "Tanpa petugas", number=2)):
        one = make_survey(unit, "2026-Q1")
        one.due_on = DUE
        one.save()
    make_user("dinas", Role.OPD_COORDINATOR, health)
    make_user("pencacah", Role.ENUMERATOR, health)
    gone = make_user("pindah", Role.OFFICER, health)
    gone.is_active = False
    gone.save()
    make_user("koordinator", Role.COORDINATOR, root_of(agency))
    assert told(DUE) == [("due_3", ["dinas"]), ("due_3", ["koordinator"])]
    assert due_reminders(DUE, make_agency("Kota Lain")) == ()


def test_each_person_is_told_each_thing_once(survey):
    (made,) = send_reminders(now=noon(date(2026, 4, 10)))
    assert send_reminders(now=noon(date(2026, 4, 11))) == ()
    assert len(send_reminders(now=noon(date(2026, 4, 14)))) == 1
    assert [one.kind for one in Reminder.objects.order_by("id")] == ["due_7", "due_3"]
    assert describe_reminder(made) == (
        "Survei Dinas Satu, Triwulan I 2026, harus diajukan paling lambat 16-04-2026."
    )
    event = AuditEvent.objects.filter(operation="send_reminders").first()
    assert (event.object_id, event.data) == (made.pk, {"kinds": {"due_7": 1}})


def test_nobody_is_woken_up(survey):
    night = noon(date(2026, 4, 10)).replace(hour=6)
    assert remind_in_the_morning(now=night) == {"reminders": 0}
    assert remind_in_the_morning(now=night.replace(hour=7)) == {"reminders": 1}


def test_notices_are_read_by_their_own_person(survey):
    (made,) = send_reminders(now=noon(date(2026, 4, 10)), agency=survey.unit.agency)
    officer, other = made.user, make_user("lain")
    assert (count_unread(officer), list(list_notices(other))) == (1, [])
    assert read_notices(user=other, numbers=[made.pk]) == 0
    assert (read_notices(user=officer, numbers=[made.pk]), read_notices(user=officer)) == (1, 0)
    assert [one.read_at is None for one in list_log(survey.unit.agency)] == [False]


def send(day, capture):
    with capture(execute=True):
        return send_reminders(now=noon(day))


def test_one_message_a_person_goes_out_after_the_commit(survey, settings, django_capture_on_commit_callbacks):
    settings.SENDS_MAIL, settings.BASE_URL = True, "https://skm.contoh.go.id"
    officer = survey.unit.memberships.get().user
    officer.email = "petugas@contoh.go.id"
    officer.save()
    survey.closes_at = noon(DUE)
    survey.save()
    made = send(date(2026, 4, 14), django_capture_on_commit_callbacks)
    assert sorted(one.kind for one in made) == ["below", "due_3"]
    (message,) = mail.outbox
    assert (message.to, message.subject) == (
        ["petugas@contoh.go.id"],
        "Pengingat survei kepuasan masyarakat (2)",
    )
    assert f"https://skm.contoh.go.id/kantor/survei/{survey.pk}/" in message.body
    assert set(Reminder.objects.values_list("mail_state", flat=True)) == {"sent"}
    send(date(2026, 4, 15), django_capture_on_commit_callbacks)
    assert len(mail.outbox) == 1


def test_a_message_that_failed_is_noted_and_tried_again(survey, settings, django_capture_on_commit_callbacks):
    settings.SENDS_MAIL = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9  # nobody listens there
    officer = survey.unit.memberships.get().user
    officer.email = "petugas@contoh.go.id"
    officer.save()
    send(date(2026, 4, 10), django_capture_on_commit_callbacks)
    (one,) = Reminder.objects.all()
    assert (one.mail_state, one.mail_error.split(":")[0]) == ("failed", "ConnectionRefusedError")
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    send(date(2026, 4, 11), django_capture_on_commit_callbacks)
    one.refresh_from_db()
    assert (one.mail_state, one.mail_error, len(mail.outbox)) == ("sent", "", 1)


def test_without_a_server_or_an_address_the_notice_stays_in_the_application(
    survey, settings, django_capture_on_commit_callbacks
):
    settings.SENDS_MAIL = False
    send(date(2026, 4, 10), django_capture_on_commit_callbacks)
    settings.SENDS_MAIL = True
    send(date(2026, 4, 14), django_capture_on_commit_callbacks)
    assert set(Reminder.objects.values_list("mail_state", flat=True)) == {"none"}
    assert mail.outbox == []
