"""A real `puas serve` for a measurement: started on a free port, stopped at its end."""

import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from puas.commands.bench_databases import Database
from puas.errors import BadInstallation

HOST = "127.0.0.1"
START_SECONDS = 60


@contextmanager
def serving(database: Database) -> Iterator[tuple[int, int]]:
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
