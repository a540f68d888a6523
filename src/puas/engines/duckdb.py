"""Tallies of files of any size with DuckDB: the same integers as the naive reference, no rows in Python.

Every row becomes one number (three bits an item, as responses are packed in the database). Rows with the
same number are counted first; only the few different numbers are then taken apart into scores, sums and
products. Nine items have at most 5**9 different numbers, however many millions of rows there are.
"""
# ruff: noqa: S608 - the SQL is made of numbers and our own names; paths are quoted

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from puas.engines.duckdb_patterns import build_tally, select_patterns, select_tallies, select_words
from puas.engines.duckdb_sheets import has_marks, name_group, select_packed
from puas.errors import BadInput
from puas.exchange.answer_sheets import AnswerSheet, open_answer_sheet
from puas.exchange.guards import connect_quarantined, quote_text
from puas.methodology.instruments import Instrument
from puas.methodology.tallies import Tally

if TYPE_CHECKING:
    import duckdb

MAXIMUM_GROUPS = 1_000
Groups = dict[str | None, "GroupCount"]


@dataclass(frozen=True)
class GroupCount:
    """The tally of one group of rows, and how many rows of it the method rejects."""

    tally: Tally
    rejected: int


def tally_file(
    path: Path, instrument: Instrument, mapping: Mapping[str, str] | None = None, by: str | None = None
) -> dict[str | None, Tally]:
    """Return the tally of every group of a CSV, XLSX or Parquet file; {None: tally} without `by`.

    `mapping` (item or element key -> heading) replaces the recognition of columns. Rows that the method
    rejects are not counted. Raises BadInput with a sentence for whatever cannot be read.
    """
    with open_answer_sheet(path, instrument, mapping=mapping) as sheet:
        return {group: count.tally for group, count in count_sheet(sheet, by).items()}


def count_sheet(sheet: AnswerSheet, by: str | None = None) -> "Groups":
    """Return the tally and the number of rejected rows of every group, in the order of their names.

    Without `by` the one group is None; with it, None is the group of rows where nothing stands.
    """
    if sheet.is_empty:
        return {} if by else {None: GroupCount(Tally.empty(sheet.instrument), 0)}
    import duckdb

    column = None if by is None else sheet.find_column(by)
    try:
        return _count(sheet, column)
    except duckdb.Error as error:
        if sheet.facts is None:
            raise _unreadable(sheet, error) from error
    return count_sheet(sheet.rewrite(), by)


def _count(sheet: AnswerSheet, column: int | None) -> "Groups":
    mark = has_marks(sheet)
    patterns = select_patterns(
        select_packed(sheet, column), len(sheet.columns.items), by=column is not None, mark=mark
    )
    name = None if column is None else name_group(sheet, column)
    query = select_tallies(patterns, sheet.instrument, by=name, mark=mark)
    with connect_quarantined(sheet.folder, sheet.path) as connection:
        rows = connection.execute(query).fetchmany(MAXIMUM_GROUPS + 1)
    if len(rows) > MAXIMUM_GROUPS:
        raise BadInput(
            "groups_too_many",
            "Kolom “{column}” memuat lebih dari {most} nilai yang berbeda. "
            "Pilih kolom lain untuk mengelompokkan.",
            column=sheet.headings[column or 0],
            most=MAXIMUM_GROUPS,
        )
    groups = {row[0]: GroupCount(build_tally(row[2:], sheet.instrument), row[1]) for row in rows}
    if column is None and not groups:
        groups = {None: GroupCount(Tally.empty(sheet.instrument), 0)}
    return {
        name: groups[name]
        for name in sorted(groups, key=_natural_order)
        if groups[name].tally.respondents or groups[name].rejected or column is None
    }


def _natural_order(name: str | None) -> tuple[bool, list[tuple[int, str]]]:
    """Sort "2" before "10", and the group without a name last."""
    pieces = re.split(r"(\d{1,18})", (name or "").casefold())
    return name is None, [(int(piece), "") if piece.isdecimal() else (-1, piece) for piece in pieces]


