"""The loops of `puas worker`; apart from the command, because they need Django to be set up."""

import logging
import os
import socket
import time
from types import FrameType

from django.db import close_old_connections
from django.db.utils import OperationalError
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from puas.operations.audit_doors import door
from puas.operations.job_runs import stopping
from puas.operations.schedules import run_due

_log = logging.getLogger("puas")


class JobWorker(Worker):
    """The queue's worker; asked to end, it gives its job back at the job's next word."""

    def shutdown(self, signum: int, frame: FrameType | None) -> None:
        stopping.set()
        super().shutdown(signum, frame)


def build_worker() -> JobWorker:
    """Return a worker that returns from `run` when nothing waits."""
    door.set("worker")
    return JobWorker(
        queue_names=["default"],
        excluded_queue_names=[],
        interval=0.2,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=f"{socket.gethostname()[:40]}-{os.getpid()}",
    )


def is_anything_ready() -> bool:
    """Look first: taking from the queue holds the embedded database's one write lock."""
    close_old_connections()
    try:
        return DBTaskResult.objects.ready().exists()
    except OperationalError:  # the database is away for a moment; the next look is in a second
        _log.exception("the queue could not be read")
        return False


def tick_forever(seconds: float) -> None:
    """Run what is due, over and over; an error of the database is logged and tried again."""
    door.set("schedule")
    while True:
        close_old_connections()
        try:
            run_due(now=timezone.now())
        except Exception:
            _log.exception("scheduled work could not be run")
        time.sleep(seconds)
