"""A light client that fills in the public form: python -m ... HOST PORT PATH CLIENTS SECONDS WARM_UP.

Every client keeps one connection and repeats the whole journey: GET the page, find its hidden UUID, POST an
answer to every question, expect the redirect (303). Prints one JSON object. Only the standard library, so
that the machine is busy with the server and not with the client.
"""

import asyncio
import gzip
import json
import random
import re
import sys
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from urllib.parse import urlencode

FORM = "application/x-www-form-urlencoded"
UUID = re.compile(rb'name="uuid" value="([0-9a-f-]{36})"')
RADIO = re.compile(r'<input[^>]*type="radio"[^>]*>')
ATTRIBUTE = re.compile(r'(name|value)="([^"]*)"')


@dataclass
class Count:
    """What the clients saw. `milliseconds` holds the journeys that ended inside the measured time."""

    acknowledged: int = 0
    refused: int = 0
    milliseconds: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


class Visitor:
    """One connection to the server, speaking HTTP/1.1."""

    def __init__(self, host: str, port: int, path: str) -> None:
        self.host, self.port, self.path = host, port, path
        self.named = f"{host}:{port}"

    async def connect(self) -> None:
        self.reader, self.writer = await asyncio.open_connection(self.host, self.port)

    async def get(self, path: str = "") -> tuple[int, bytes]:
        """GET what is at `path` below the visitor's own."""
        return await self.ask("GET", path, "Accept-Encoding: gzip")

    async def post(self, body: bytes, kind: str = FORM, path: str = "") -> tuple[int, bytes]:
        """POST a body of this content type to `path` below the visitor's own."""
        return await self.ask("POST", path, f"Content-Type: {kind}\r\nContent-Length: {len(body)}", body)

    async def ask(self, method: str, path: str, headers: str, body: bytes = b"") -> tuple[int, bytes]:
        """Send a request for `path` below the visitor's own; return the status and the unpacked body."""
        head = f"{method} {self.path}{path} HTTP/1.1\r\nHost: {self.named}\r\n{headers}\r\n\r\n"
        self.writer.write(head.encode() + body)
        return await self._hear()

    async def _hear(self) -> tuple[int, bytes]:
        head = (await self.reader.readuntil(b"\r\n\r\n")).lower()
        status = int(head[9:12])
        if found := re.search(rb"\r\ncontent-length: *(\d+)", head):
            body = await self.reader.readexactly(int(found[1]))
        elif b"\r\ntransfer-encoding: chunked" in head:
            body = await self._read_chunks()
        else:
            body = b""
        return status, gzip.decompress(body) if b"\r\ncontent-encoding: gzip" in head else body

    async def _read_chunks(self) -> bytes:
        body = b""
        while size := int(await self.reader.readuntil(b"\r\n"), 16):
            body += (await self.reader.readexactly(size + 2))[:-2]
        await self.reader.readexactly(2)
        return body


def find_questions(page: str) -> dict[str, list[str]]:
    """Return the values of every group of radio buttons on the page."""
    questions: dict[str, list[str]] = {}
    for button in RADIO.findall(page):
        found = dict(ATTRIBUTE.findall(button))
        if "name" in found and found.get("value"):
            questions.setdefault(found["name"], []).append(found["value"])
    return questions


Journey = Callable[[], Awaitable[bool]]
"""One answer from its beginning to its acknowledgement; False when it was refused."""


async def begin_visits(visitor: Visitor) -> Journey:
    """Return the journey of a citizen: GET the form, POST an answer to every question."""
    questions: dict[str, list[str]] = {}

    async def journey() -> bool:
        status, page = await visitor.get()
        uuid = UUID.search(page)
        if status != 200 or not uuid:
            raise ValueError(f"GET answered {status}")
        if not questions:
            questions.update(find_questions(page.decode()))
        answers = {name: random.choice(values) for name, values in questions.items()}  # noqa: S311 - load, not secrets
        status, _ = await visitor.post(urlencode({"uuid": uuid[1].decode(), **answers}).encode())
        return status == 303

    return journey


Begin = Callable[[Visitor], Awaitable[Journey]]


async def prepare(visitor: Visitor, begin: Begin, count: Count) -> Journey | None:
    """Connect a visitor and return its journey; None, with the reason counted, when that fails."""
    try:
        await visitor.connect()
        return await begin(visitor)
    except (OSError, ValueError, EOFError) as error:
        count.errors.append(f"{type(error).__name__}: {error}")
        return None


async def repeat(journey: Journey, count: Count, starts: float, ends: float) -> None:
    """Repeat the journey until `ends`; the last one is finished, so that every acknowledgement is counted."""
    try:
        while (began := time.perf_counter()) < ends:
            is_taken = await journey()
            finished = time.perf_counter()
            count.acknowledged += is_taken
            count.refused += not is_taken
            if began >= starts and finished <= ends and is_taken:
                count.milliseconds.append((finished - began) * 1000)
    except (OSError, ValueError, EOFError) as error:
        count.errors.append(f"{type(error).__name__}: {error}")


async def run(begin: Begin, visitors: list[Visitor], seconds: float, warm_up: float) -> Count:
    """Let the visitors come, all ready beforehand, for `warm_up` + `seconds`."""
    count = Count()
    journeys = await asyncio.gather(*(prepare(visitor, begin, count) for visitor in visitors))
    starts = time.perf_counter() + warm_up
    ready = [journey for journey in journeys if journey]
    await asyncio.gather(*(repeat(journey, count, starts, starts + seconds) for journey in ready))
    return count


def measure(begin: Begin, arguments: list[str]) -> None:
    """Print what the clients saw, and how much processor they used themselves."""
    host, port, path, clients, seconds, warm_up = arguments
    visitors = [Visitor(host, int(port), path) for _ in range(int(clients))]
    count = asyncio.run(run(begin, visitors, float(seconds), float(warm_up)))
    ordered = sorted(count.milliseconds) or [0.0]
    seen = {
        "acknowledged": count.acknowledged,
        "refused": count.refused,
        "errors": count.errors[:5],
        "per_second": len(count.milliseconds) / float(seconds),
        "p50": ordered[len(ordered) // 2],
        "p95": ordered[len(ordered) * 95 // 100],
        "p99": ordered[len(ordered) * 99 // 100],
        "cores": time.process_time() / (float(seconds) + float(warm_up)),
    }
    print(json.dumps(seen))


if __name__ == "__main__":
    measure(begin_visits, sys.argv[1:])
