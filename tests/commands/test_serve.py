"""`puas serve` serves a database that fits, and nothing else."""

import signal
import socket
import sqlite3
import subprocess
import time
from contextlib import closing
from pathlib import Path

import pytest

from puas.commands.serve import require_free_port
from puas.commands.serve_locks import DataLock, hold_alone
from puas.errors import NotNow
from tests.commands.processes import fetch, free_port, run_puas, serving


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a data folder that was served once and stopped by SIGTERM."""
    data = tmp_path_factory.mktemp("served")
    with serving(data) as (process, address):
        assert fetch(f"{address}/")[0] == 200
        _wait_for_the_worker(data)
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0
        assert "migrasi" in (process.stdout.read() if process.stdout else "")
    return data


def _wait_for_the_worker(data: Path) -> None:
    """The worker beside the server does what is due as soon as it is there."""
    for _ in range(600):
        with closing(sqlite3.connect(data / "puas.sqlite3")) as connection:
            if connection.execute("select count(*) from puas_scheduledrun").fetchone()[0]:
                return
        time.sleep(0.1)
    raise AssertionError("the worker beside the server did nothing")


def _change(data: Path, statement: str) -> None:
    with closing(sqlite3.connect(data / "puas.sqlite3")) as connection, connection:
        connection.execute(statement)


def test_first_start_makes_database_and_key(served: Path) -> None:
    assert {path.name for path in served.iterdir()} >= {"puas.sqlite3", "secret_key", "lock"}


def test_the_worker_ends_with_the_server(served: Path) -> None:
    lock = DataLock(served)
    assert lock.take_alone()
    lock.release()


def test_newer_database_is_refused(served: Path, tmp_path: Path) -> None:
    data = _copy(served, tmp_path)
    _change(
        data, "insert into django_migrations (app, name, applied) values ('puas', '9999_later', '2030-01-01')"
    )
    done = run_puas("serve", "--port", str(free_port()), data=data)
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr == (
        "puas: Basis data ini dibuat oleh puas yang lebih baru (migrasi puas.9999_later). "
        "Pasang versi itu, atau pulihkan cadangan lama dengan puas restore.\n"
    )


def test_failed_migration_serves_nothing_and_names_the_backup(served: Path, tmp_path: Path) -> None:
    """The database forgot that it has the tables: making them again must fail."""
    data = _copy(served, tmp_path)
    _change(data, "delete from django_migrations where app = 'puas'")
    done = run_puas("serve", "--port", str(free_port()), data=data)
    backups = list((data / "backups").iterdir())
    assert (done.returncode, len(backups)) == (3, 1)
    assert "Migrasi basis data gagal" in done.stderr
    assert done.stderr.endswith(f"puas restore --force {backups[0]}\n")


def test_second_serve_waits_for_nobody_but_will_not_migrate(served: Path, tmp_path: Path) -> None:
    data = _copy(served, tmp_path)
    with serving(data):
        _change(data, "delete from django_migrations where app = 'sessions'")
        done = run_puas("serve", "--port", str(free_port()), data=data)
    assert done.returncode == 1
    assert done.stderr.startswith(
        "puas: Basis data perlu dimigrasi, tetapi puas serve lain masih memakainya."
    )


def test_ctrl_c_stops(served: Path) -> None:
    with serving(served) as (process, _):
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 0


def test_port_in_use_is_a_sentence(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = run_puas("serve", "--port", str(port), data=tmp_path / "data")
    assert done.returncode == 1
    assert done.stderr.startswith(f"puas: Tidak dapat mendengarkan di 127.0.0.1:{port} (")
    assert not (tmp_path / "data" / "puas.sqlite3").exists()


def test_unknown_host_is_a_sentence() -> None:
    with pytest.raises(NotNow, match=r"Tidak dapat mendengarkan di 203\.0\.113\.1"):
        require_free_port("203.0.113.1", 8000)


def test_database_that_does_not_answer(tmp_path: Path) -> None:
    done = run_puas(
        "serve",
        "--port",
        str(free_port()),
        data=tmp_path,
        PUAS_DATABASE_URL="postgresql://a:b@127.0.0.1:9/puas",
    )
    assert done.returncode == 3
    assert done.stderr.startswith("puas: Basis data tidak dapat dibuka: ")


def test_lock_lets_many_serve_and_one_restore(tmp_path: Path) -> None:
    first, second = DataLock(tmp_path), DataLock(tmp_path)
    assert first.take_alone()
    assert not second.take_alone()
    first.share()
    second.share()
    with pytest.raises(NotNow, match="sedang dipakai oleh puas serve"), hold_alone(tmp_path):
        pass
    first.release()
    second.release()
    with hold_alone(tmp_path):
        pass


def _copy(source: Path, target: Path) -> Path:
    subprocess.run(["cp", "-a", source, target / "data"], check=True)
    return target / "data"
