"""Tables of answers from outside (CSV, XLSX, Parquet), opened in quarantine and ready to be counted.

Opening finds the heading row and the column of every item; counting the answers is the engine's work.
"""

import csv
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from puas.errors import BadInput
from puas.exchange.answer_sheets_columns import ColumnMap, find_column, map_columns, map_named
from puas.exchange.answer_sheets_headings import Reader, count_claims
from puas.exchange.answer_sheets_text import (
    DELIMITERS,
    HEAD_ROWS,
    TextFacts,
    inspect_text,
    read_head,
    write_strict,
)
from puas.exchange.guards import (
    FileKind,
    Sheet,
    bring_in,
    connect_quarantined,
    detect_kind,
    open_quarantine,
    quote_text,
    spool_workbook,
)
from puas.language import gettext_noop
from puas.methodology.instruments import Instrument

if TYPE_CHECKING:
    import duckdb

MAXIMUM_COLUMNS = 2_000
WHOLE_TYPES = frozenset(
    [
        "TINYINT",
        "SMALLINT",
        "INTEGER",
        "BIGINT",
        "HUGEINT",
        "UTINYINT",
        "USMALLINT",
        "UINTEGER",
        "UBIGINT",
        "UHUGEINT",
    ]
)
Note = tuple[str, dict[str, str]]


