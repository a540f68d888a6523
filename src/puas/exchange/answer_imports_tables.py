"""A file of answers as rows of text: any delimited text, or one sheet of a workbook. Used in quarantine only.

Nothing of a cell is believed or shown here; what a row means is worked out by `answer_imports_rows`.
"""

import csv
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from puas.errors import BadInput
from puas.exchange import skm_online
from puas.exchange.answer_sheets_headings import Reader, count_claims
from puas.exchange.answer_sheets_text import DELIMITERS, HEAD_ROWS, inspect_text, read_head
from puas.exchange.guards import FileKind, Sheet, detect_kind, open_quarantine, spool_workbook
from puas.methodology.instruments import Instrument

MOST_COLUMNS = 300
LONGEST_HEADING = 500
csv.field_size_limit(1_000_000)


@dataclass(frozen=True)
class Table:
    """An opened table. Row N of the file is `heading_row` (from 1) + the number of the record below it."""

    path: Path
    encoding: str
    delimiter: str
    headings: tuple[str, ...]
    heading_row: int
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)
    is_skm_online: bool = False
    holes: Mapping[int, tuple[str, str]] = field(default_factory=dict)

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Yield (row number, cells) of every record under the heading. BadInput when the quoting breaks."""
        with self.path.open(encoding=self.encoding, errors="replace", newline="") as file:
            reader = csv.reader((line.replace("\0", "") for line in file), delimiter=self.delimiter)
            try:
                for number, cells in enumerate(reader, start=1):
                    if number > self.heading_row:
                        yield number, cells
            except csv.Error as error:
                raise BadInput(
                    "import_text_broken",
                    "Baris {line}: satu sel terlalu panjang atau tanda kutipnya tidak ditutup. "
                    "Perbaiki baris itu, lalu coba lagi.",
                    line=reader.line_num,
                ) from error


@contextmanager
def open_table(
    path: Path, instrument: Instrument, sheet: str = "", *, spooled: Path | None = None
) -> Iterator[Table]:
    """Yield the table in `path`; a workbook's sheet with the most answer columns unless one is named.

    `spooled` is that sheet as it was written out when it was looked at: a large workbook is read only once.
    """
    if spooled is not None:
        yield _build(spooled, "utf-8", ",", read_head(spooled, "utf-8", ","), Reader(instrument))
        return
    kind = detect_kind(path)
    if kind is FileKind.PARQUET:
        raise BadInput(
            "import_parquet", "Parquet tidak dapat diimpor; simpan tabelnya sebagai CSV atau XLSX."
        )
    with open_quarantine() as folder:
        if kind is FileKind.WORKBOOK:
            yield _open_workbook(path, folder, instrument, sheet)
        elif kind is FileKind.TEXT:
            yield _open_text(path, instrument)
        else:
            raise _empty()


def _empty() -> BadInput:
    return BadInput(
        "import_empty", "Berkas itu kosong. Berikan tabel jawaban dengan satu baris untuk setiap responden."
    )


def _open_text(path: Path, instrument: Instrument) -> Table:
    encoding = inspect_text(path).encoding
    reader = Reader(instrument)
    heads = {mark: read_head(path, encoding, mark) for mark in DELIMITERS}
    mark = max(
        DELIMITERS,
        key=lambda one: (_claims(heads[one], reader), max(map(len, heads[one]), default=0)),
    )
    return _build(path, encoding, mark, heads[mark], reader)


def _claims(rows: Sequence[Sequence[str]], reader: Reader) -> int:
    return max((count_claims(row, reader) for row in rows), default=0)


def _open_workbook(path: Path, folder: Path, instrument: Instrument, wanted: str) -> Table:
    sheets = [sheet for sheet in spool_workbook(path, folder) if sheet.rows and sheet.columns]
    if not sheets:
        raise _empty()
    reader = Reader(instrument)
    heads = {sheet.name: read_head(sheet.path, "utf-8", ",") for sheet in sheets}
    chosen = _choose(sheets, heads, reader, wanted)
    names = tuple(sheet.name for sheet in sheets)
    table = _build(chosen.path, "utf-8", ",", heads[chosen.name], reader)
    return Table(**{**vars(table), "sheet": chosen.name, "sheets": names, "holes": chosen.holes})


def _choose(
    sheets: Sequence[Sheet], heads: Mapping[str, list[list[str]]], reader: Reader, wanted: str
) -> Sheet:
    for sheet in sheets:
        if wanted and sheet.name == wanted:
            return sheet
    if wanted:
        raise BadInput(
            "import_sheet_unknown",
            "Tidak ada lembar berisi yang bernama “{name}”. Yang ada: {known}.",
            name=wanted[:60],
            known=", ".join(sheet.name for sheet in sheets),
        )
    return max(sheets, key=lambda sheet: _claims(heads[sheet.name], reader))


def _build(path: Path, encoding: str, mark: str, head: list[list[str]], reader: Reader) -> Table:
    if not any(cell.strip() for row in head for cell in row):
        raise _empty()
    online = skm_online.find_header(head)
    place = online if online is not None else _find_heading(head, reader)
    headings = tuple(cell.strip()[:LONGEST_HEADING] for cell in head[place])
    if len(headings) > MOST_COLUMNS:
        raise BadInput(
            "import_wide",
            "Tabel mempunyai {count} kolom; paling banyak {most}. Salin kolom yang diperlukan saja.",
            count=len(headings),
            most=MOST_COLUMNS,
        )
    return Table(
        path=path,
        encoding=encoding,
        delimiter=mark,
        headings=headings,
        heading_row=place + 1,
        labels=skm_online.read_labels(head[:place]),
        is_skm_online=online is not None,
    )


def _find_heading(rows: Sequence[Sequence[str]], reader: Reader) -> int:
    """Return the row that names the most items (the first of equals), else the fullest of the first rows."""
    counts = [(count_claims(row, reader), 0) for row in rows[:HEAD_ROWS]]
    if not any(claims for claims, _ in counts):
        counts = [(0, sum(bool(cell.strip()) for cell in row)) for row in rows[:HEAD_ROWS]]
    return counts.index(max(counts))
