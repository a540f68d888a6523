"""Ways to keep nine answers in a row: size on disk and time to count, on SQLite and on PostgreSQL.

    .venv/bin/python -m tests.bench.answer_layouts [ROWS]

Prints the table of docs/adr/0004-how-answers-are-packed.md. PostgreSQL is measured when PUAS_DATABASE_URL
names one. Times are the best of three: processor seconds on SQLite, wall seconds on PostgreSQL. Every layout
gives the same sums, or the run stops.
"""

import json
import os
import random
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ITEMS = 9
PAIRS = [(i, j) for i in range(ITEMS) for j in range(i, ITEMS)]


@dataclass(frozen=True)
class Layout:
    """Columns of a layout, how a row is made of scores, and how score k is read back (SQLite, PostgreSQL)."""

    name: str
    columns: tuple[str, ...]
    kind: str
    make: Callable[[Sequence[int]], tuple[Any, ...]]
    sqlite: str
    postgresql: str

    def scores(self, vendor: str) -> str:
        cut = self.sqlite if vendor == "sqlite" else self.postgresql
        return ", ".join(f"{cut.format(k=k, bit=3 * k, place=k + 1)} AS x{k}" for k in range(ITEMS))


def pack(scores: Sequence[int]) -> int:
    return sum(score << 3 * k for k, score in enumerate(scores))


LAYOUTS = (
    Layout(
        "two words", ("a", "b"), "BIGINT", lambda s: (pack(s), 0), "((a >> {bit}) & 7)", "((a >> {bit}) & 7)"
    ),
    Layout("a column an item", tuple(f"q{k}" for k in range(ITEMS)), "SMALLINT", tuple, "q{k}", "q{k}"),
    Layout(
        "digits as text",
        ("a",),
        "TEXT",
        lambda s: ("".join(map(str, s)),),
        "CAST(substr(a, {place}, 1) AS INTEGER)",
        "CAST(substr(a, {place}, 1) AS INTEGER)",
    ),
    Layout(
        "JSON",
        ("a",),
        "TEXT",
        lambda s: (json.dumps({f"Q{k + 1}": score for k, score in enumerate(s)}),),
        "json_extract(a, '$.Q{place}')",
        "CAST(a::jsonb ->> 'Q{place}' AS INTEGER)",
    ),
)


def tally_sums() -> list[str]:
    """The 225 sums of a tally of nine elements; the first 36 are the counts of each score."""
    counts = [f"SUM(CASE WHEN x{i} = {v} THEN n ELSE 0 END)" for i in range(ITEMS) for v in (1, 2, 3, 4)]
    answered = [f"SUM(CASE WHEN x{i} > 0 THEN n ELSE 0 END)" for i in range(ITEMS)]
    sums = [f"SUM(n * x{i})" for i in range(ITEMS)]
    pairs = [f"SUM(CASE WHEN x{i} > 0 AND x{j} > 0 THEN n ELSE 0 END)" for i, j in PAIRS]
    cross = [f"SUM(n * x{i} * x{j})" for i, j in PAIRS]
    given = [f"SUM(CASE WHEN x{j} > 0 THEN n * x{i} ELSE 0 END)" for i in range(ITEMS) for j in range(ITEMS)]
    return counts + answered + sums + pairs + cross + given


def questions(layout: Layout, vendor: str) -> Iterator[str]:
    """The counts row by row, the whole tally row by row, and the whole tally of folded equal answers."""
    columns, scores, sums = ", ".join(layout.columns), layout.scores(vendor), tally_sums()
    rows = f"SELECT 1 AS n, {scores} FROM answers LIMIT {2**62}"
    fold = f"SELECT {columns}, COUNT(*) AS n FROM answers GROUP BY {columns}"
    folded = f"SELECT n, {scores} FROM ({fold}) AS patterns LIMIT {2**62}"
    yield f"SELECT {', '.join(sums[:36])} FROM ({rows}) AS elements"
    yield f"SELECT {', '.join(sums)} FROM ({rows}) AS elements"
    yield f"SELECT {', '.join(sums)} FROM ({folded}) AS elements"


def answers(rows: int) -> list[tuple[int, ...]]:
    """Answers as skewed as real ones: most people say 3 or 4."""
    source = random.Random(7)
    return [tuple(source.choices((1, 2, 3, 4), (1, 4, 60, 35), k=ITEMS)) for _ in range(rows)]


def measure_sqlite(layout: Layout, given: Sequence[tuple[int, ...]]) -> tuple[float, list[float], list[Any]]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "answers.sqlite3"
        connection = sqlite3.connect(path)
        columns = ", ".join(f"{column} {layout.kind}" for column in layout.columns)
        connection.execute(f"CREATE TABLE answers (id INTEGER PRIMARY KEY, {columns})")
        places = ", ".join("?" * len(layout.columns))
        with connection:
            statement = f"INSERT INTO answers ({', '.join(layout.columns)}) VALUES ({places})"
            connection.executemany(statement, map(layout.make, given))
        times, results = [], []
        for question in questions(layout, "sqlite"):
            taken = []
            for _ in range(3):
                start = time.process_time()
                result = connection.execute(question).fetchone()
                taken.append(time.process_time() - start)
            times.append(min(taken))
            results.append(result)
        connection.close()
        return path.stat().st_size / 1e6, times, results


def measure_postgresql(
    layout: Layout, given: Sequence[tuple[int, ...]]
) -> tuple[float, list[float], list[Any]]:
    import psycopg

    with psycopg.connect(os.environ["PUAS_DATABASE_URL"], autocommit=True) as connection:
        columns = ", ".join(f"{column} {layout.kind}" for column in layout.columns)
        connection.execute(f"CREATE TEMPORARY TABLE answers (id BIGSERIAL, {columns})")
        copy = f"COPY answers ({', '.join(layout.columns)}) FROM STDIN"
        with connection.cursor() as cursor, cursor.copy(copy) as target:
            for scores in given:
                target.write_row(layout.make(scores))
        connection.execute("ANALYZE answers")
        times, results = [], []
        for question in questions(layout, "postgresql"):
            taken = []
            for _ in range(3):
                start = time.perf_counter()
                result = connection.execute(question).fetchone()
                taken.append(time.perf_counter() - start)
            times.append(min(taken))
            results.append(tuple(int(number) for number in result))
        (size,) = connection.execute("SELECT pg_relation_size('answers')").fetchone()
        return size / 1e6, times, results


def main(rows: int) -> None:
    given = answers(rows)
    print(f"{rows:,} rows, {len(set(given)):,} different answers")
    measures = {"SQLite": measure_sqlite}
    if os.environ.get("PUAS_DATABASE_URL", "").startswith("postgres"):
        measures["PostgreSQL"] = measure_postgresql
    for database, measure in measures.items():
        expected = None
        for layout in LAYOUTS:
            size, times, results = measure(layout, given)
            assert results[1] == results[2], "folding changed a sum"
            assert expected in (None, results), "a layout changed a sum"
            expected = results
            shown = "  ".join(f"{seconds:6.2f} s" for seconds in times)
            print(f"{database:11} {layout.name:17} {size:7.1f} MB  {shown}", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
