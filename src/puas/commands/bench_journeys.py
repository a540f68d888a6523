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
from dataclasses import dataclass, field
from urllib.parse import urlencode

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

    async def connect(self) -> None:
        self.reader, self.writer = await asyncio.open_connection(self.host, self.port)

    async def get(self) -> tuple[int, bytes]:
        head = f"GET {self.path} HTTP/1.1\r\nHost: {self.host}:{self.port}\r\nAccept-Encoding: gzip\r\n\r\n"
        return await self._ask(head.encode())

    async def post(self, body: bytes) -> tuple[int, bytes]:
        head = (
            f"POST {self.path} HTTP/1.1\r\nHost: {self.host}:{self.port}\r\n"
            f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        return await self._ask(head.encode() + body)

    async def _ask(self, request: bytes) -> tuple[int, bytes]:
        self.writer.write(request)
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


async def visit(visitor: Visitor, count: Count, starts: float, ends: float) -> None:
    """Repeat the journey until `ends`; the last one is finished, so that every acknowledgement is counted."""
    questions: dict[str, list[str]] = {}
    try:
        await visitor.connect()
        while (began := time.perf_counter()) < ends:
            status, page = await visitor.get()
            questions = questions or find_questions(page.decode())
            uuid = UUID.search(page)
            if status != 200 or not uuid:
                raise ValueError(f"GET answered {status}")
            answers = {name: random.choice(values) for name, values in questions.items()}  # noqa: S311 - load, not secrets
            status, _ = await visitor.post(urlencode({"uuid": uuid[1].decode(), **answers}).encode())
            finished = time.perf_counter()
            count.acknowledged += status == 303
            count.refused += status != 303
            if began >= starts and finished <= ends and status == 303:
                count.milliseconds.append((finished - began) * 1000)
    except (OSError, ValueError, EOFError) as error:
        count.errors.append(f"{type(error).__name__}: {error}")


async def run(host: str, port: int, path: str, clients: int, seconds: float, warm_up: float) -> Count:
    """Let `clients` visit for `warm_up` + `seconds`."""
    count = Count()
    starts = time.perf_counter() + warm_up
    visitors = [Visitor(host, port, path) for _ in range(clients)]
    await asyncio.gather(*(visit(visitor, count, starts, starts + seconds) for visitor in visitors))
    return count


def main(arguments: list[str]) -> None:
    """Print what the clients saw, and how much processor they used themselves."""
    host, port, path, clients, seconds, warm_up = arguments
    count = asyncio.run(run(host, int(port), path, int(clients), float(seconds), float(warm_up)))
    ordered = sorted(count.milliseconds) or [0.0]
    seen = {
        "acknowledged": count.acknowledged,
        "refused": count.refused,
        "errors": count.errors[:5],
        "per_second": len(count.milliseconds) / float(seconds),
        "p50": ordered[len(ordered) // 2],
        "p99": ordered[len(ordered) * 99 // 100],
        "cores": time.process_time() / (float(seconds) + float(warm_up)),
    }
    print(json.dumps(seen))


if __name__ == "__main__":
    main(sys.argv[1:])
