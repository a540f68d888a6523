"""A real receiver of webhooks on this machine, which answers as it is told and remembers what came."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Receiver:
    """`status`: what it answers; `seconds`: how long it thinks first; `seen`: (path, headers, body)."""

    def __init__(self, status: int = 204, seconds: float = 0) -> None:
        self.status, self.seconds = status, seconds
        self.seen: list[tuple[str, dict[str, str], bytes]] = []
        self.url = ""


@contextmanager
def open_receiver(status: int = 204, seconds: float = 0) -> Iterator[Receiver]:
    """Listen until the end of the block."""
    receiver = Receiver(status, seconds)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            receiver.seen.append((self.path, {k.lower(): v for k, v in self.headers.items()}, body))
            time.sleep(receiver.seconds)
            self.send_response(receiver.status)
            if 300 <= receiver.status < 400:
                self.send_header("Location", f"{receiver.url}-lain")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    receiver.url = f"http://127.0.0.1:{server.server_port}/kabar"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def open_dripping(first: bytes, drip: bytes, pause: float = 0.05) -> Iterator[str]:
    """Yield the address of one that answers `first`, then `drip` again and again for as long as it may."""
    listening = socket.create_server(("127.0.0.1", 0))

    def answer() -> None:
        try:
            connection, _ = listening.accept()
            with connection:
                connection.recv(65536)
                connection.sendall(first)
                while drip:
                    time.sleep(pause)
                    connection.sendall(drip)
        except OSError:
            pass

    thread = threading.Thread(target=answer, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/"
    finally:
        listening.close()
        thread.join(5)
