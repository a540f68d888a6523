"""Jobs in the office: the list, one page a job that says how far it is, cancelling and repeating."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from puas.models import Job, JobKind, JobState
from puas.operations.jobs import cancel_job, repeat_job
from puas.operations.period_results import start_period_results
from puas.operations.schedules import SCHEDULE
from puas.permissions import Action, require, units_of
from puas.queries.histories import find_unit
from puas.queries.jobs import find_job, last_runs, list_jobs
from puas.queries.periods import find_period
from puas.web.office.doors import StaffRequest, staff_only
from puas.web.office.jobs_words import describe_job, describe_run
from puas.web.pages import render_page

ACTIONS = {JobKind.COMPUTE_PERIOD: Action.COMPUTE, JobKind.WRITE_REPORTS: Action.WRITE_REPORT}
"""What somebody must be allowed to do at the job's unit to start it again."""

SLOW_SECONDS = 60


@staff_only
@require_safe
def jobs(request: StaffRequest) -> HttpResponse:
    """List a person's jobs and their agency's; who manages an agency also sees what repeats by the clock."""
    found = list_jobs(request.user)
    runs = last_runs() if units_of(request.user, Action.MANAGE_AGENCY).exists() else None
    context = {
        "jobs": [describe_job(job) for job in found.jobs],
        "unfinished": found.unfinished,
        "has_more": found.has_more,
        "scheduled": None if runs is None else [describe_run(one, runs.get(one.name)) for one in SCHEDULE],
    }
    return render_page(request, "office/jobs.html", context)


@staff_only
@require_safe
def job(request: StaffRequest, job_id: int) -> HttpResponse:
    """Show how far a job is; the page looks again by itself until the job is over."""
    found = find_job(request.user, job_id)
    now = timezone.now()
    waited = (now - (found.heard_at or found.created_at)).total_seconds()
    context: dict[str, Any] = {
        "job": describe_job(found),
        "is_slow": found.stage is JobState.WAITING and waited > SLOW_SECONDS,
        "is_lost": found.is_lost(now),
        "can_repeat": found.stage in (JobState.FAILED, JobState.CANCELLED),
    }
    return render_page(request, "office/job.html", context)


@staff_only
@require_POST
def cancel(request: StaffRequest, job_id: int) -> HttpResponse:
    """End a job: at once when it waits, at its next step when it runs."""
    return _go(cancel_job(job=find_job(request.user, job_id), by=request.user))


@staff_only
@require_POST
def repeat(request: StaffRequest, job_id: int) -> HttpResponse:
    """Let a job that failed or was cancelled be done once more."""
    found = find_job(request.user, job_id)
    require(request.user, ACTIONS[JobKind(found.kind)], found.unit)
    return _go(repeat_job(job=found, by=request.user))


@staff_only
@require_POST
def compute_period(request: StaffRequest, unit_id: int, period: str) -> HttpResponse:
    """Have every result of a unit and everything below it in a period computed."""
    unit = find_unit(request.user, unit_id)
    require(request.user, Action.COMPUTE, unit)
    started = start_period_results(unit=unit, period=find_period(period), by=request.user)
    messages.success(request, gettext("Perhitungan masuk daftar pekerjaan."))
    return _go(started)


def _go(found: Job) -> HttpResponse:
    return HttpResponseRedirect(reverse("office:job", args=[found.pk]), status=303)
