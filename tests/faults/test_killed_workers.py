"""kill -9 of a worker in the middle of a job: the next one does it, once. Two clocks at once: one runs."""

import signal
import subprocess
import sys
import time
from collections import Counter
from datetime import UTC, datetime

import pytest
from django.utils import timezone

from puas.commands.worker_loops import build_worker
from puas.models import AuditEvent, JobState, Result, Unit
from puas.operations.job_leases import LEASE
from puas.operations.jobs import requeue_lost_jobs
from puas.operations.period_results import start_period_results
from puas.operations.schedules import Scheduled, run_due
from puas.operations.surveys import close_survey
from tests.commands.processes import ROOT
from tests.factories import make_open_survey, make_responses
from tests.faults.test_identical_posts import at_once
from tests.servers import build_server_environment, database_url
from tests.web.scenes import make_units

pytestmark = pytest.mark.django_db(transaction=True)

UNITS = 20


def make_closed_period():
    agency, units = make_units(UNITS)
    for unit in units:
        survey = make_open_survey(unit)
        make_responses(survey, (4,) * 9)
        close_survey(survey=survey, by=None)
    return Unit.objects.get(agency=agency, parent=None), survey.period


def start_worker(folder):
    command = [sys.executable, "-m", "puas", "worker"]
    environment = build_server_environment(folder, database_url())
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)


def wait_for_steps(job, steps):
    for _ in range(1200):
        job.refresh_from_db()
        if job.done >= steps or job.stage.is_over:
            return
        time.sleep(0.05)
    raise AssertionError("the worker never began")


def test_a_killed_workers_job_is_done_by_the_next_once(tmp_path):
    root, period = make_closed_period()
    job = start_period_results(unit=root, period=period, by=None)
    worker = start_worker(tmp_path)
    wait_for_steps(job, 1)
    worker.send_signal(signal.SIGKILL)
    worker.wait(20)
    job.refresh_from_db()
    assert (job.stage, job.done < UNITS) == (JobState.RUNNING, True)
    assert requeue_lost_jobs(now=timezone.now()) == {"requeued": 0, "failed": 0}  # it may still be alive
    assert requeue_lost_jobs(now=timezone.now() + LEASE * 2) == {"requeued": 1, "failed": 0}
    build_worker().run()
    job.refresh_from_db()
    assert (job.stage, job.tries, job.result["computed"]) == (JobState.DONE, 2, UNITS + 1)
    assert Counter(Result.objects.values_list("unit__parent", "version")) == {
        (root.pk, 1): UNITS,
        (None, 1): 1,
    }
    assert AuditEvent.objects.filter(operation="end_job", object_id=job.pk).count() == 1


def test_a_slot_runs_once_with_many_ticks_at_once():
    now = datetime(2026, 3, 2, 17, 30, tzinfo=UTC)
    daily = Scheduled("old_tasks", 24 * 60, "label", "puas.operations.job_runs.forget_old_tasks")
    for day in (now, now.replace(day=3)):
        runs = at_once([lambda day=day: run_due(now=day, schedule=(daily,))] * 8)
        assert sorted(len(run) for run in runs) == [0] * 7 + [1]
