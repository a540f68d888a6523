"""`puas bench data`: a long table of the open data as CSV, through a real server, and the server's memory."""

import http.client
import time
from collections.abc import Collection
from pathlib import Path

from puas.commands.bench_databases import Database, describe_left_out, open_databases
from puas.commands.bench_figures import Figures, print_number
from puas.commands.bench_machines import describe_machine
from puas.commands.bench_servers import HOST, serving
from puas.errors import BadInstallation

PLACES = "puas.commands.bench_open_data_places"
PATH = "/api/v1/elements.csv"
SECONDS, PIECE = 600, 65536
NOTES = (
    "`puas serve` with its defaults; one reader takes the whole table of elements. Memory: the most that the "
    "largest process of the server ever held (VmHWM), before anybody asked and after the last byte.",
)


def measure_open_data(rows: int, engines: Collection[str]) -> Figures:
    """Return rows, seconds and MiB of the server for a CSV of at least `rows` records, on these databases."""
    machine = describe_machine("puas", "django", "granian")
    with open_databases(engines) as databases:
        found = tuple(_measure(database, rows) for database in databases)
        notes = (*NOTES, *describe_left_out(engines, databases))
    return Figures(
        title="Open data",
        command=f"./puas bench data --rows {rows}",
        machine=machine,
        columns=("Database", "Rows", "MB", "First byte s", "Last byte s", "MiB before", "MiB at most"),
        rows=found,
        notes=notes,
    )


def _measure(database: Database, rows: int) -> tuple[str, ...]:
    """Make the example longer, then take its table."""
    database.run("puas", "demo", "--size", "large", "--no-serve", *["--periods", "2", "--answers", "5000"])
    made = int(database.run(PLACES, str(rows)))
    with serving(database) as (server, port):
        before = peak_memory(server)
        lines, size, first, last = _take(port)
        after = peak_memory(server)
    if lines != made:
        raise BadInstallation(
            "bench_table",
            "Tabel memuat {lines} baris, seharusnya {made}. Jalankan puas doctor, lalu ulangi.",
            lines=lines,
            made=made,
        )
    figures = (size / 1e6, first, last, before, after)
    return database.name, print_number(lines), *map(print_number, figures)


def _take(port: int) -> tuple[int, int, float, float]:
    """Return records, bytes, and the seconds to the first and the last byte."""
    connection = http.client.HTTPConnection(HOST, port, timeout=SECONDS)
    started = time.perf_counter()
    connection.request("GET", PATH)
    answer = connection.getresponse()
    if answer.status != 200:
        raise BadInstallation(
            "bench_page",
            "Halaman {path} menjawab {status}. Jalankan puas doctor, lalu ulangi.",
            path=PATH,
            status=answer.status,
        )
    lines, size, first = -1, 0, 0.0  # the first line names the columns
    while piece := answer.read(PIECE):
        first = first or time.perf_counter() - started
        lines, size = lines + piece.count(b"\n"), size + len(piece)
    connection.close()
    return lines, size, first, time.perf_counter() - started


def peak_memory(process: int) -> float:
    """Return the MiB that the largest of a process and those it started ever held. Linux only."""
    return max(_peak(one) for one in _family(process))


def _family(process: int) -> list[int]:
    children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    return [process, *(one for child in children for one in _family(int(child)))]


def _peak(process: int) -> float:
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))
