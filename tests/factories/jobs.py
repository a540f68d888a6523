"""Jobs done in the test's own transaction: the worker's loop closes connections, its steps do not."""

from django_tasks_db.models import DBTaskResult

from puas.commands.worker_loops import build_worker


def work() -> None:
    """Do every job that waits, and what comes of it, until nothing waits."""
    worker = build_worker()
    while task := DBTaskResult.objects.ready().first():
        task.claim("test")
        worker.run_task(task)
