"""Reminder: one person was told one thing about one survey, once."""

from enum import StrEnum

from django.db import models
from django.db.models import Q

from puas.language import gettext_noop
from puas.models.privacy import classify
from puas.models.surveys import Survey
from puas.models.users import User


class ReminderKind(StrEnum):
    """What a reminder is about."""

    DUE_IN_7 = "due_7"
    DUE_IN_3 = "due_3"
    OVERDUE = "overdue"
    BELOW_TARGET = "below"

    @property
    def label(self) -> str:
        """The Indonesian name that people read."""
        return REMINDER_LABELS[self]


REMINDER_LABELS = {
    ReminderKind.DUE_IN_7: gettext_noop("Tenggat dalam 7 hari"),
    ReminderKind.DUE_IN_3: gettext_noop("Tenggat dalam 3 hari"),
    ReminderKind.OVERDUE: gettext_noop("Tenggat terlewat"),
    ReminderKind.BELOW_TARGET: gettext_noop("Sampel kurang, hampir ditutup"),
}


class MailState(StrEnum):
    """What became of a reminder's e-mail."""

    NONE = "none"  # no mail server, or the person has no address
    SENT = "sent"
    FAILED = "failed"

    @property
    def label(self) -> str:
        """The Indonesian name that people read."""
        return MAIL_LABELS[self]


MAIL_LABELS = {
    MailState.NONE: gettext_noop("Tidak dikirim lewat surel"),
    MailState.SENT: gettext_noop("Surel terkirim"),
    MailState.FAILED: gettext_noop("Surel gagal"),
}


class Reminder(models.Model):
    """A notice in the application, and what became of its e-mail."""

    PRIVACY = classify(internal="id survey user kind made_at read_at mail_state mailed_at mail_error")

    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="reminders")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="reminders")
    kind = models.CharField(max_length=10)
    made_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    mail_state = models.CharField(max_length=8, default=MailState.NONE.value)
    mailed_at = models.DateTimeField(null=True, blank=True)
    mail_error = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(fields=("survey", "kind", "user"), name="reminder_once"),
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in ReminderKind]), name="reminder_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(mail_state__in=[state.value for state in MailState]),
                name="reminder_mail_state_known",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.survey_id} {self.user_id}"
