"""Telling people what is due: a notice in the application, and an e-mail where there is a mail server."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from puas.language import gettext_noop
from puas.models import Agency, MailState, Reminder, ReminderKind, User
from puas.operations.audits import append_event
from puas.queries.reminders import DueReminder, due_reminders
from puas.queries.units import root_of

MORNING = 7
"""The hour before which nobody's telephone should ring."""

RETRY_DAYS = 3
"""How long an e-mail that failed is tried again, once a round."""

SENTENCES = {
    ReminderKind.DUE_IN_7: gettext_noop("Survei {unit}, {period}, harus diajukan paling lambat {due}."),
    ReminderKind.DUE_IN_3: gettext_noop("Survei {unit}, {period}, harus diajukan paling lambat {due}."),
    ReminderKind.OVERDUE: gettext_noop("Survei {unit}, {period}, seharusnya sudah diajukan pada {due}."),
    ReminderKind.BELOW_TARGET: gettext_noop(
        "Survei {unit}, {period}, ditutup {closes} dan jawabannya belum mencapai sampel minimum."
    ),
}


def describe_reminder(reminder: Reminder) -> str:
    """Return what a reminder says, in the language in force."""
    survey = reminder.survey
    return gettext(SENTENCES[ReminderKind(reminder.kind)]).format(
        unit=survey.unit.name,
        period=survey.period.pure.label,
        due=_day(survey.due_on),
        closes=_day(timezone.localdate(survey.closes_at) if survey.closes_at else None),
    )


def _day(day: date | None) -> str:
    return f"{day:%d-%m-%Y}" if day else "–"


def remind_in_the_morning(*, now: datetime) -> dict[str, int]:
    """Send what is due at `now` (aware), from seven o'clock on; return how many are new."""
    if timezone.localtime(now).hour < MORNING:
        return {"reminders": 0}
    return {"reminders": len(send_reminders(now=now))}


def send_reminders(
    *, now: datetime, by: User | None = None, agency: Agency | None = None
) -> tuple[Reminder, ...]:
    """Tell everybody what is due at `now` (aware) and was not told yet; return the new reminders.

    One for a survey, a kind and a person, however often this runs; of two rounds at once the second tells
    nothing. Mail goes out after the commit, one message a person; what failed in the last three days is
    tried again.
    """
    try:
        with transaction.atomic():
            made = _write(due_reminders(timezone.localdate(now), agency), now)
            if made:
                _record(made, by, agency)
            numbers = [reminder.pk for reminder in made]
            transaction.on_commit(lambda: mail_reminders(numbers=numbers, now=now), robust=True)
    except IntegrityError:  # another round told the same at this moment
        return ()
    return made


def _write(due: Iterable[DueReminder], now: datetime) -> tuple[Reminder, ...]:
    rows = [
        Reminder(survey=one.survey, user=user, kind=one.kind.value, made_at=now)
        for one in due
        for user in one.users
    ]
    return tuple(Reminder.objects.bulk_create(rows))


def _record(made: Sequence[Reminder], by: User | None, agency: Agency | None) -> None:
    counts = Counter(reminder.kind for reminder in made)
    append_event(
        by=by,
        operation="send_reminders",
        subject=made[0],
        unit=root_of(agency) if agency else None,
        data={"kinds": dict(sorted(counts.items()))},
    )


def mail_reminders(*, numbers: Iterable[int], now: datetime) -> None:
    """Mail the reminders with these numbers and those that failed lately, one message a person.

    What became of each is noted on its row; without a mail server nothing happens. No audit event: the rows
    are the log.
    """
    if not settings.SENDS_MAIL:
        return
    failed = Q(mail_state=MailState.FAILED.value, made_at__gte=now - timedelta(days=RETRY_DAYS))
    rows = Reminder.objects.filter(Q(pk__in=list(numbers)) | failed).exclude(user__email="")
    by_person: dict[int, list[Reminder]] = {}
    for row in rows.select_related("user", "survey__unit", "survey__period").order_by("id"):
        by_person.setdefault(row.user_id, []).append(row)
    for person in by_person.values():
        _mail(person, now)


def _mail(reminders: Sequence[Reminder], now: datetime) -> None:
    """Send one person everything there is to tell, and note what became of it."""
    user = reminders[0].user
    lines = [f"- {describe_reminder(reminder)}\n  {_address(reminder)}" for reminder in reminders]
    greeting = gettext("Yth. {name},").format(name=user.get_full_name() or user.get_username())
    body = "\n\n".join([greeting, gettext("Ini pengingat survei kepuasan masyarakat:"), *lines])
    subject = gettext("Pengingat survei kepuasan masyarakat ({n})").format(n=len(reminders))
    state, error = MailState.SENT, ""
    try:
        EmailMessage(subject, body, to=[user.email]).send()
    except (OSError, ValueError) as problem:  # the server is away, refuses, or the address is none
        state, error = MailState.FAILED, f"{type(problem).__name__}: {problem}"[:200]
    Reminder.objects.filter(pk__in=[reminder.pk for reminder in reminders]).update(
        mail_state=state.value, mail_error=error, mailed_at=now
    )


def _address(reminder: Reminder) -> str:
    return f"{settings.BASE_URL}{reverse('office:survey', args=[reminder.survey_id])}"


def read_notices(*, user: User, numbers: Iterable[int] | None = None) -> int:
    """Mark a person's own notices as read (all of them without numbers); return how many were not.

    A bookmark of that person, so no audit event.
    """
    unread = Reminder.objects.filter(user=user, read_at=None)
    if numbers is not None:
        unread = unread.filter(pk__in=list(numbers))
    return unread.update(read_at=timezone.now())
