"""`puas worker`: do the jobs that wait, and what is due by the clock, until stopped."""

import os
import threading
import time

import click

from puas.commands.serve_locks import DataLock
from puas.errors import NotNow
from puas.language import say

IDLE_SECONDS = 1.0
TICK_SECONDS = 20.0


@click.command(
    help=say("Kerjakan pekerjaan yang menunggu dan yang terjadwal, sampai dihentikan (SIGTERM, Ctrl-C).")
)
@click.option("--once", is_flag=True, help=say("Selesai setelah tidak ada lagi yang menunggu"))
@click.option("--beside", type=int, default=0, hidden=True)
def command(once: bool, beside: int) -> None:
    """Work until SIGTERM, or until the process `beside` (the server that started this one) is gone."""
    lock = join_database()
    try:
        if once:
            run_waiting()
            return
        if not beside:
            click.echo(say("puas worker bekerja (Ctrl-C untuk berhenti)"))
        work_forever(beside)
    finally:
        lock.release()


def join_database() -> DataLock:
    """Return the shared lock of the data folder. Raises BadInstallation, or NotNow before a migration."""
    import django
    from django.conf import settings

    from puas.commands.serve_migrations import (
        find_pending_migrations,
        require_database,
        require_not_newer,
    )

    django.setup()
    lock = DataLock(settings.DATA_DIR)
    lock.share()
    require_database()
    require_not_newer()
    if find_pending_migrations():
        raise NotNow(
            "worker_before_migration",
            "Basis data belum dimigrasi. Jalankan puas serve dahulu: ia mencadangkan lalu memigrasi.",
        )
    return lock


def run_waiting() -> None:
    """Do every job that waits now, and what is due; return when nothing waits."""
    from django.utils import timezone

    from puas.commands.worker_loops import build_worker
    from puas.operations.schedules import run_due

    run_due(now=timezone.now())
    worker = build_worker()
    worker.configure_signals()
    worker.run()


def work_forever(beside: int) -> None:
    """Do what waits, again and again. Repeated work has a thread: a long job does not hold it up."""
    from puas.commands.worker_loops import build_worker, is_anything_ready, tick_forever

    worker = build_worker()
    worker.configure_signals()
    threading.Thread(target=tick_forever, args=(TICK_SECONDS,), daemon=True).start()
    while worker.running and not (beside and os.getppid() != beside):
        if is_anything_ready():
            worker.run()
        time.sleep(IDLE_SECONDS)
