"""Loaded before every test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

pytest_plugins = ["tests.legs"]


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Give SQLite a real file, as in production: several threads and processes, WAL and all."""
    from django.db import connection

    if connection.vendor == "sqlite":
        folder: Path = tmp_path_factory.mktemp("database")
        connection.settings_dict["TEST"]["NAME"] = str(folder / "test.sqlite3")


@pytest.fixture(scope="session", autouse=True)
def _cheap_passwords() -> Iterator[None]:
    """Hash the passwords of test accounts cheaply: the real, slow hash took most of the suite's time.

    Commands that run in a process of their own keep the real one, and test_settings says which that is.
    """
    from django.test import override_settings

    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


@pytest.fixture(scope="session", autouse=True)
def _heads_apart(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Keep what tests do out of the record that stands beside a developer's own database."""
    from django.conf import settings

    settings.AUDIT_HEADS = tmp_path_factory.mktemp("audit") / "heads"


@pytest.fixture(autouse=True)
def _full_buckets() -> None:
    """Let every test start with room: the counts live in the process, and numbers of links come again."""
    from puas.limits import buckets

    buckets.clear()


@pytest.fixture(scope="session", autouse=True)
def _flush_lifts_triggers() -> Iterator[None]:
    """Let the flush after a transactional test empty tables that refuse DELETE: SQLite has no TRUNCATE.

    The triggers are read from the database, dropped for the flush, and made again with the same statements.
    """
    from django.db import connection

    if connection.vendor != "sqlite":
        yield
        return
    plain = type(connection.ops).sql_flush

    def sql_flush(self, *args, **kwargs):
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            triggers = cursor.fetchall()
        drops = [f"DROP TRIGGER {name}" for name, _ in triggers]
        return [*drops, *plain(self, *args, **kwargs), *(sql for _, sql in triggers)]

    patch = pytest.MonkeyPatch()
    patch.setattr(type(connection.ops), "sql_flush", sql_flush)
    yield
    patch.undo()
