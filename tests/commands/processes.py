"""The `puas` command as operators run it: another process, a data folder of its own, a free port."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import ProxyHandler, build_opener

ROOT = Path(__file__).parents[2]


def run_puas(*arguments: str | Path, data: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run one command to its end."""
    return subprocess.run(
        [sys.executable, "-m", "puas", *arguments],
        env=build_environment(data, **environment),
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )


def build_environment(data: Path, **more: str) -> dict[str, str]:
    kept = {
        k: v for k, v in os.environ.items() if not k.startswith("PUAS_") and k != "DJANGO_SETTINGS_MODULE"
    }
    return {**kept, "PYTHONPATH": str(ROOT / "src"), "PUAS_DATA": str(data), **more}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def serving(data: Path, **environment: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Yield (process, address) of a running `puas serve`; it is stopped by SIGTERM at the end."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "puas", "serve", "--port", str(port), "--workers", "1"],
        env=build_environment(data, **environment),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        wait_for(process, port)
        yield process, f"http://127.0.0.1:{port}"
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=30)


def wait_for(process: subprocess.Popen[str], port: int) -> None:
    ends = time.monotonic() + 60
    while time.monotonic() < ends:
        assert process.poll() is None, process.communicate()[0]
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError("puas serve does not answer")


def fetch(address: str) -> tuple[int, str]:
    """Return (status, body) of a GET."""
    try:
        with build_opener(ProxyHandler({})).open(address, timeout=30) as answer:
            return answer.status, answer.read().decode()
    except URLError as error:
        return getattr(error, "code", 0), str(error)
