"""`puas bench submit`: answers by form and by OpenRosa to a real `puas serve`; is all it said yes to kept?"""

import json
import subprocess
import sys
from collections.abc import Collection
from typing import Any

from puas.commands.bench_databases import Database, describe_left_out, open_databases
from puas.commands.bench_figures import Figures, print_number
from puas.commands.bench_machines import describe_machine, read_cpu_seconds
from puas.commands.bench_servers import HOST, serving

WARM_UP = 2.0
SURVEYS = "puas.commands.bench_surveys"
CLIENTS = {"form": "puas.commands.bench_journeys", "OpenRosa": "puas.commands.bench_phones"}
"""The program that sends, by the way in."""
TITLE = "Answers taken"
NOTES = (
    "Form: a journey is GET of the form and POST of all nine answers, on a connection that is kept, "
    "as a browser does it; the server answers 303 only after the commit.",
    "OpenRosa: a journey is the POST of a filled form as ODK Collect sends it, which keeps the form itself; "
    "the server answers 201 only after the commit.",
    "CPU ms a journey: processor time of puas itself (a database server's own is not in it). "
    "The clients run on the same machine; client CPU is how many cores they took from it.",
    "The limits of answers a minute are off: PUAS_LINK_LIMIT=0, PUAS_SURVEY_LIMIT=0.",
    "Stored: rows counted in the database after the run, against the 303 and 201 that the clients saw.",
)


def measure_submissions(clients: tuple[int, ...], seconds: float, engines: Collection[str]) -> Figures:
    """Return journeys per second for every number of clients on each of these databases."""
    machine = describe_machine("puas", "django", "granian")
    with open_databases(engines) as databases:
        rows = [row for database in databases for row in _measure(database, clients, seconds)]
    return Figures(
        title=TITLE,
        command=f"./puas bench submit --seconds {seconds:g}",
        machine=machine,
        columns=(
            "Database",
            "Way in",
            "Clients",
            "Journeys/s",
            "p50 ms",
            "p99 ms",
            "Acknowledged",
            "Stored",
            "Refused",
            "CPU ms a journey",
            "Client CPU",
        ),
        rows=tuple(rows),
        notes=(*NOTES, *describe_left_out(engines, databases)),
    )


def _measure(database: Database, clients: tuple[int, ...], seconds: float) -> list[tuple[str, ...]]:
    paths = {"form": f"/s/{database.run(SURVEYS, 'make').strip()}/"}
    paths["OpenRosa"] = f"/odk/{database.run(SURVEYS, 'link').strip()}"
    rows = []
    with serving(database) as (process, port):
        for way, path in paths.items():
            for number in clients:
                before = database.count_answers()
                busy = read_cpu_seconds(process)
                seen = _visit(CLIENTS[way], port, path, number, seconds)
                seen["server"] = (read_cpu_seconds(process) - busy) / max(seen["acknowledged"], 1)
                stored = database.count_answers() - before
                rows.append((database.name, way, *_print_row(number, seen, stored)))
    return rows


def _print_row(clients: int, seen: dict[str, Any], stored: int) -> tuple[str, ...]:
    return (
        str(clients),
        print_number(seen["per_second"]),
        print_number(seen["p50"]),
        print_number(seen["p99"]),
        str(seen["acknowledged"]),
        str(stored) + ("" if stored == seen["acknowledged"] else " (!)"),
        str(seen["refused"] + len(seen["errors"])),
        print_number(seen["server"] * 1000) if seen["server"] else "-",
        print_number(seen["cores"]),
    )


def _visit(module: str, port: int, path: str, clients: int, seconds: float) -> dict[str, Any]:
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            module,
            HOST,
            str(port),
            path,
            str(clients),
            str(seconds),
            str(min(WARM_UP, seconds)),
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    seen: dict[str, Any] = json.loads(done.stdout)
    return seen
