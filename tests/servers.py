"""A real server over the test database, as `puas serve` starts it: granian, two processes of one thread."""

import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote, urlencode

from tests.commands.processes import ROOT, free_port

WORKERS = 2


def database_url() -> str:
    """Return the address of the test database for another process."""
    from django.db import connection

    settings = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{settings['NAME']}"
    user, password = quote(settings["USER"]), quote(settings["PASSWORD"])
    return f"postgresql://{user}:{password}@{settings['HOST']}:{settings['PORT']}/{settings['NAME']}"


def build_server_environment(folder: Path, url: str) -> dict[str, str]:
    """Return the environment of another process that works on `url`, its data folder in `folder`."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "puas.settings",
        "PUAS_DATABASE_URL": url,
        "PUAS_DATA": str(folder),
        "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
        "PUAS_LINK_LIMIT": "0",  # what is tested here is what becomes of answers that are taken
        "PUAS_SURVEY_LIMIT": "0",
    }


class Server:
    """Where it listens, what it wrote to its log, and how it is killed."""

    def __init__(self, process: subprocess.Popen[bytes], port: int, log: Path) -> None:
        self.process, self.port, self.log = process, port, log
        self.address = f"http://127.0.0.1:{port}"

    def connect(self) -> http.client.HTTPConnection:
        """Return a connection that stays open, as a browser's does."""
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)

    def kill(self) -> None:
        """kill -9, the workers too."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(20)


@contextmanager
def open_server(folder: Path, url: str | None = None) -> Iterator[Server]:
    """Serve the test database (or `url`) until the end of the block; a killed server is no error."""
    port, log = free_port(), folder / "log"
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(port)]
    command += ["--workers", str(WORKERS), "--blocking-threads", "1", "--no-ws", "puas.wsgi:application"]
    with log.open("ab") as output:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=build_server_environment(folder, url or database_url()),
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    server = Server(process, port, log)
    try:
        _wait_for(server)
        yield server
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            process.wait(20)


def _wait_for(server: Server) -> None:
    for _ in range(600):
        assert server.process.poll() is None, server.log.read_text()
        connection = server.connect()
        try:
            connection.connect()
        except OSError:
            time.sleep(0.05)
        else:
            return
        finally:
            connection.close()
    raise AssertionError("the server does not listen")


def post_form(
    connection: http.client.HTTPConnection, token: str, fields: Mapping[str, str]
) -> http.client.HTTPResponse:
    """Send a form as a browser does; the answer's body is read, so that the connection can be used again."""
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    connection.request("POST", f"/s/{token}/", urlencode(fields), headers)
    answer = connection.getresponse()
    answer.body = answer.read()  # type: ignore[attr-defined]
    return answer
