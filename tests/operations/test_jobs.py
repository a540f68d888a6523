"""Jobs: started once, tried twice, cancelled, repeated, and picked up when a worker died."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks_db.models import DBTaskResult

from puas.errors import NotNow
from puas.models import AuditEvent, Job, JobKind, JobState, Unit
from puas.operations.job_leases import (
    LEASE,
    JobCancelled,
    LeaseLost,
    end_job,
    note_progress,
    renew_lease,
    take_job,
)
from puas.operations.job_runs import WORK, forget_old_tasks, run_job, stopping
from puas.operations.jobs import cancel_job, repeat_job, requeue_lost_jobs, start_job
from tests.factories import make_agency, make_open_survey, make_unit, make_user
from tests.factories.jobs import work
from tests.factories.refusals import refused

pytestmark = pytest.mark.django_db

BROKEN = "tahun-ini"
"""A period that does not exist: the work breaks with an error that nobody foresaw."""


@pytest.fixture
def unit():
    make_agency()
    return Unit.objects.get()


def start(unit, by=None, key=BROKEN):
    return start_job(kind=JobKind.COMPUTE_PERIOD, unit=unit, key=key, by=by)


def stored(job):
    return Job.objects.get(pk=job.pk)


def is_ready():
    return DBTaskResult.objects.ready().exists()


def take(job):
    return take_job(job_id=job.pk, now=timezone.now())


def test_the_work_of_every_kind_is_there():
    assert sorted(WORK) == sorted(JobKind)
    assert all(callable(import_string(path)) for path in WORK.values())


def test_the_same_work_is_started_once_until_it_is_over(unit):
    user = make_user()
    job = start(unit, user)
    assert start(unit) == job
    assert start(unit, key="lain") != job
    cancel_job(job=job, by=user)
    assert start(unit) != job
    assert [e.operation for e in AuditEvent.objects.filter(object_type="Job", object_id=job.pk)] == [
        "start_job",
        "end_job",
    ]


def test_work_that_breaks_is_tried_once_more_and_then_said_to_have_failed(unit, caplog):
    job = start(unit)
    run_job.call(job.pk)
    assert (stored(job).stage, stored(job).tries) == (JobState.WAITING, 1)
    run_job.call(job.pk)
    assert (stored(job).stage, stored(job).tries) == (JobState.FAILED, 2)
    assert stored(job).refusal["code"] == "job_broke"
    assert [record.message for record in caplog.records] == [f"job {job.pk} broke"] * 2
    run_job.call(job.pk)  # a third word from the queue finds nothing to do
    assert stored(job).tries == 2


def test_a_worker_empties_the_queue(unit, caplog):
    job = start(unit)
    assert is_ready()
    work()
    assert (stored(job).stage, is_ready()) == (JobState.FAILED, False)


def test_only_one_worker_takes_a_job(unit):
    job = start(unit)
    first = take(job)
    assert (first.pk, take(job)) == (job.pk, None)


def test_a_waiting_job_is_cancelled_at_once_and_a_running_one_at_its_next_step(unit):
    user = make_user()
    assert cancel_job(job=start(unit), by=user).stage is JobState.CANCELLED
    running = take(start(unit))
    assert cancel_job(job=running, by=user).stage is JobState.RUNNING
    with pytest.raises(JobCancelled):
        note_progress(job=running, done=1, total=2, now=timezone.now())
    assert running.cancelled_by == user
    end_job(job=running, state=JobState.CANCELLED, now=timezone.now(), by=user)
    with refused(NotNow, "job_over"):
        cancel_job(job=running, by=user)


def test_who_lost_the_lease_can_say_nothing_any_more(unit):
    slow, later = take(start(unit)), timezone.now() + LEASE * 2
    assert requeue_lost_jobs(now=later) == {"requeued": 1, "failed": 0}
    quick = take(slow)
    assert not renew_lease(job=slow, now=timezone.now())
    with pytest.raises(LeaseLost):
        note_progress(job=slow, done=9, total=9, now=timezone.now())
    assert not end_job(job=slow, state=JobState.DONE, now=timezone.now(), by=None)
    assert renew_lease(job=quick, now=timezone.now())
    assert (stored(quick).stage, stored(quick).done, stored(quick).tries) == (JobState.RUNNING, 0, 2)


def test_a_job_that_two_workers_died_of_has_failed(unit):
    job, later = start(unit), timezone.now() + LEASE * 2
    take(job)
    requeue_lost_jobs(now=later)
    take(job)
    assert requeue_lost_jobs(now=later) == {"requeued": 0, "failed": 1}
    assert stored(job).stage is JobState.FAILED


def test_a_living_job_is_left_alone_and_a_lost_one_that_was_cancelled_ends(unit):
    job = take(start(unit))
    assert requeue_lost_jobs(now=timezone.now()) == {"requeued": 0, "failed": 0}
    cancel_job(job=job, by=None)
    requeue_lost_jobs(now=timezone.now() + LEASE * 2)
    assert stored(job).stage is JobState.CANCELLED


def test_a_waiting_job_that_no_worker_knows_of_is_told_again(unit):
    job = start(unit)
    DBTaskResult.objects.all().delete()
    assert requeue_lost_jobs(now=timezone.now()) == {"requeued": 1, "failed": 0}
    assert requeue_lost_jobs(now=timezone.now()) == {"requeued": 0, "failed": 0}
    assert DBTaskResult.objects.get().args_kwargs == {"args": [job.pk], "kwargs": {}}


def test_a_worker_that_is_asked_to_end_gives_its_job_back(unit):
    survey = make_open_survey(make_unit(unit.agency))
    job = start(unit, key=survey.period.code)
    stopping.set()
    try:
        run_job.call(job.pk)
    finally:
        stopping.clear()
    assert (stored(job).stage, stored(job).tries, stored(job).lease) == (JobState.WAITING, 0, None)
    assert is_ready()


def test_a_failed_job_is_repeated_and_a_living_one_is_not(unit, caplog):
    job = start(unit)
    with refused(NotNow, "job_not_repeated"):
        repeat_job(job=job, by=None)
    work()
    again = repeat_job(job=job, by=None)
    assert (again.pk, again.stage, again.tries, again.refusal) == (job.pk, JobState.WAITING, 0, {})
    cancel_job(job=again, by=None)
    newer = start(unit)
    assert repeat_job(job=again, by=None) == newer


def test_the_queue_forgets_what_was_started_long_ago(unit, caplog):
    start(unit)
    work()
    assert forget_old_tasks(now=timezone.now()) == {"deleted": 0}
    assert forget_old_tasks(now=timezone.now() + timedelta(days=8)) == {"deleted": 2}
    assert Job.objects.count() == 1
