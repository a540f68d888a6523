"""`puas serve`: bring the database up to the code, then serve; never on a database that does not fit."""

import os
import socket
from contextlib import nullcontext

import click

from puas.commands.backup import backup_before_migration
from puas.commands.serve_locks import DataLock
from puas.commands.serve_migrations import (
    find_pending_migrations,
    is_embedded,
    migrate,
    require_database,
    require_not_newer,
)
from puas.commands.serve_workers import keep_worker
from puas.errors import BadInstallation, NotNow
from puas.language import say

STOP_SECONDS = 10


@click.command(help=say("Layani aplikasi: migrasi dahulu, lalu melayani sampai dihentikan (Ctrl-C)."))
@click.option(
    "--host", default="127.0.0.1", show_default=True, help=say("Alamat yang didengarkan; 0.0.0.0 untuk semua")
)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help=say("Porta"))
@click.option(
    "--workers", default=0, type=click.IntRange(0, 256), help=say("Banyaknya proses (bawaan: satu per inti)")
)
@click.option(
    "--jobs/--no-jobs",
    default=None,
    help=say("Jalankan juga satu puas worker (bawaan: ya pada basis data tertanam, tidak pada PostgreSQL)"),
)
def command(host: str, port: int, workers: int, jobs: bool | None) -> None:
    """Prepare, then serve until SIGTERM or Ctrl-C."""
    require_free_port(host, port)
    prepare_database()
    serve_forever(host, port, workers, jobs)


def prepare_database() -> DataLock:
    """Make the database fit the code and keep everybody from changing that while this process lives.

    Raises BadInstallation: not reachable, newer than the code, or the migration failed;
    NotNow: a migration is needed while another `puas serve` uses the data folder.
    """
    import django
    from django.conf import settings

    django.setup()
    lock = DataLock(settings.DATA_DIR)
    is_alone = lock.take_alone()
    if not is_alone:
        lock.share()  # waits while another start migrates
    require_database()
    require_not_newer()
    if pending := find_pending_migrations():
        if not is_alone:
            raise NotNow(
                "migration_while_serving",
                "Basis data perlu dimigrasi, tetapi puas serve lain masih memakainya. Hentikan "
                "dahulu, lalu ulangi.",
            )
        _migrate(pending)
    lock.share()
    return lock


def _migrate(pending: list[str]) -> None:
    from django.db import connection
    from django.db.migrations.recorder import MigrationRecorder

    has_data = bool(MigrationRecorder(connection).applied_migrations())
    backup = backup_before_migration() if has_data and is_embedded() else None
    if backup:
        click.echo(say("Cadangan sebelum migrasi: {path}", path=backup))
    migrate(backup)
    click.echo(say("Basis data dimigrasi: {count} langkah.", count=len(pending)))


def _let_go_of_the_database() -> None:
    """Close the connections: the workers are children and must open their own."""
    from django.db import connections

    connections.close_all()


def serve_forever(host: str, port: int, workers: int = 0, jobs: bool | None = None) -> None:
    """Serve until SIGTERM or Ctrl-C. One thread a worker: more threads only wait for each other on SQLite.

    `jobs`: have one `puas worker` beside; None means on the embedded database.
    Raises BadInstallation when the workers die again and again.
    """
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    from puas.web.warmth import warm_up
    from puas.wsgi import application  # noqa: F401 - loaded before the workers are made: an error shows here, once

    warm_up()

    server = Granian(
        "puas.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers or len(os.sched_getaffinity(0)),
        blocking_threads=1,
        websockets=False,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        workers_kill_timeout=STOP_SECONDS,
    )
    click.echo(
        say("puas melayani di {address} (Ctrl-C untuk berhenti)", address=f"http://{_printed(host)}:{port}/")
    )
    has_worker = is_embedded() if jobs is None else jobs
    _let_go_of_the_database()
    try:
        with keep_worker() if has_worker else nullcontext():
            server.serve()
    except SystemExit as stopped:
        if stopped.code:
            raise BadInstallation(
                "serve_workers",
                "Proses layanan mati berulang kali. Jalankan puas doctor, lalu lihat pesan di atas.",
            ) from stopped


def require_free_port(host: str, port: int) -> None:
    """Raise NotNow when nothing can listen there (granian itself would quietly share a port)."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except OSError as error:
        raise NotNow(
            "serve_port",
            "Tidak dapat mendengarkan di {host}:{port} ({reason}). "
            "Hentikan program yang memakainya, atau pilih porta lain dengan --port.",
            host=host,
            port=port,
            reason=error.strerror,
        ) from error


def _printed(host: str) -> str:
    if host in ("0.0.0.0", "::"):  # noqa: S104 - only compared
        return "127.0.0.1"
    return f"[{host}]" if ":" in host else host