def _unreadable(sheet: AnswerSheet, error: Exception) -> BadInput:
    line = re.search(r"Line: (\d+)", str(error))
    return BadInput(
        "table_unreadable",
        "{name} tidak dapat dibaca sampai selesai{place}. Periksa bagian itu (sel yang sangat panjang atau "
        "isi yang rusak), lalu coba lagi.",
        name=sheet.name,
        place=f" (baris {line.group(1)})" if line else "",
    )


def tally_relation(
    connection: "duckdb.DuckDBPyConnection",
    relation: str,
    instrument: Instrument,
    scores: Sequence[str | None],
    by: str | None = None,
) -> dict[str | None, Tally]:
    """Return the tally of every group of a relation that DuckDB can already see.

    `relation` is SQL after FROM; `scores` one SQL expression per item giving 1..4, or 0 or NULL when
    unanswered (None: the item is not there); `by` the SQL of the group. SQL is trusted: never from a file.
    Rows with fewer answered elements than the instrument asks for are not counted.
    """
    codes = ["0" if score is None else f"coalesce({score}, 0)" for score in scores]
    group = [f"{by} AS grp"] if by else []
    packed = f"SELECT {', '.join([select_words(codes), *group])} FROM {relation}"
    query = select_tallies(
        select_patterns(packed, len(codes), by=bool(by), mark=False),
        instrument,
        by="grp::VARCHAR" if by else None,
        mark=False,
    )
    rows = connection.execute(query).fetchall()
    tallies = {row[0]: build_tally(row[2:], instrument) for row in rows}
    return tallies or ({} if by else {None: Tally.empty(instrument)})


def count_scores(
    connection: "duckdb.DuckDBPyConnection", relation: str, scores: Sequence[str]
) -> tuple[tuple[int, int, int, int], ...]:
    """Return how many rows gave 1, 2, 3 and 4 for each score expression: the univariate table alone.

    Three items are counted at once as one number of 125, which is several times faster than 36 sums.
    """
    counts = [[0, 0, 0, 0] for _ in scores]
    queries = [
        f"SELECT {first} AS first, ({_pack_three(scores[first : first + 3])})::UTINYINT AS three, count(*) "
        f"FROM {relation} GROUP BY three"
        for first in range(0, len(scores), 3)
    ]
    for first, three, count in connection.execute(" UNION ALL ".join(queries)).fetchall():
        for place in range(first, min(first + 3, len(scores))):
            score = three // 5 ** (place - first) % 5
            if score:
                counts[place][score - 1] += count
    return tuple((a, b, c, d) for a, b, c, d in counts)


def _pack_three(scores: Sequence[str]) -> str:
    return " + ".join(
        f"coalesce({score}, 0)::UTINYINT * {5**place}::UTINYINT" for place, score in enumerate(scores)
    )


def write_answers(path: Path, rows: int, seed: int = 1) -> None:
    """Write a Parquet file of made-up answers for measuring: `unit`, `period`, U1..U9, one answer in 50 NULL.

    The same `rows` and `seed` give the same answers; those of one respondent go together, as real ones do.
    """
    import duckdb

    spread = f"(hash(i, {seed}) % 3)::INTEGER + (hash(i, {seed}, {{k}}) % 3)::INTEGER + 1"
    answers = ", ".join(
        f"CASE WHEN hash(i, {seed}, {k}, 'gap') % 50 > 0 "
        f"THEN least(4, {spread.format(k=k)})::UTINYINT END AS U{k}"
        for k in range(1, 10)
    )
    unit = "(i % 500)::USMALLINT AS unit, (i // 500 % 4)::UTINYINT AS period"
    made = f"SELECT {unit}, {answers} FROM range({int(rows)}) AS made(i)"
    with duckdb.connect() as connection:
        connection.execute(f"COPY ({made}) TO {quote_text(str(path))} (FORMAT parquet, COMPRESSION zstd)")
