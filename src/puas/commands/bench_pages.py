"""`puas bench pages`: how long each page of the office takes on the large example, worst first."""

import json
import time
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from puas.commands.bench_databases import Database, open_databases
from puas.commands.bench_figures import Figures, print_number
from puas.commands.bench_machines import describe_machine
from puas.commands.bench_pages_visits import Seen, Visitor
from puas.commands.bench_servers import serving
from puas.demonstration.large import Size

TITLE = "Office pages"
PLACES = "puas.commands.bench_pages_places"
GOAL = 300
"""Milliseconds that 95 of 100 visits of a page may take."""
WARM_UP = 2
NOTES = (
    "One browser at a time on a connection that is kept, `puas serve` with its defaults on the same machine. "
    "Each page is visited twice before it is measured. KB: the body of the answer as it is sent.",
    "Role: of those that may see the page, the one for which it took longest. The pages are about the "
    "busiest unit of the example, which has a fifth of all answers.",
    "A file (PDF, XLSX, CSV) is no page: it stands at the end, and was asked for once.",
)


@dataclass(frozen=True)
class Row:
    """A page on one database: its slowest role and what was seen, in milliseconds and bytes."""

    route: str
    is_file: bool
    role: str
    p50: float
    p95: float
    slowest: float
    size: int


@dataclass(frozen=True)
class Source:
    """Where the example is: made anew, or in a data folder or database that has it."""

    size: Size
    folder: Path | None = None
    url: str | None = None


def measure_pages(source: Source, turns: int, engines: Collection[str]) -> Figures:
    """Return the milliseconds of every page on each of these databases, or on the given one alone."""
    machine = describe_machine("puas", "django", "granian")
    measured: dict[str, list[Row]] = {}
    notes = [*NOTES]
    with _open(source, engines) as databases:
        for database in databases:
            seconds = None if _is_given(source, database) else _make(database, source.size)
            measured[database.name], lacking = _measure(database, turns)
            notes.append(_describe(database, source, seconds, measured[database.name], lacking))
    return Figures(
        title=TITLE,
        command="./puas bench pages" + (f" --turns {turns}" if turns != 30 else ""),
        machine=machine,
        columns=("Page", "Role", *(f"{name}: {c}" for name in measured for c in ("p50", "p95", "max")), "KB"),
        rows=tuple(_print_rows(list(measured.values()))),
        notes=tuple(notes),
    )


@contextmanager
def _open(source: Source, engines: Collection[str]) -> Iterator[tuple[Database, ...]]:
    if source.folder is not None:
        yield (Database("PostgreSQL" if source.url else "SQLite", source.folder, source.url),)
        return
    with open_databases(engines) as databases:
        yield databases


def _is_given(source: Source, database: Database) -> bool:
    return source.folder is not None and database.folder == source.folder


def _make(database: Database, size: Size) -> float:
    """Make the example with the command that everybody has; return its seconds."""
    started = time.perf_counter()
    sizes = ("--units", str(size.units), "--periods", str(size.periods), "--answers", str(size.answers))
    database.run("puas", "demo", "--size", "large", "--no-serve", *sizes)
    return time.perf_counter() - started


def _measure(database: Database, turns: int) -> tuple[list[Row], list[str]]:
    """Return the row of every page, and the routes of which the example has nothing to show."""
    plan = json.loads(database.run(PLACES))
    visits = [visit for visit in plan["visits"] if visit["path"]]
    lacking = [visit["route"] for visit in plan["visits"] if not visit["path"]]
    with serving(database) as (_, port):
        people = {name: Visitor(port, name, password) for name, password in plan["logins"].items()}
        seen = {visit["route"]: _visit(visit, people, turns) for visit in visits}
    rows = [row for row in seen.values() if row is not None]
    return rows, [*lacking, *(route for route, row in seen.items() if row is None)]


def _visit(visit: dict[str, Any], people: dict[str, Visitor], turns: int) -> Row | None:
    """Return the row of the role for which the page took longest; None when it is not there for any."""
    if visit["is_file"]:
        return _sum_up(visit, visit["who"][0], [people[visit["who"][0]].get(visit["path"])])
    rows = []
    for name in visit["who"]:
        first = [people[name].get(visit["path"]) for _ in range(WARM_UP)]
        if first[-1].size >= 0:
            seen = [people[name].get(visit["path"]) for _ in range(turns)]
            rows.append(_sum_up(visit, name, seen))
    return max(rows, key=lambda row: row.p95, default=None)


def _sum_up(visit: dict[str, Any], name: str, seen: Sequence[Seen]) -> Row:
    ordered = sorted(one.milliseconds for one in seen)
    return Row(
        route=visit["route"],
        is_file=visit["is_file"],
        role=name.partition(".")[0],
        p50=ordered[len(ordered) // 2],
        p95=ordered[min(len(ordered) - 1, len(ordered) * 95 // 100)],
        slowest=ordered[-1],
        size=seen[0].size,
    )


def _print_rows(measured: Sequence[Sequence[Row]]) -> Iterator[tuple[str, ...]]:
    """Yield a line for each page, the slowest on any database first, the files last."""
    by_route = [{row.route: row for row in rows} for rows in measured]
    routes = [row.route for row in measured[0]]
    worst = {route: max((rows[route] for rows in by_route), key=lambda row: row.p95) for route in routes}
    for route in sorted(routes, key=lambda route: (worst[route].is_file, -worst[route].p95)):
        cells = [
            print_number(figure)
            for rows in by_route
            for figure in (rows[route].p50, rows[route].p95, rows[route].slowest)
        ]
        name = route.removeprefix("office:") + (" (file)" if worst[route].is_file else "")
        yield name, worst[route].role, *cells, print_number(worst[route].size / 1000)


def _describe(
    database: Database, source: Source, seconds: float | None, rows: Sequence[Row], lacking: Sequence[str]
) -> str:
    """Return the sentence about one database: how the example came, what is slow, what was not visited."""
    size = source.size
    made = (
        "the example that was there"
        if seconds is None
        else f"the example ({size.units} units, {size.periods} quarters, "
        f"{print_number(size.answers)} answers) made in {print_number(seconds)} s"
    )
    pages = [row for row in rows if not row.is_file]
    slow = sum(row.p95 >= GOAL for row in pages)
    return (
        f"{database.name}: {made}; {len(pages)} pages, {slow} of them with a p95 of {GOAL} ms or more. "
        f"Not visited, because the example has nothing of the kind: {', '.join(lacking)}."
    )
