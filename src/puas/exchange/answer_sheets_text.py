"""Delimited text as offices save it: any of four delimiters, UTF-8, UTF-16 or Windows letters, loose quoting.

DuckDB reads a plain file where it lies. Every other file is first copied into one strict form
(UTF-8, comma, LF only between records), because a fast reader skips blank lines, guesses about stray
quotes and stops at ragged rows, and a row must keep its number.
"""

import codecs
import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from puas.errors import BadInput

CHUNK = 4 * 2**20
HEAD = 256 * 2**10
HEAD_ROWS = 30
DELIMITERS = (",", ";", "\t", "|")
BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


class _Records(Protocol):
    """What csv.reader gives; its own class has no public name."""

    line_num: int

    def __iter__(self) -> Iterator[list[str]]: ...


@dataclass(frozen=True)
class TextFacts:
    """The encoding, and whether the file is plain: UTF-8, no quotes, no blank lines, one kind of line end."""

    encoding: str
    plain: bool


def inspect_text(path: Path) -> TextFacts:
    """Read the file once as bytes; BadInput when it is no text at all."""
    with path.open("rb") as file:
        head = file.read(4096)
    for mark, encoding in BYTE_ORDER_MARKS:
        if head.startswith(mark) and encoding == "utf-16":
            return TextFacts(encoding, plain=False)
    if b"\0" in head:
        return TextFacts(_guess_wide(head, path), plain=False)
    plain = _Plainness()
    try:
        for chunk in _read_bytes(path):
            plain.feed(chunk, path)
        plain.close()
    except UnicodeDecodeError:
        return TextFacts("cp1252", plain=False)
    return TextFacts("utf-8-sig", plain=plain.holds)


def _read_bytes(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield chunk


def _guess_wide(head: bytes, path: Path) -> str:
    """Return UTF-16 of the byte order in which every second byte of Latin text is zero."""
    even, odd = head[::2].count(0), head[1::2].count(0)
    if max(even, odd) < len(head) // 4 or min(even, odd) > len(head) // 20:
        raise _not_text(path)
    return "utf-16-be" if even > odd else "utf-16-le"


def _not_text(path: Path) -> BadInput:
    return BadInput(
        "file_not_text",
        "{name} bukan tabel teks, XLSX, atau Parquet. Simpan tabelnya sebagai CSV atau XLSX, lalu coba lagi.",
        name=path.name,
    )


class _Plainness:
    """Watches the bytes of a file go by; raises UnicodeDecodeError when they are not UTF-8."""

    def __init__(self) -> None:
        self.holds = True
        self._decoder = codecs.getincrementaldecoder("utf-8")()
        self._last = b"\n"  # a blank first line is a blank line
        self._line_ends = {b"\r": 0, b"\n": 0, b"\r\n": 0}

    def feed(self, chunk: bytes, path: Path) -> None:
        self._decoder.decode(chunk)
        if b"\0" in chunk:
            raise _not_text(path)
        seen = self._last + chunk
        if b'"' in chunk or b"\n\n" in seen or b"\n\r\n" in seen:
            self.holds = False
        for mark in (b"\r", b"\n"):
            self._line_ends[mark] += chunk.count(mark)
        self._line_ends[b"\r\n"] += seen.count(b"\r\n") - self._last.count(b"\r\n")
        self._last = seen[-2:]

    def close(self) -> None:
        self._decoder.decode(b"", final=True)
        returns, feeds, both = (self._line_ends[mark] for mark in (b"\r", b"\n", b"\r\n"))
        if returns and not returns == feeds == both:
            self.holds = False


def read_head(path: Path, encoding: str, delimiter: str) -> list[list[str]]:
    """Return the first records; a file whose quotes do not close is read no further than they allow."""
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        head = io.StringIO(file.read(HEAD), newline="")
    rows: list[list[str]] = []
    try:
        for row in csv.reader(head, delimiter=delimiter):
            rows.append(row)
            if len(rows) == HEAD_ROWS:
                break
    except csv.Error:
        pass
    return rows


def write_strict(path: Path, facts: TextFacts, delimiter: str, width: int, target: Path) -> None:
    """Copy the file so that record N becomes line N with `width` cells and one more.

    The last cell is "1" where a record has more cells than the heading (something stands there), else empty.
    BadInput with the line when a quote is never closed or a cell is endless.
    """
    with (
        path.open(encoding=facts.encoding, errors="replace", newline="") as source,
        target.open("w", encoding="utf-8", newline="") as copy,
    ):
        reader = csv.reader(source, delimiter=delimiter, strict=True)
        writer = csv.writer(copy, lineterminator="\n")
        try:
            writer.writerows(_fit_rows(reader, width))
        except csv.Error as error:
            raise BadInput(
                "text_quotes",
                "Baris {line} pada {name}: tanda kutip tidak ditutup dengan benar, "
                "atau satu sel terlalu panjang. Perbaiki baris itu, lalu coba lagi.",
                line=reader.line_num,
                name=path.name,
            ) from error


def _fit_rows(reader: "_Records", width: int) -> Iterator[list[str]]:
    """Yield the records with exactly `width` cells and the mark of a record that had more."""
    lines = 0
    for row in reader:
        if reader.line_num > lines + 1:  # a record over several lines
            row = [" ".join(cell.split()) for cell in row]
        lines = reader.line_num
        extra = "1" if any(cell.strip() for cell in row[width:]) else ""
        yield [*row[:width], *[""] * (width - len(row)), extra]
