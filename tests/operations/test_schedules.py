"""What repeats by the clock: once a slot, errors kept apart, and a clock that was wrong."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils.module_loading import import_string

from puas.models import ScheduledRun
from puas.operations.schedules import SCHEDULE, Scheduled, run_due

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 2, 17, 30, 20, tzinfo=UTC)  # half past midnight in Jakarta
DAILY = Scheduled("old_tasks", 24 * 60, "label", "puas.operations.job_runs.forget_old_tasks")
BROKEN = Scheduled("broken", 1, "label", "puas.operations.jobs.cancel_job")


def names(runs):
    return [run.name for run in runs]


def test_everything_on_the_schedule_is_there():
    assert all(callable(import_string(one.work)) for one in SCHEDULE)
    assert len({one.name for one in SCHEDULE}) == len(SCHEDULE)


def test_a_slot_runs_once(settings):
    settings.TIME_ZONE = "Asia/Jakarta"
    assert (
        names(run_due(now=NOW)) == names(run_due(now=NOW + timedelta(days=1))) == [o.name for o in SCHEDULE]
    )
    assert run_due(now=NOW + timedelta(days=1, seconds=30)) == []


def test_a_day_begins_at_local_midnight(settings):
    settings.TIME_ZONE = "Asia/Jakarta"
    assert DAILY.slot(NOW) == datetime(2026, 3, 3, tzinfo=ZoneInfo("Asia/Jakarta"))
    assert names(run_due(now=NOW, schedule=(DAILY,))) == ["old_tasks"]
    assert run_due(now=NOW + timedelta(hours=23), schedule=(DAILY,)) == []
    assert names(run_due(now=NOW + timedelta(hours=24), schedule=(DAILY,))) == ["old_tasks"]


def test_one_that_breaks_is_kept_with_its_error_and_the_others_run(caplog):
    runs = run_due(now=NOW, schedule=(BROKEN, DAILY))
    assert [(run.name, run.error, run.outcome) for run in runs] == [
        ("broken", "TypeError", {}),
        ("old_tasks", "", {"deleted": 0}),
    ]
    assert [record.message for record in caplog.records] == ["scheduled work broken broke"]


def test_a_clock_that_was_years_ahead_stops_nothing():
    run_due(now=NOW.replace(year=2040), schedule=(DAILY,))
    assert names(run_due(now=NOW, schedule=(DAILY,))) == ["old_tasks"]
    assert ScheduledRun.objects.get().slot == DAILY.slot(NOW)