@dataclass(frozen=True)
class AnswerSheet:
    """A table of answers in quarantine. `path` lies in `folder`; `headings[c]` is column c of the table.

    `types` are DuckDB's names of the column types, empty for text; `clean` columns are known to hold nothing
    but 1..4 and NULL; `holes` are those of the workbook's Sheet. `heading_row` counts from 1, 0 when the
    table is empty; row N of the file is `heading_row` + the number of the record under the heading.
    `strict` text has one cell more than headings, "1" where a record was too long.
    """

    name: str
    kind: FileKind
    folder: Path
    path: Path
    instrument: Instrument
    headings: tuple[str, ...]
    columns: ColumnMap
    types: tuple[str, ...] = ()
    clean: frozenset[int] = frozenset()
    holes: Mapping[int, tuple[str, str]] = field(default_factory=dict)
    delimiter: str = ","
    heading_row: int = 1
    strict: bool = False
    facts: TextFacts | None = None
    notes: tuple[Note, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Say whether the file holds no table at all."""
        return not self.headings

    def find_column(self, name: str) -> int:
        """Return the column to group by; BadInput when there is none or it holds answers."""
        column = find_column(self.headings, name)
        if column in self.columns.items:
            raise BadInput(
                "column_holds_answers",
                "Kolom “{name}” berisi jawaban; pilih kolom lain untuk mengelompokkan.",
                name=name,
            )
        refuse_holes(self.holes, {column})
        return column

    def rewrite(self) -> "AnswerSheet":
        """Return the same table copied into the strict form that no reader can misunderstand."""
        assert self.facts is not None
        target = self.folder / "strict.csv"
        write_strict(self.path, self.facts, self.delimiter, len(self.headings), target)
        return replace(self, path=target, delimiter=",", strict=True, facts=None)


@contextmanager
def open_answer_sheet(
    path: Path, instrument: Instrument, *, mapping: Mapping[str, str] | None = None, sheet: str | None = None
) -> Iterator[AnswerSheet]:
    """Yield the table in `path` with its columns understood; the quarantine is removed afterwards.

    `mapping` (item or element key -> heading) replaces the recognition of columns; `sheet` names a sheet of a
    workbook, else the one with the most answer columns is taken. Raises BadInput with a sentence for
    everything that cannot be read; an empty file is a sheet without headings.
    """
    kind = detect_kind(path)
    with open_quarantine() as folder:
        yield OPENERS[kind](path, folder, _Wanted(instrument, mapping, sheet))


@dataclass(frozen=True)
class _Wanted:
    """What the caller asked for, handed to the opener of the format."""

    instrument: Instrument
    mapping: Mapping[str, str] | None
    sheet: str | None

    def map(self, headings: Sequence[str]) -> ColumnMap:
        if len(headings) > MAXIMUM_COLUMNS:
            raise BadInput(
                "sheet_too_wide",
                "Tabel mempunyai {count} kolom; paling banyak {most}. Salin kolom yang diperlukan saja.",
                count=len(headings),
                most=MAXIMUM_COLUMNS,
            )
        if self.mapping is not None:
            return map_named(headings, self.mapping, self.instrument)
        return map_columns(headings, self.instrument)


def _open_empty(path: Path, folder: Path, wanted: _Wanted) -> AnswerSheet:
    columns = ColumnMap((None,) * len(wanted.instrument.items))
    return AnswerSheet(path.name, FileKind.EMPTY, folder, path, wanted.instrument, (), columns, heading_row=0)


def _open_text(path: Path, folder: Path, wanted: _Wanted) -> AnswerSheet:
    facts = inspect_text(path)
    heads = {mark: read_head(path, facts.encoding, mark) for mark in DELIMITERS}
    reader = Reader(wanted.instrument)
    # the most claims win; without any claim the mark that cuts the first record into the most cells
    delimiter = max(
        DELIMITERS,
        key=lambda mark: (_find_heading(heads[mark], reader)[1], max(map(len, heads[mark]), default=0)),
    )
    head = heads[delimiter]
    if not any(cell.strip() for row in head for cell in row):
        return _open_empty(path, folder, wanted)
    row, headings = _pick_heading(head, reader)
    sheet = AnswerSheet(
        name=path.name,
        kind=FileKind.TEXT,
        folder=folder,
        path=bring_in(path, folder),
        instrument=wanted.instrument,
        headings=headings,
        columns=(columns := wanted.map(headings)),
        delimiter=delimiter,
        heading_row=row,
        facts=facts,
        notes=columns.notes,
    )
    return sheet if facts.plain else sheet.rewrite()


def _find_heading(rows: Sequence[Sequence[str]], reader: Reader) -> tuple[int, int]:
    """Return the index of the row that names the most items (the first of equals), and how many."""
    counts = [count_claims(row, reader) for row in rows]
    best = max(counts, default=0)
    return (counts.index(best) if best else _first_filled(rows)), best


def _first_filled(rows: Sequence[Sequence[str]]) -> int:
    return next((place for place, row in enumerate(rows) if any(cell.strip() for cell in row)), 0)


def _pick_heading(rows: Sequence[Sequence[str]], reader: Reader) -> tuple[int, tuple[str, ...]]:
    """Return the number of the heading row (from 1) and its cells; a blank one takes the cell above it.

    Offices merge headings over two rows: "Layanan" above, "U1" .. "U9" below.
    """
    place, _ = _find_heading(rows, reader)
    above = rows[place - 1] if place else ()
    headings = [
        cell.strip() or (above[column].strip() if column < len(above) else "")
        for column, cell in enumerate(rows[place])
    ]
    return place + 1, tuple(headings)


def _open_parquet(path: Path, folder: Path, wanted: _Wanted) -> AnswerSheet:
    import duckdb

    inside = bring_in(path, folder)
    try:
        with connect_quarantined(folder, inside) as connection:
            described = connection.sql(f"FROM read_parquet({quote_text(str(inside))})")
            schema = connection.sql(f"FROM parquet_schema({quote_text(str(inside))})")
            written = _list_top(schema.select("name, coalesce(num_children, 0)").fetchall())
            # DuckDB renames a second "U1" to "U1_1"; the names as written show that it is ambiguous
            headings = tuple(written if len(written) == len(described.columns) else described.columns)
            types = tuple(map(str, described.types))
            columns = wanted.map(headings)
            clean = _find_clean(described, types, columns)
    except duckdb.Error as error:
        raise BadInput(
            "parquet_broken",
            "{name} rusak atau bukan berkas Parquet. Buat ulang berkasnya, lalu coba lagi.",
            name=path.name,
        ) from error
    return AnswerSheet(
        name=path.name,
        kind=FileKind.PARQUET,
        folder=folder,
        path=inside,
        instrument=wanted.instrument,
        headings=headings,
        columns=columns,
        types=types,
        clean=clean,
        notes=columns.notes,
    )


def _list_top(schema: Sequence[tuple[str, int]]) -> list[str]:
    """Return the names right under the root of a schema that is listed depth first, with child counts."""
    names, inside = [], 0
    for name, children in schema[1:]:
        if not inside:
            names.append(name)
        inside = max(inside - 1, 0) + children
    return names


def _find_clean(table: "duckdb.DuckDBPyRelation", types: Sequence[str], columns: ColumnMap) -> frozenset[int]:
    """Return the answer columns whose lowest and highest lie within 1..4: their cells need no judging."""
    whole = [column for column in columns.items if column is not None and types[column] in WHOLE_TYPES]
    if not whole:
        return frozenset()
    names = ['"' + table.columns[column].replace('"', '""') + '"' for column in whole]
    row = table.aggregate(", ".join(f"min({name}), max({name})" for name in names)).fetchall()[0]
    bounds = zip(whole, row[::2], row[1::2], strict=True)
    return frozenset(column for column, low, high in bounds if low is None or (low >= 1 and high <= 4))


def _open_workbook(path: Path, folder: Path, wanted: _Wanted) -> AnswerSheet:
    sheets = [sheet for sheet in spool_workbook(path, folder) if sheet.rows and sheet.columns]
    if wanted.sheet is not None:
        sheets = [_named_sheet(sheets, wanted.sheet)]
    if not sheets:
        return _open_empty(path, folder, wanted)
    reader = Reader(wanted.instrument)
    heads = [_read_rows(sheet.path) for sheet in sheets]
    claims = [_find_heading(head, reader)[1] for head in heads]
    chosen = claims.index(max(claims))
    row, headings = _pick_heading(heads[chosen], reader)
    columns = wanted.map(headings)
    refuse_holes(sheets[chosen].holes, columns.items)
    others = [sheet.name for place, sheet in enumerate(sheets) if place != chosen]
    ignored: Note = (
        gettext_noop("Yang dihitung hanya lembar “{sheet}”; lembar lain tidak dibaca: {others}."),
        {"sheet": sheets[chosen].name, "others": ", ".join(others)},
    )
    return AnswerSheet(
        name=path.name,
        kind=FileKind.WORKBOOK,
        folder=folder,
        path=sheets[chosen].path,
        instrument=wanted.instrument,
        headings=headings,
        columns=columns,
        holes=sheets[chosen].holes,
        heading_row=row,
        notes=(*columns.notes, *([ignored] if others else [])),
    )


def _named_sheet(sheets: Sequence[Sheet], name: str) -> Sheet:
    for sheet in sheets:
        if sheet.name.casefold() == name.casefold():
            return sheet
    raise BadInput(
        "sheet_not_found",
        "Tidak ada lembar berisi yang bernama “{name}”. Yang ada: {known}.",
        name=name,
        known=", ".join(f"“{sheet.name}”" for sheet in sheets) or "-",
    )


def _read_rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return [row for row, _ in zip(csv.reader(file), range(HEAD_ROWS), strict=False)]


def refuse_holes(holes: Mapping[int, tuple[str, str]], columns: Collection[int | None]) -> None:
    """Refuse cells that hold a formula never calculated or an error: they would be read as empty."""
    for _, (cell, why) in sorted(hole for hole in holes.items() if hole[0] in columns):
        if why == "formula":
            raise BadInput(
                "formula_not_calculated",
                "Sel {cell} berisi rumus yang belum dihitung. "
                "Buka berkas di Excel atau LibreOffice, simpan, lalu coba lagi.",
                cell=cell,
            )
        raise BadInput(
            "formula_error",
            "Sel {cell} berisi kesalahan rumus (seperti #DIV/0!). "
            "Ganti dengan isinya atau kosongkan, lalu coba lagi.",
            cell=cell,
        )


OPENERS: Mapping[FileKind, Callable[[Path, Path, _Wanted], AnswerSheet]] = {
    FileKind.EMPTY: _open_empty,
    FileKind.TEXT: _open_text,
    FileKind.PARQUET: _open_parquet,
    FileKind.WORKBOOK: _open_workbook,
}
