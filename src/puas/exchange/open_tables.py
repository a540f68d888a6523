"""Open data as files: CSV line by line, Parquet by DuckDB, and the dictionary of their columns.

The columns are those of a frozen dataclass; `metadata["description"]` of a field says what it means.
"""

import csv
import tempfile
import types
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import date, datetime
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints

SQL_TYPES = {
    str: "VARCHAR",
    int: "BIGINT",
    float: "DOUBLE",
    bool: "BOOLEAN",
    datetime: "TIMESTAMPTZ",
    date: "DATE",
}
NAMES = {str: "text", int: "integer", float: "number", bool: "boolean", datetime: "datetime", date: "date"}
LINES = 500
DIALECT = "auto_detect=false, delim=',', quote='\"', escape='\"', new_line='\\r\\n'"


@dataclass(frozen=True)
class OpenColumn:
    """A column: `kind` is a type of Python, `is_optional` whether it may be empty."""

    name: str
    kind: type
    is_optional: bool
    meaning: str

    @property
    def type_name(self) -> str:
        """Return the type as the dictionary says it."""
        return NAMES[self.kind]


def columns_of(record: type) -> tuple[OpenColumn, ...]:
    """Return the columns of a record class."""
    hints = get_type_hints(record)
    return tuple(_column(one.name, hints[one.name], one.metadata["description"]) for one in fields(record))


def _column(name: str, hint: Any, meaning: str) -> OpenColumn:
    if get_origin(hint) is types.UnionType:
        (kind,) = (part for part in get_args(hint) if part is not types.NoneType)
        return OpenColumn(name, kind, True, meaning)
    return OpenColumn(name, hint, False, meaning)


class _Echo:
    def write(self, line: str) -> str:
        return line


def write_csv(record: type, records: Iterable[Any], *, is_guarded: bool = True) -> Iterator[bytes]:
    """Yield a CSV (RFC 4180, UTF-8), some hundred lines at a time; empty is unknown.

    Guarded, a text that a spreadsheet would take for a formula has an apostrophe in front.
    """
    names = [column.name for column in columns_of(record)]
    writer = csv.writer(_Echo())
    lines = [writer.writerow(names)]
    for one in records:
        lines.append(writer.writerow([print_cell(getattr(one, name), is_guarded) for name in names]))
        if len(lines) >= LINES:
            yield "".join(lines).encode()
            lines = []
    if lines:
        yield "".join(lines).encode()


def print_cell(value: Any, is_guarded: bool = True) -> str:
    """Return a value as it stands in a CSV."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime | date):
        return value.isoformat()
    text = str(value)
    is_formula = is_guarded and isinstance(value, str) and text.startswith(("=", "+", "-", "@", "\t", "\r"))
    return f"'{text}" if is_formula else text


def write_parquet(record: type, records: Iterable[Any], path: Path) -> None:
    """Write records as Parquet with typed columns, through a CSV beside it, never all in memory."""
    import duckdb

    with tempfile.NamedTemporaryFile(suffix=".csv", dir=path.parent) as lines:
        for chunk in write_csv(record, records, is_guarded=False):
            lines.write(chunk)
        lines.flush()
        with duckdb.connect(config={"threads": 1, "memory_limit": "200MB"}) as database:
            database.execute("SET TimeZone = 'UTC'")
            database.execute(_copy(record, lines.name, path))


def _copy(record: type, source: str, path: Path) -> str:
    columns = ", ".join(f"'{one.name}': '{SQL_TYPES[one.kind]}'" for one in columns_of(record))
    texts = [one.name for one in columns_of(record) if one.kind is str]
    kept = ", ".join(f'coalesce("{name}", \'\') AS "{name}"' for name in texts)
    read = f"read_csv({_quote(source)}, header=true, columns={{{columns}}}, {DIALECT})"
    select = f"SELECT * REPLACE ({kept}) FROM {read}"  # noqa: S608 - our own names, paths quoted
    return f"COPY ({select}) TO {_quote(str(path))} (FORMAT parquet, COMPRESSION zstd)"


def _quote(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
