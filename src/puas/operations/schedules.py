"""Work that repeats by the clock: what there is, and running what is due, once per slot of time.

A slot that nobody ran is not made up for: each work does everything that is due when it runs.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.module_loading import import_string

from puas.errors import PuasError
from puas.language import gettext_noop
from puas.models import ScheduledRun

Work = Callable[..., Mapping[str, int] | None]

_log = logging.getLogger("puas")


@dataclass(frozen=True)
class Scheduled:
    """Repeated work: every so many minutes, counted from local midnight; `work` is called with now=."""

    name: str
    minutes: int
    label: str
    work: str

    def slot(self, now: datetime) -> datetime:
        """Return the start of the slot that `now` lies in."""
        local = timezone.localtime(now)
        passed = (local.hour * 60 + local.minute) % self.minutes
        return local.replace(second=0, microsecond=0) - timedelta(minutes=passed)


SCHEDULE = (
    Scheduled(
        "calendar",
        5,
        gettext_noop("Membuka dan menutup survei menurut kalender"),
        "puas.operations.openings.follow_calendar",
    ),
    Scheduled(
        "reminders",
        60,
        gettext_noop("Mengirim pengingat tenggat dan sampel"),
        "puas.operations.reminders.remind_in_the_morning",
    ),
    Scheduled(
        "lost_jobs",
        1,
        gettext_noop("Melanjutkan pekerjaan yang pekerjanya mati"),
        "puas.operations.jobs.requeue_lost_jobs",
    ),
    Scheduled(
        "webhooks",
        1,
        gettext_noop("Mengirim kiriman webhook yang waktunya tiba"),
        "puas.operations.webhook_deliveries.queue_deliveries",
    ),
    Scheduled(
        "old_deliveries",
        24 * 60,
        gettext_noop("Membuang catatan kiriman webhook yang lebih dari 90 hari"),
        "puas.operations.webhook_deliveries.forget_deliveries",
    ),
    Scheduled(
        "old_tasks",
        24 * 60,
        gettext_noop("Membuang catatan antrean yang sudah selesai"),
        "puas.operations.job_runs.forget_old_tasks",
    ),
    Scheduled(
        "old_salts",
        60,
        gettext_noop("Memusnahkan kunci asal jawaban yang sudah lewat dua hari"),
        "puas.operations.origins.destroy_old_salts",
    ),
    Scheduled(
        "retention",
        24 * 60,
        gettext_noop("Menghapus data pribadi yang habis masa simpannya"),
        "puas.operations.retentions.forget_expired",
    ),
    Scheduled(
        "sign_ins",
        24 * 60,
        gettext_noop("Menghapus sesi yang berakhir dan catatan masuk yang lama"),
        "puas.operations.retentions.forget_sign_ins",
    ),
    Scheduled(
        "drafts",
        60,
        gettext_noop("Membuang draf impor jawaban yang tidak dilanjutkan"),
        "puas.operations.answer_imports.sweep_imports",
    ),
    Scheduled(
        "comments",
        5,
        gettext_noop("Mengelompokkan komentar menurut unsur"),
        "puas.operations.comment_labels.refresh_comments",
    ),
    Scheduled(
        "monitors",
        60,
        gettext_noop("Menghitung pantauan dan memeriksa tanda jawaban survei yang dibuka"),
        "puas.operations.monitors.refresh_monitors",
    ),
)


def run_due(*, now: datetime, schedule: tuple[Scheduled, ...] = SCHEDULE) -> list[ScheduledRun]:
    """Run what is due at `now` and nobody else has taken, and return what came of it.

    An error of one work is logged, kept in its row, and does not stop the others.
    """
    taken = dict(ScheduledRun.objects.values_list("name", "slot"))
    due = [one for one in schedule if taken.get(one.name) != one.slot(now)]
    return [_run(one, now) for one in due if _claim(one, now)]


@transaction.atomic
def _claim(one: Scheduled, now: datetime) -> bool:
    """Say whether this slot is ours. A slot far ahead was left by a clock that has been set back since."""
    slot = one.slot(now)
    row, is_new = ScheduledRun.objects.get_or_create(
        name=one.name, defaults={"slot": slot, "started_at": now}
    )
    if is_new:
        return True
    free = Q(slot__lt=slot) | Q(slot__gt=slot + timedelta(minutes=one.minutes))
    taken = ScheduledRun.objects.filter(free, pk=row.pk).update(
        slot=slot, started_at=now, finished_at=None, outcome={}, error=""
    )
    return bool(taken)


def _run(one: Scheduled, now: datetime) -> ScheduledRun:
    work: Work = import_string(one.work)
    outcome: Mapping[str, int] | None = None
    error = ""
    try:
        outcome = work(now=now)
    except PuasError as refusal:
        error = str(refusal)
    except Exception as broken:
        _log.exception("scheduled work %s broke", one.name)
        error = type(broken).__name__  # its text may hold what nobody should read here
    row = ScheduledRun.objects.get(name=one.name)
    row.finished_at, row.outcome, row.error = timezone.now(), dict(outcome or {}), error[:300]
    row.save(update_fields=["finished_at", "outcome", "error"])
    return row
