"""`puas tick`: run what is due by the clock, once; for cron where no `puas worker` runs."""

import click

from puas.language import say


@click.command(help=say("Jalankan sekali semua yang terjadwal dan sudah waktunya (untuk cron)."))
def command() -> int:
    """Print one line for what was run; return 1 when one of them failed."""
    from puas.commands.worker import join_database

    lock = join_database()
    try:
        return _run()
    finally:
        lock.release()


def _run() -> int:
    from django.utils import timezone

    from puas.operations.schedules import SCHEDULE, run_due

    labels = {one.name: one.label for one in SCHEDULE}
    runs = run_due(now=timezone.now())
    for run in runs:
        counts = ", ".join(f"{name}={count}" for name, count in run.outcome.items())
        click.echo(f"{say(labels[run.name])}: {run.error or counts or say('selesai')}")
    if not runs:
        click.echo(say("Belum ada yang waktunya."))
    return 1 if any(run.error for run in runs) else 0
