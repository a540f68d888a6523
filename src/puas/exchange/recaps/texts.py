"""Text with tab-separated cells, and CSV: the two formats that need no guarded process (they are only
characters)."""

import csv
import io
from pathlib import Path

from puas.errors import BadInput
from puas.exchange.recaps.lines import Line, build_line
from puas.methodology.findings.recaps import Source

MAX_BYTES = 50 * 2**20
MAX_CELL = 20_000


def read_characters(path: Path) -> str:
    """Return the text of `path`: UTF-8 (with or without mark), UTF-16 with its mark, else Windows-1252."""
    if path.stat().st_size > MAX_BYTES:
        raise BadInput(
            "recap_too_large",
            "{name} lebih besar dari {limit} MB. Pisahkan rekapnya menjadi beberapa berkas.",
            name=path.name,
            limit=MAX_BYTES // 2**20,
        )
    data = path.read_bytes()
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def read_tabbed(path: Path, name: str) -> list[Line]:
    """Return the lines of a text whose table cells are divided by tabs."""
    text = read_characters(path).replace("\r\n", "\n").replace("\r", "\n")
    lines = []
    for number, raw in enumerate(text.split("\n"), 1):
        cells = [cell[:MAX_CELL] for cell in raw.split("\t")]
        lines.append(build_line(cells, Source(file=name, lines=(number,))))
    return lines


def read_csv(path: Path, name: str) -> list[Line]:
    """Return the rows of a CSV file; comma, semicolon or bar is found from the first lines. Line numbers
    are physical."""
    text = read_characters(path)
    delimiter = _find_delimiter(text)
    csv.field_size_limit(10 * MAX_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    lines, start = [], 1
    try:
        for row in reader:
            cells = [cell[:MAX_CELL] for cell in row]
            lines.append(build_line(cells if any(cells) else [""], Source(file=name, lines=(start,))))
            start = reader.line_num + 1
    except csv.Error as error:
        raise BadInput(
            "recap_csv_broken",
            "{name} baris {line} bukan CSV yang utuh ({reason}). Simpan ulang sebagai CSV UTF-8.",
            name=name,
            line=start,
            reason=str(error),
        ) from error
    return lines


def _find_delimiter(text: str) -> str:
    """Return the mark that divides most cells in the first lines with any; a tab file named .csv is still
    read."""
    head = "\n".join(text.splitlines()[:40])
    counts = {mark: head.count(mark) for mark in (";", "\t", "|")}
    best = max(counts, key=lambda mark: counts[mark])
    rows = [row for row in csv.reader(io.StringIO(head)) if row]
    commas = max((len(row) for row in rows), default=0)
    widest = max((len(row) for row in csv.reader(io.StringIO(head), delimiter=best) if row), default=0)
    return best if counts[best] and widest > commas else ","
