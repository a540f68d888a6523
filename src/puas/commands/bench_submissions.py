"""`puas bench submit`: whole journeys against a real `puas serve`, and whether all they were told is kept."""

import json
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from puas.commands.bench_databases import Database, open_postgresql, open_sqlite
from puas.commands.bench_figures import Figures, print_number
from puas.commands.bench_machines import describe_machine, read_cpu_seconds
from puas.errors import BadInstallation

HOST = "127.0.0.1"
WARM_UP = 2.0
START_SECONDS = 60
SURVEYS = "puas.commands.bench_surveys"
JOURNEYS = "puas.commands.bench_journeys"
TITLE = "Answers taken"
NOTES = (
    "A journey is GET of the form and POST of all nine answers, on a connection that is kept, "
    "as a browser does it; the server answers 303 only after the commit.",
    "CPU ms a journey: processor time of puas itself (a database server's own is not in it). "
    "The clients run on the same machine; client CPU is how many cores they took from it.",
    "The limits of answers a minute are off: PUAS_LINK_LIMIT=0, PUAS_SURVEY_LIMIT=0.",
    "Stored: rows counted in the database after the run, against the 303 answers the clients saw.",
)


def measure_submissions(clients: tuple[int, ...], seconds: float) -> Figures:
    """Return journeys per second for every number of clients on every database that is reachable."""
    machine = describe_machine("puas", "django", "granian")
    with open_sqlite() as database:
        rows = _measure(database, clients, seconds)
    notes: tuple[str, ...] = NOTES
    with open_postgresql() as postgresql:
        if postgresql:
            rows += _measure(postgresql, clients, seconds)
        else:
            notes = (*NOTES, "PostgreSQL was left out: none is reachable or installed.")
    return Figures(
        title=TITLE,
        command=f"./puas bench submit --seconds {seconds:g}",
        machine=machine,
        columns=(
            "Database",
            "Clients",
            "Journeys/s",
            "p50 ms",
            "p99 ms",
            "Acknowledged",
            "Stored",
            "Refused",
            "CPU ms a journey",
            "Client CPU",
        ),
        rows=tuple(rows),
        notes=notes,
    )


def _measure(database: Database, clients: tuple[int, ...], seconds: float) -> list[tuple[str, ...]]:
    token = database.run(SURVEYS, "make").strip()
    rows = []
    with _serving(database) as (process, port):
        for number in clients:
            before = int(database.run(SURVEYS, "count"))
            busy = read_cpu_seconds(process)
            seen = _visit(port, f"/s/{token}/", number, seconds)
            seen["server"] = (read_cpu_seconds(process) - busy) / max(seen["acknowledged"], 1)
            stored = int(database.run(SURVEYS, "count")) - before
            rows.append(_print_row(database.name, number, seen, stored))
    return rows


def _print_row(database: str, clients: int, seen: dict[str, Any], stored: int) -> tuple[str, ...]:
    return (
        database,
        str(clients),
        print_number(seen["per_second"]),
        print_number(seen["p50"]),
        print_number(seen["p99"]),
        str(seen["acknowledged"]),
        str(stored) + ("" if stored == seen["acknowledged"] else " (!)"),
        str(seen["refused"] + len(seen["errors"])),
        print_number(seen["server"] * 1000) if seen["server"] else "-",
        print_number(seen["cores"]),
    )


def _visit(port: int, path: str, clients: int, seconds: float) -> dict[str, Any]:
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            JOURNEYS,
            HOST,
            str(port),
            path,
            str(clients),
            str(seconds),
            str(min(WARM_UP, seconds)),
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    seen: dict[str, Any] = json.loads(done.stdout)
    return seen


@contextmanager
def _serving(database: Database) -> Iterator[tuple[int, int]]:
    """Yield (process id, port) of a server with the defaults; it is stopped cleanly."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port = probe.getsockname()[1]
    with (database.folder / "serve.log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "puas", "serve", "--port", str(port)],
            env=database.environment,
            stdout=log,
            stderr=log,
        )
        try:
            _wait_until_it_answers(process, port, database)
            yield process.pid, port
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(30)


def _wait_until_it_answers(process: subprocess.Popen[bytes], port: int, database: Database) -> None:
    ends = time.monotonic() + START_SECONDS
    while time.monotonic() < ends and process.poll() is None:
        try:
            socket.create_connection((HOST, port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    lines = (database.folder / "serve.log").read_text(encoding="utf-8").strip().splitlines()
    raise BadInstallation(
        "bench_serve",
        "puas serve tidak menjawab: {reason}. Jalankan puas doctor, lalu ulangi.",
        reason=(lines or ["?"])[-1].rstrip("."),
    )
