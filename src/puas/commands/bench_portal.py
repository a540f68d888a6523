"""`puas bench portal`: how many readers a second the public record has, and how long each page takes."""

import http.client
import json
import subprocess
import sys
import time
from collections.abc import Collection, Iterator
from typing import Any

from puas.commands.bench_databases import Database, describe_left_out, open_databases
from puas.commands.bench_figures import Figures, print_number
from puas.commands.bench_machines import describe_machine
from puas.commands.bench_servers import HOST, serving
from puas.demonstration.large import Size
from puas.errors import BadInstallation

TITLE = "Public record"
PLACES, READERS = "puas.commands.bench_portal_places", "puas.commands.bench_readers"
WAYS = {"same": "304", "kept": "kept", "drawn": "drawn"}
WARM_UP, CLIENTS, SECONDS = 1.0, 16, 60
NOTES = (
    "`puas serve` with its defaults on the same machine as its readers. 304: the reader has the page and "
    "asks whether it is the present one. Kept: the page is in the server's memory. Drawn: it is drawn for "
    "this reader, under a name of the host that nobody asked before.",
    "The unit page is that of the busiest unit that answers for itself alone, with its trend, plan, services "
    "and groups of respondents. KB: the body as it is sent, packed where the page is a text.",
    "Drawings of charts are kept by a process for the same figures; everything else of a drawn page is done "
    "anew.",
    "Of one reader at a time each page is asked for twice before it is measured.",
)


def measure_portal(size: Size, seconds: float, turns: int, engines: Collection[str]) -> Figures:
    """Return requests a second of the unit page, and the milliseconds of every page, on these databases."""
    machine = describe_machine("puas", "django", "granian")
    rows: list[tuple[str, ...]] = []
    notes = [*NOTES]
    with open_databases(engines) as databases:
        for database in databases:
            _make(database, size)
            pages = json.loads(database.run(PLACES))
            with serving(database) as (_, port):
                rows += _measure_rates(database, port, pages["unit"], seconds)
                rows += _measure_pages(database, port, pages, turns)
    notes += describe_left_out(engines, databases)
    notes.append(
        f"The example: {size.units} units, {size.periods} quarters, {print_number(size.answers)} answers."
    )
    return Figures(
        title=TITLE,
        command=f"./puas bench portal --seconds {seconds:g} --turns {turns}",
        machine=machine,
        columns=("Database", "Page", "Way", "Readers", "Requests/s", "p50 ms", "p95 ms", "KB"),
        rows=tuple(rows),
        notes=tuple(notes),
    )


def _make(database: Database, size: Size) -> None:
    """Make the example with the command that everybody has."""
    sizes = ("--units", str(size.units), "--periods", str(size.periods), "--answers", str(size.answers))
    database.run("puas", "demo", "--size", "large", "--no-serve", *sizes)


def _measure_rates(database: Database, port: int, path: str, seconds: float) -> Iterator[tuple[str, ...]]:
    """Yield a row for each way in which many readers ask for the unit page."""
    for way, word in WAYS.items():
        seen = _read(way, port, path, seconds)
        if seen["errors"] or seen["refused"]:
            raise _fault(path, seen["errors"] or seen["refused"])
        figures = (seen["per_second"], seen["p50"], seen["p95"])
        yield database.name, "unit", word, str(CLIENTS), *map(print_number, figures), "-"


def _read(way: str, port: int, path: str, seconds: float) -> dict[str, Any]:
    arguments = [way, HOST, str(port), path, str(CLIENTS), str(seconds), str(WARM_UP)]
    done = subprocess.run(
        [sys.executable, "-m", READERS, *arguments], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise _fault(path, (done.stderr.strip().splitlines() or ["?"])[-1])
    return dict(json.loads(done.stdout))


def _measure_pages(
    database: Database, port: int, pages: dict[str, str], turns: int
) -> Iterator[tuple[str, ...]]:
    """Yield two rows for each page: drawn every time, and kept."""
    connection = http.client.HTTPConnection(HOST, port, timeout=SECONDS)
    for name, path in pages.items():
        for way in ("drawn", "kept"):
            seen = [_ask(connection, path, way) for _ in range(turns + 2)][2:]
            ordered = sorted(milliseconds for milliseconds, _ in seen)
            p95 = ordered[min(len(ordered) - 1, len(ordered) * 95 // 100)]
            figures = (ordered[len(ordered) // 2], p95, seen[0][1] / 1000)
            yield database.name, name, WAYS[way], "1", "-", *map(print_number, figures)


def _ask(connection: http.client.HTTPConnection, path: str, way: str) -> tuple[float, int]:
    """Return milliseconds to the last byte, and the bytes of the body."""
    named = {"Host": f"n{time.time_ns()}.example"} if way == "drawn" else {}
    started = time.perf_counter()
    connection.request("GET", path, headers={"Accept-Encoding": "gzip"} | named)
    answer = connection.getresponse()
    body = answer.read()
    milliseconds = (time.perf_counter() - started) * 1000
    if answer.status != 200:
        raise _fault(path, answer.status)
    return milliseconds, len(body)


def _fault(path: str, what: object) -> BadInstallation:
    return BadInstallation(
        "bench_page",
        "Halaman {path} menjawab {status}. Jalankan puas doctor, lalu ulangi.",
        path=path,
        status=what,
    )
