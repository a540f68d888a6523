"""The wire between a browser and the server: it can be cut, it can answer in the server's place, it counts.

Worker and page both go through it, so a cut is a cut for everything that the browser does.
"""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

PATIENCE = 5
BUSY = (
    b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 2\r\nContent-Type: application/json\r\n"
    b"Content-Length: 52\r\nConnection: close\r\n\r\n"
    b'{"code": "database_unreachable", "error": "Sibuk."}\n'
)
BROKEN = b"HTTP/1.1 500 Oops\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
HOTSPOT = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 26\r\nConnection: close\r\n\r\n"
    b"<h1>Masuk ke Wi-Fi</h1>   "
)


class Wire:
    """Carries bytes to `port`. `received` is how many came back; `requests` the first lines that went out."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.received = 0
        self.requests: list[str] = []
        self._reply: bytes | None = None
        self._is_cut = False
        self._is_deaf = False
        self._open: set[socket.socket] = set()
        self._door = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://localhost:{self._door.getsockname()[1]}"
        threading.Thread(target=self._listen, daemon=True).start()

    def cut(self) -> None:
        """Refuse every connection, those that are open too."""
        self._is_cut = True
        self._hang_up()

    def lose_replies(self) -> None:
        """Carry what goes out, and lose what comes back."""
        self._is_deaf = True

    def mend(self) -> None:
        """Carry again."""
        self._is_cut, self._is_deaf, self._reply = False, False, None
        self._hang_up()

    def answer(self, reply: bytes) -> None:
        """Answer every request with these bytes, in the server's place."""
        self._is_cut, self._reply = False, reply
        self._hang_up()

    def close(self) -> None:
        self._door.close()
        self._hang_up()

    def _hang_up(self) -> None:
        for one in list(self._open):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)

    def _listen(self) -> None:
        with suppress(OSError):
            while True:
                browser, _ = self._door.accept()
                threading.Thread(target=self._serve, args=(browser,), daemon=True).start()

    def _serve(self, browser: socket.socket) -> None:
        self._open.add(browser)
        with browser, suppress(OSError):
            if not self._is_cut and self._reply is not None:
                self._answer(browser, self._reply)
            elif not self._is_cut:
                self._carry(browser)
        self._open.discard(browser)

    def _answer(self, browser: socket.socket, reply: bytes) -> None:
        request = b""
        while b"\r\n\r\n" not in request and (part := browser.recv(65536)):
            request += part
        self._note(request)
        head, _, body = request.partition(b"\r\n\r\n")
        length = next(
            (int(line[15:]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")), 0
        )
        while len(body) < length and (part := browser.recv(65536)):
            body += part
        browser.sendall(reply)

    def _carry(self, browser: socket.socket) -> None:
        with socket.create_connection(("127.0.0.1", self.port), PATIENCE) as server:
            server.settimeout(None)
            self._open.add(server)
            threading.Thread(target=self._pump, args=(browser, server), daemon=True).start()
            with suppress(OSError):
                while (part := server.recv(65536)) and not self._is_deaf:
                    self.received += len(part)
                    browser.sendall(part)
            self._open.discard(server)
        with suppress(OSError):
            browser.shutdown(socket.SHUT_RDWR)  # the other thread may still be reading from it

    def _pump(self, browser: socket.socket, server: socket.socket) -> None:
        with suppress(OSError):
            while part := browser.recv(65536):
                self._note(part)
                server.sendall(part)
        with suppress(OSError):
            server.shutdown(socket.SHUT_WR)

    def _note(self, part: bytes) -> None:
        if part.startswith((b"GET ", b"POST ", b"HEAD ")):
            self.requests.append(part.split(b" HTTP/", 1)[0].decode())


@contextmanager
def open_wire(url: str) -> Iterator[Wire]:
    """Carry to the server at `url` until the end of the block."""
    wire = Wire(int(url.rpartition(":")[2]))
    try:
        yield wire
    finally:
        wire.close()
