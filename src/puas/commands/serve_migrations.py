"""Is the database there, as old as the code, newer, or older? And bringing it up to the code."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from puas.errors import BadInstallation

_TOGETHER = 0x70756173  # advisory lock on PostgreSQL: two hosts that start at once migrate once


def find_unknown_migrations() -> list[str]:
    """Return the migrations that the database has and this code does not: the database is newer."""
    executor = _executor()
    installed = {app for app, _ in executor.loader.disk_migrations}
    applied = executor.loader.applied_migrations
    return sorted(
        f"{app}.{name}"
        for app, name in applied
        if app in installed
        and (app, name) not in executor.loader.disk_migrations
        and (app, name) not in _replaced(executor)
    )


def find_pending_migrations() -> list[str]:
    """Return the migrations that this code has and the database does not, in their order."""
    executor = _executor()
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def require_database() -> str:
    """Return the name and version of the database. Raises BadInstallation when it does not answer."""
    import django
    from django.db import DatabaseError, connection

    django.setup()
    try:
        with connection.cursor() as cursor:
            cursor.execute("select sqlite_version()" if is_embedded() else "show server_version")
            return f"{connection.display_name} {cursor.fetchone()[0]}"
    except DatabaseError as error:
        raise BadInstallation(
            "database_unreachable",
            "Basis data tidak dapat dibuka: {reason}. Periksa PUAS_DATABASE_URL dan PUAS_DATA, "
            "atau jalankan server basis data.",
            reason=_first_line(error),
        ) from error


def require_not_newer() -> None:
    """Raise BadInstallation when the database was made by a newer puas: old code would harm it."""
    if unknown := find_unknown_migrations():
        raise BadInstallation(
            "database_newer",
            "Basis data ini dibuat oleh puas yang lebih baru (migrasi {names}). "
            "Pasang versi itu, atau pulihkan cadangan lama dengan puas restore.",
            names=", ".join(unknown),
        )


def migrate(backup: Path | None) -> None:
    """Apply what is pending. Raises BadInstallation that names the backup; nothing must be served then."""
    from django.core.management import call_command

    try:
        with _one_migrator():
            call_command("migrate", interactive=False, verbosity=0)
    except Exception as error:  # whatever a migration raises, the answer is the same
        raise BadInstallation(
            "migration_failed",
            "Migrasi basis data gagal: {reason}. Tidak ada yang dilayani. "
            "Kembali ke keadaan sebelum migrasi: {backup}",
            reason=_first_line(error),
            backup=f"puas restore --force {backup}" if backup else "-",
        ) from error


def is_embedded() -> bool:
    """Return whether the data live in a file of ours (SQLite)."""
    from django.db import connection

    return connection.vendor == "sqlite"


def _executor() -> Any:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    return MigrationExecutor(connection)


def _replaced(executor: Any) -> set[tuple[str, str]]:
    return {key for squashed in executor.loader.replacements.values() for key in squashed.replaces}


@contextmanager
def _one_migrator() -> Iterator[None]:
    """PostgreSQL only: the embedded database is guarded by the data folder's lock."""
    from django.db import connection

    if is_embedded():
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_lock(%s)", [_TOGETHER])
        try:
            yield
        finally:
            cursor.execute("select pg_advisory_unlock(%s)", [_TOGETHER])


def _first_line(error: Exception) -> str:
    lines = str(error).strip().splitlines()
    return lines[0].rstrip(".") if lines else type(error).__name__
