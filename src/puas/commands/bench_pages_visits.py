"""A signed-in browser of one person, for a measurement: one connection, one session."""

import http.client
import re
import time
from dataclasses import dataclass
from urllib.parse import urlencode

from puas.commands.bench_servers import HOST
from puas.errors import BadInstallation

SIGN_IN = "/kantor/masuk/"
TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="([^"]+)"')
SECONDS = 120


@dataclass(frozen=True)
class Seen:
    """One answer: how long it took to its last byte, and the bytes of its body."""

    milliseconds: float
    size: int


class Visitor:
    """Somebody who is signed in."""

    def __init__(self, port: int, username: str, password: str) -> None:
        self.connection = http.client.HTTPConnection(HOST, port, timeout=SECONDS)
        self.cookies: dict[str, str] = {}
        self._sign_in(username, password)

    def get(self, path: str) -> Seen:
        """GET a page. BadInstallation `bench_page` when it is refused or fails; a page that is not there has
        the size -1.
        """
        try:
            started = time.perf_counter()
            status, body = self._ask("GET", path)
        except (
            http.client.RemoteDisconnected,
            ConnectionError,
        ):  # idle for too long
            self.connection.close()
            started = time.perf_counter()
            status, body = self._ask("GET", path)
        milliseconds = (time.perf_counter() - started) * 1000
        if status >= 400 and status != 404:
            raise _fault(path, status)
        return Seen(milliseconds, -1 if status == 404 else len(body))

    def _sign_in(self, username: str, password: str) -> None:
        _, page = self._ask("GET", SIGN_IN)
        token = TOKEN.search(page)
        fields = {"nama": username, "sandi": password}
        body = urlencode(fields | ({"csrfmiddlewaretoken": token[1].decode()} if token else {}))
        status, _ = self._ask("POST", SIGN_IN, body)
        if status != 302:
            raise _fault(SIGN_IN, status)

    def _ask(self, method: str, path: str, body: str | None = None) -> tuple[int, bytes]:
        headers = {
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "Accept": "text/html",
            "Accept-Encoding": "gzip",
            "Referer": f"http://{HOST}:{self.connection.port}{path}",
        }
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        for line in answer.headers.get_all("Set-Cookie", []):
            name, _, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value
        return answer.status, answer.read()


def _fault(path: str, status: int) -> BadInstallation:
    return BadInstallation(
        "bench_page",
        "Halaman {path} menjawab {status}. Jalankan puas doctor, lalu ulangi.",
        path=path,
        status=status,
    )
