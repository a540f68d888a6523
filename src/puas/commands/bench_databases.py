"""The databases a measurement runs on: a fresh SQLite file, a fresh PostgreSQL one if reachable."""

import os
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Collection, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from puas.errors import BadInstallation

CHILD_SECONDS = 3600
SQLITE, POSTGRESQL = ENGINES = ("sqlite", "postgresql")
_NO_POSTGRESQL = "PostgreSQL was left out: none is reachable or installed."


@dataclass(frozen=True)
class Database:
    """A database of our own for one measurement; `environment` makes a child process use it."""

    name: str
    folder: Path
    url: str | None

    @property
    def environment(self) -> dict[str, str]:
        kept = {k: v for k, v in os.environ.items() if not k.startswith("PUAS_")}
        ours = {"PUAS_DATA": str(self.folder), "DJANGO_SETTINGS_MODULE": "puas.settings"}
        unlimited = {"PUAS_LINK_LIMIT": "0", "PUAS_SURVEY_LIMIT": "0"}
        return {**kept, **ours, **unlimited, **({"PUAS_DATABASE_URL": self.url} if self.url else {})}

    def count_answers(self) -> int:
        """Return how many answers are stored, asked of the database itself."""
        statement = "select count(*) from puas_response"
        if self.url:
            with _connect(self.url) as connection:
                return int(connection.execute(statement).fetchone()[0])
        with closing(sqlite3.connect(self.folder / "puas.sqlite3")) as connection:
            return int(connection.execute(statement).fetchone()[0])

    def run(self, *arguments: str) -> str:
        """Return what `python -m arguments` prints on this database. Raises BadInstallation when it fails."""
        done = subprocess.run(
            [sys.executable, "-m", *arguments],
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=CHILD_SECONDS,
            check=False,
        )
        if done.returncode:
            raise BadInstallation(
                "bench_child",
                "Pengukuran berhenti: {reason}. Jalankan puas doctor, lalu ulangi.",
                reason=(done.stderr.strip().splitlines() or ["?"])[-1].rstrip("."),
            )
        return done.stdout


@contextmanager
def open_databases(engines: Collection[str] = ENGINES) -> Iterator[tuple[Database, ...]]:
    """Yield a new database of each of `engines` that is reachable, SQLite first; all are gone at the end."""
    with ExitStack() as stack:
        found = [stack.enter_context(open_sqlite())] if SQLITE in engines else []
        postgresql = stack.enter_context(open_postgresql()) if POSTGRESQL in engines else None
        yield (*found, postgresql) if postgresql else tuple(found)


def describe_left_out(engines: Collection[str], databases: Collection[Database]) -> tuple[str, ...]:
    """Return the sentence of a measurement on fewer databases than were asked for; () when none lacks."""
    return (_NO_POSTGRESQL,) if len(databases) < len(engines) else ()


@contextmanager
def open_sqlite() -> Iterator[Database]:
    """Yield a folder with nothing in it yet; SQLite runs as it does by default (WAL, synchronous=FULL)."""
    with tempfile.TemporaryDirectory(prefix="puas-bench-", ignore_cleanup_errors=True) as folder:
        yield Database("SQLite FULL", Path(folder), None)


@contextmanager
def open_postgresql() -> Iterator[Database | None]:
    """Yield a new database on the server of `puas test`, dropped at the end; None when there is none."""
    from puas.commands import test_databases

    with test_databases.open_postgresql() as server:
        if server is None:
            yield None
            return
        name = f"puas_bench_{os.getpid()}"
        _execute(server, f"create database {name}")
        try:
            with tempfile.TemporaryDirectory(prefix="puas-bench-", ignore_cleanup_errors=True) as folder:
                url = urlsplit(server)._replace(path=f"/{name}").geturl()
                yield Database(f"PostgreSQL {_version(server)}", Path(folder), url)
        finally:
            _execute(server, f"drop database {name} with (force)")


def _connect(server: str) -> Any:
    import psycopg

    return psycopg.connect(server, autocommit=True)


def _execute(server: str, statement: str) -> None:
    with _connect(server) as connection:
        connection.execute(statement)


def _version(server: str) -> str:
    with _connect(server) as connection:
        row = connection.execute("show server_version").fetchone()
        return str(row[0]).split()[0]
