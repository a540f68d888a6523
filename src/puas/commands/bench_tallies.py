"""`puas bench tally`: from rows to a Tally, in a file and in the databases, beside the time of reading."""

import json
import tempfile
import time
from collections.abc import Collection
from pathlib import Path

from puas.commands.bench_databases import Database, describe_left_out, open_databases
from puas.commands.bench_figures import Figures, print_number
from puas.commands.bench_machines import describe_machine
from puas.commands.bench_surveys import time_best

SURVEYS = "puas.commands.bench_surveys"
TITLE = "Answers counted"
UNEVEN = "[1, 2, 3, 3, 3, 3, 3, 4, 4, 4]"
NOTES = (
    "Nine answers a row; the fastest of three turns, with the file or table in memory. "
    "A whole Tally is made: scores per item, sums and cross-products of the elements, in integers.",
    "Reading: what the same engine needs to look at every answer of the same rows once (one plain sum).",
    "Uneven: 10, 10, 50 and 30 percent for the scores 1 to 4, much as people answer. Even: every score "
    "equally often, so that all 262.144 possible answers occur, which is the worst case.",
)


def measure_tallies(rows: int, database_rows: int, engines: Collection[str]) -> Figures:
    """Return the seconds of DuckDB and of each of these databases for so many rows."""
    machine = describe_machine("puas", "duckdb")
    found: list[tuple[str, ...]] = [
        _measure_file(rows, "even", "[1, 2, 3, 4]"),
        _measure_file(rows, "uneven", UNEVEN),
    ]
    with open_databases(engines) as databases:
        found += [_measure_database(database, database_rows) for database in databases]
    return Figures(
        title=TITLE,
        command=f"./puas bench tally --rows {rows} --database-rows {database_rows}",
        machine=machine,
        columns=("Engine", "Rows", "Tally s", "Reading s", "Rows/s", "Made in s", "MB"),
        rows=tuple(found),
        notes=(*NOTES, *describe_left_out(engines, databases)),
    )


def _measure_file(rows: int, name: str, scores: str) -> tuple[str, ...]:
    import duckdb

    from puas.engines.duckdb import tally_file
    from puas.exchange.instrument_files import load_instrument

    with tempfile.TemporaryDirectory(prefix="puas-bench-") as folder, duckdb.connect() as connection:
        path = Path(folder) / "answers.parquet"
        started = time.perf_counter()
        connection.execute(_write_answers(path, rows, scores))
        made = time.perf_counter() - started
        _, reading = time_best(lambda: connection.execute(_read_answers(path)).fetchall())
        tallies, seconds = time_best(lambda: tally_file(path, load_instrument("classic-2017")))
        _require(tallies[None].respondents, rows)
        return _print_row(f"DuckDB, Parquet, {name}", rows, seconds, reading, made, path.stat().st_size)


def _write_answers(path: Path, rows: int, scores: str) -> str:
    """Return SQL; `hash` instead of `random`, so that every run counts the same answers."""
    score = f"{scores}[(1 + hash(n * 16 + {{k}}) % len({scores}))::BIGINT]::UTINYINT as U{{k}}"
    columns = ", ".join(score.format(k=k) for k in range(1, 10))
    return (
        f"copy (select {columns} from range({rows}) as r(n)) to '{path}' (format parquet, compression zstd)"  # noqa: S608
    )


def _read_answers(path: Path) -> str:
    return f"select {' + '.join(f'sum(U{k})' for k in range(1, 10))} from '{path}'"  # noqa: S608 - our own file


def _measure_database(database: Database, rows: int) -> tuple[str, ...]:
    database.run(SURVEYS, "make")
    started = time.perf_counter()
    database.run(SURVEYS, "fill", str(rows))
    made = time.perf_counter() - started
    seen = json.loads(database.run(SURVEYS, "tally"))
    _require(seen["respondents"], rows)
    size = (
        sum(path.stat().st_size for path in database.folder.glob("puas.sqlite3*")) if not database.url else 0
    )
    return _print_row(f"{database.name}, uneven", rows, seen["seconds"], seen["reading"], made, size)


def _require(counted: int, rows: int) -> None:
    """A fast wrong count is no figure."""
    if counted != rows:
        raise AssertionError(f"{counted} of {rows} rows counted")


def _print_row(
    name: str, rows: int, seconds: float, reading: float, made: float, size: int
) -> tuple[str, ...]:
    return (
        name,
        f"{rows:,}".replace(",", "."),
        print_number(seconds),
        print_number(reading),
        print_number(rows / seconds),
        print_number(made),
        print_number(size / 1e6) if size else "-",
    )
