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
from puas.exchange.guards import connect_quarantined
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
            raise refuse_table(sheet, error) from error
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


def refuse_table(sheet: AnswerSheet, error: Exception) -> BadInput:
    """Return the refusal of a table that DuckDB could not read to its end, with the line if it names one."""
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
