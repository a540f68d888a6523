"""A PostgreSQL for the tests: the one that is named, the one that runs here, or one of our own."""

import getpass
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from puas.errors import BadInstallation

LOCAL = "postgresql://postgres@127.0.0.1:5432/postgres"
INSTALL_LINE = "apt install postgresql"


@contextmanager
def open_postgresql() -> Iterator[str | None]:
    """Yield the URL of a PostgreSQL on which tests may make databases, or None when there is none.

    PUAS_TEST_DATABASE_URL first; then 127.0.0.1:5432 (user postgres, trust); then a server of
    our own in a temporary folder when PostgreSQL's programs are installed.
    Raises BadInstallation when the named one does not answer.
    """
    if named := os.environ.get("PUAS_TEST_DATABASE_URL"):
        if not _answers(named):
            raise BadInstallation(
                "test_database",
                "PostgreSQL yang disebut PUAS_TEST_DATABASE_URL tidak menjawab. "
                "Jalankan server itu, atau kosongkan PUAS_TEST_DATABASE_URL.",
            )
        yield named
    elif _answers(LOCAL):
        yield LOCAL
    elif programs := _find_programs():
        with _own_server(programs) as url:
            yield url
    else:
        yield None


def _answers(url: str) -> bool:
    import psycopg

    try:
        with psycopg.connect(url, connect_timeout=3):
            return True
    except psycopg.OperationalError:
        return False


def _find_programs() -> Path | None:
    """Return the folder with initdb and postgres (Debian keeps it out of PATH), the newest first."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: float(p.parts[4]))
    found = str(debian[-1]) if debian else shutil.which("initdb")
    return Path(found).parent if found else None


@contextmanager
def _own_server(programs: Path) -> Iterator[str]:
    with tempfile.TemporaryDirectory(prefix="puas-postgresql-", ignore_cleanup_errors=True) as folder:
        data = Path(folder) / "data"
        owner = _prepare_owner(folder)
        with (Path(folder) / "log").open("w") as log:
            options: dict[str, Any] = {"cwd": folder, "stdout": log, "stderr": log, **owner}
            subprocess.run(
                [programs / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync"],
                check=True,
                **options,
            )
            port = _free_port()
            settings = [f"-p{port}", "-clisten_addresses=127.0.0.1", f"-cunix_socket_directories={folder}"]
            server = subprocess.Popen([programs / "postgres", "-D", data, *settings, "-F"], **options)
            try:
                yield _wait_for(
                    server, f"postgresql://postgres@127.0.0.1:{port}/postgres", Path(folder) / "log"
                )
            finally:
                server.send_signal(2)  # SIGINT: PostgreSQL's fast shutdown
                server.wait(30)


def _prepare_owner(folder: str) -> dict[str, Any]:
    """Return who the server runs as: PostgreSQL refuses root, so root lends it to `postgres` or `nobody`."""
    if os.geteuid() != 0:
        return {"env": {**os.environ, "USER": getpass.getuser()}}
    import pwd

    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    person = known.get("postgres") or known["nobody"]
    os.chown(folder, person.pw_uid, person.pw_gid)
    return {"user": person.pw_uid, "group": person.pw_gid, "extra_groups": []}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_for(server: subprocess.Popen[bytes], url: str, log: Path) -> str:
    for _ in range(150):
        if _answers(url):
            return url
        if server.poll() is not None:
            break
        time.sleep(0.2)
    raise BadInstallation(
        "test_database_start",
        "PostgreSQL untuk pengujian tidak mau berjalan: {reason}. "
        "Pasang ulang ({line}) atau sebut server lain dengan PUAS_TEST_DATABASE_URL.",
        reason=(log.read_text().strip().splitlines() or ["?"])[-1],
        line=INSTALL_LINE,
    )
