"""What is said of a job: its title, how far it is, what came of it and where to look."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext, gettext_noop, ngettext

from puas.errors import BadInput
from puas.methodology.periods import parse_period
from puas.models import Job, JobKind, JobState, ScheduledRun
from puas.operations.schedules import Scheduled
from puas.web.languages import link_in
from puas.web.templatetags.printing import print_period

STATE_LABELS: Mapping[JobState, str] = {
    JobState.WAITING: gettext_noop("Menunggu giliran"),
    JobState.RUNNING: gettext_noop("Sedang dikerjakan"),
    JobState.DONE: gettext_noop("Selesai"),
    JobState.FAILED: gettext_noop("Gagal"),
    JobState.CANCELLED: gettext_noop("Dibatalkan"),
}


@dataclass(frozen=True)
class JobView:
    """A job in words. `outcome` is a sentence and `address` where to look, both empty without a result."""

    row: Job
    title: str
    state: str
    is_over: bool
    outcome: str
    address: str
    reason: str
    problems: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class RunView:
    """Repeated work in words: its name, when it ran last, and what came of it."""

    label: str
    run: ScheduledRun | None


def describe_job(job: Job) -> JobView:
    """Return a job in the language of the page."""
    outcome, address = _OUTCOMES[JobKind(job.kind)](job) if job.result else ("", "")
    return JobView(
        row=job,
        title=_TITLES[JobKind(job.kind)](job),
        state=gettext(STATE_LABELS[job.stage]),
        is_over=job.stage.is_over,
        outcome=outcome,
        address=address,
        reason=_say(job.refusal) if job.refusal else "",
        problems=tuple((problem.get("about", ""), _say(problem)) for problem in job.problems),
    )


def describe_run(scheduled: Scheduled, run: ScheduledRun | None) -> RunView:
    return RunView(gettext(scheduled.label), run)


def _say(kept: Mapping[str, Any]) -> str:
    return gettext(kept["message"]).format(**kept["data"])


def _title_of_period(job: Job) -> str:
    text = gettext("Hitung semua hasil {period}")
    try:
        return text.format(period=print_period(parse_period(job.key)))
    except BadInput:
        return text.format(period=job.key)


def _outcome_of_period(job: Job) -> tuple[str, str]:
    result = job.result
    count = result["computed"]
    text = ngettext("{count} hasil dihitung.", "{count} hasil dihitung.", count).format(count=count)
    home = link_in("id", reverse("office:home"), instansi=result["agency"], periode=result["period"])
    return text, home


def _title_of_reports(job: Job) -> str:
    code, _, ending = job.key.partition(" ")
    text = gettext("Buat semua laporan {period} ({format})")
    return text.format(period=print_period(parse_period(code)), format=ending.upper())


def _outcome_of_reports(job: Job) -> tuple[str, str]:
    count = job.result["written"]
    text = ngettext("{count} laporan ditulis.", "{count} laporan ditulis.", count).format(count=count)
    if job.result["failed"]:
        failed = job.result["failed"]
        more = ngettext("{count} gagal.", "{count} gagal.", failed).format(count=failed)
        text = f"{text} {more}"
    return text, reverse("office:reports_zip", args=[job.pk])


_TITLES: Mapping[JobKind, Callable[[Job], str]] = {
    JobKind.COMPUTE_PERIOD: _title_of_period,
    JobKind.WRITE_REPORTS: _title_of_reports,
}
_OUTCOMES: Mapping[JobKind, Callable[[Job], tuple[str, str]]] = {
    JobKind.COMPUTE_PERIOD: _outcome_of_period,
    JobKind.WRITE_REPORTS: _outcome_of_reports,
}
