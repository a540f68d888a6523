"""Loaded before every test."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

pytest_plugins = ["tests.legs"]

Flush = Callable[..., list[str]]


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
    """Let the flush after a transactional test empty tables that refuse DELETE, quickly.

    SQLite has no TRUNCATE: the triggers are read from the database, dropped for the flush, and made again
    with the same statements. PostgreSQL TRUNCATE of every table takes as long as many a test: the rows are
    deleted with the triggers asleep instead.
    """
    from django.db import connection

    lifts = {"sqlite": _flush_on_sqlite, "postgresql": _flush_on_postgresql}
    patch = pytest.MonkeyPatch()
    plain = type(connection.ops).sql_flush
    patch.setattr(type(connection.ops), "sql_flush", lifts[connection.vendor](plain))
    yield
    patch.undo()


def _flush_on_sqlite(plain: Flush) -> Flush:
    def sql_flush(self: Any, *args: Any, **kwargs: Any) -> list[str]:
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            triggers = cursor.fetchall()
        drops = [f"DROP TRIGGER {name}" for name, _ in triggers]
        return [*drops, *plain(self, *args, **kwargs), *(sql for _, sql in triggers)]

    return sql_flush


def _flush_on_postgresql(plain: Flush) -> Flush:
    def sql_flush(self: Any, style: Any, tables: Any, **kwargs: Any) -> list[str]:
        if kwargs.get("reset_sequences"):
            return plain(self, style, tables, **kwargs)
        deletes = [f"DELETE FROM {self.quote_name(table)}" for table in tables]
        return ["SET session_replication_role = replica", *deletes, "SET session_replication_role = origin"]

    return sql_flush
