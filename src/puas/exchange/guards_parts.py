"""A large sheet of a workbook, read a part at a time; used inside the limited process only.

The reader holds a whole sheet as a rectangle of cells in memory. A part is some rows of the sheet's markup in
a workbook of their own, with the styles and texts of the file: the same reader and cells, less memory.
"""

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import IO, Any

PART, WIDEST = 6 * 2**20, 12 * 2**20
"""Bytes of markup in a part: some 4,000 rows of thirty columns; more when the texts are long, which are read
anew with each part."""

_OTHERS = re.compile(r"\[Content_Types\]\.xml|_rels/[^/]+|xl/[^/]+\.xml|xl/_rels/[^/]+")
"""What the reader needs beside the sheet: where it lies, texts, styles."""
_HEAD = re.compile(rb"<((?:\w+:)?)worksheet\b.*?<\1sheetData\b[^>/]*>", re.DOTALL)
_ROW = re.compile(rb"<(?:\w+:)?row\b([^>]*)>")
_NUMBER = re.compile(rb"""\br=["'][0-9]""")


class Unordered(Exception):
    """The sheet's markup has no rows, or rows that do not come one below the other."""


@dataclass
class Parts:
    """The rows of the sheet in `member`, the `index`-th of the workbook. Iterate once, then `align`.

    `spans` are (rows so far, first column, column after the last) of each part that was read.
    """

    archive: zipfile.ZipFile
    member: str
    index: int
    spans: list[tuple[int, int, int]] = field(default_factory=list)

    @property
    def first_column(self) -> int:
        return min((left for _, left, _ in self.spans), default=0)

    @property
    def columns(self) -> int:
        return max((right for _, _, right in self.spans), default=0) - self.first_column

    def __iter__(self) -> Iterator[list[Any]]:
        """Yield the cells of every row from row 1 on; each part as wide as its own cells."""
        others = {
            name: self.archive.read(name) for name in self.archive.namelist() if _OTHERS.fullmatch(name)
        }
        below = 0
        for markup in self._cut():
            sheet = self._open(others, _number(markup, below))
            if sheet.start is None:
                continue
            (row, left), width = sheet.start, sheet.width
            if row < below:
                raise Unordered
            yield from ([""] * width for _ in range(below, row))
            cells = sheet.to_python(skip_empty_area=True)
            below = row + len(cells)
            self.spans.append((below, left, left + width))
            del sheet
            yield from cells
            del cells  # before the next part takes its memory

    def _cut(self) -> Iterator[bytes]:
        """Yield the sheet as sheets of some whole rows each."""
        part = max(PART, min(WIDEST, self._texts()))
        with self.archive.open(self.member) as file:
            head, prefix, rest = _read_head(file)
            closing, end = b"</%brow>" % prefix, b"</%bsheetData></%bworksheet>" % (prefix, prefix)
            while piece := file.read(part):
                rest += piece
                if (cut := rest.rfind(closing)) >= 0:
                    cut += len(closing)
                    yield head + rest[:cut] + end
                    rest = rest[cut:]
        yield head + rest

    def _texts(self) -> int:
        """Return the bytes of the texts that the sheet's cells point to."""
        return sum(one.file_size for one in self.archive.infolist() if one.filename == "xl/sharedStrings.xml")

    def _open(self, others: dict[str, bytes], markup: bytes) -> Any:
        import python_calamine

        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            for name, content in {**others, self.member: markup}.items():
                archive.writestr(name, content)
        packed.seek(0)
        return python_calamine.load_workbook(packed).get_sheet_by_index(self.index)


def _read_head(file: IO[bytes]) -> tuple[bytes, bytes, bytes]:
    """Return the markup before the first row, the prefix of its names ("x:" or nothing), and what follows."""
    read = b""
    while piece := file.read(PART):
        read += piece
        if match := _HEAD.search(read):
            return read[: match.end()], match.group(1), read[match.end() :]
    raise Unordered


def _number(markup: bytes, below: int) -> bytes:
    """Return the markup with the number of its first row written down, where the file only counts rows."""
    first = _ROW.search(markup)
    if first is None or _NUMBER.search(first.group(1)):
        return markup
    place = first.start(1)
    return markup[:place] + b' r="%d"' % (below + 1) + markup[place:]


def align_text(path: Path, parts: Parts) -> None:
    """Give every line of CSV the columns of the whole sheet, when its parts differ in theirs."""
    _align(path, parts, lambda line, before, after: "," * before + line + "," * after)


def align_typed(path: Path, parts: Parts) -> None:
    """The same for a JSON list a line."""
    _align(path, parts, lambda line, before, after: f"[{'null, ' * before}{line[1:-1]}{', null' * after}]")


def _align(path: Path, parts: Parts, widen: Callable[[str, int, int], str]) -> None:
    first, after = parts.first_column, parts.first_column + parts.columns
    if all(span[1:] == (first, after) for span in parts.spans):
        return
    source = path.with_suffix(".parts")
    path.rename(source)
    with (
        source.open(encoding="utf-8", newline="\n") as lines,
        path.open("w", encoding="utf-8", newline="") as copy,
    ):
        done = 0
        for rows, left, right in parts.spans:
            for line in islice(lines, rows - done):
                copy.write(widen(line.rstrip("\n"), left - first, after - right) + "\n")
            done = rows
    source.unlink()
