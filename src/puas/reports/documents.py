"""A document, built once and written in every format: headings, paragraphs, tables with typed cells, figures.

Nothing here knows a format. Tables and figures carry their numbers, so a sentence that names "Tabel 3" is
right in all of them. A cell is text or an `Amount`, which stays a number in a workbook.
"""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from puas.methodology.numbers import Number, format_number
from puas.reports.charts import Chart


@dataclass(frozen=True)
class Amount:
    """A number in a cell, printed the Indonesian way with `places` decimals."""

    value: Number
    places: int = 2

    @property
    def text(self) -> str:
        """Return how it is printed."""
        return format_number(self.value, self.places)


Cell = str | Amount

MOST_LINES, LETTERS_A_LINE = 48, 30  # what a narrow column holds on a landscape page


def cell_text(cell: Cell) -> str:
    """Return how a cell is printed."""
    return cell.text if isinstance(cell, Amount) else cell


class Align(StrEnum):
    """How the cells of a column stand."""

    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


@dataclass(frozen=True)
class Column:
    """A column: `width` is its share of the table's width; those with the same `group` share a header."""

    title: str
    width: int
    align: Align = Align.LEFT
    group: str = ""


class RowKind(StrEnum):
    """What a row is: the first of its subject, a further one, an average, the agency's own."""

    FIRST = "first"
    NEXT = "next"
    AVERAGE = "average"
    AGENCY = "agency"


@dataclass(frozen=True)
class Row:
    """One row, not cut over two pages. `level` is the depth of its subject in the tree."""

    cells: tuple[Cell, ...]
    kind: RowKind = RowKind.FIRST
    level: int = 0

    @property
    def is_tall(self) -> bool:
        """Say whether a cell is so long that the row may not fit on one page; only then it may be cut."""
        texts = [cell_text(cell).split("\n") for cell in self.cells]
        return any(sum(1 + len(line) // LETTERS_A_LINE for line in lines) > MOST_LINES for lines in texts)


class Plot(StrEnum):
    """The native chart that a workbook draws beside a table."""

    NONE = ""
    LINE = "line"
    BARS = "bars"


@dataclass(frozen=True)
class Table:
    """A numbered table. `subject` is the column that names the rows, `sheet` its place in a workbook.

    `plot` draws the columns after the first: as a line over the rows, or as bars of the first row.
    """

    number: int
    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()
    subject: int = 0
    sheet: str = ""
    is_dense: bool = False
    plot: Plot = Plot.NONE
    plotted: tuple[int, ...] = ()

    @property
    def points(self) -> float:
        """Return the size of its letters: the more columns, the smaller."""
        if self.is_dense:
            return 7
        return 8 if len(self.columns) > 8 else 9.5


@dataclass(frozen=True)
class Figure:
    """A numbered chart, with the words for those who cannot see it inside `chart`."""

    number: int
    title: str
    chart: Chart


@dataclass(frozen=True)
class Heading:
    """A heading of level 1 or 2; a numbered one is "BAB I" or "1.1" by its place."""

    text: str
    level: int = 1
    is_numbered: bool = True


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of running text."""

    text: str


@dataclass(frozen=True)
class Listing:
    """A numbered list."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class Span:
    """A piece of running text that somebody wrote, perhaps marked."""

    text: str
    is_bold: bool = False
    is_italic: bool = False


@dataclass(frozen=True)
class Prose:
    """A paragraph with marked words."""

    spans: tuple[Span, ...]


@dataclass(frozen=True)
class Points:
    """A list, with marked words; numbered or not."""

    items: tuple[tuple[Span, ...], ...]
    is_numbered: bool = False


@dataclass(frozen=True)
class Tile:
    """One key figure of a summary."""

    label: str
    value: str
    note: str = ""


@dataclass(frozen=True)
class Tiles:
    """The key figures of a summary, side by side."""

    tiles: tuple[Tile, ...]


@dataclass(frozen=True)
class Contents:
    """The table of contents, made from the headings."""


@dataclass(frozen=True)
class Signature:
    """The signature block: place and date, office, room to sign, then name, rank and number."""

    date: str
    office: str
    name: str
    details: tuple[str, ...]


@dataclass(frozen=True)
class Colophon:
    """How to tell that a copy is genuine: the code of the report and the address that knows it, also as QR.

    `svg` draws the address; `description` says so to those who cannot see it.
    """

    code: str
    address: str
    label: str
    sentences: tuple[str, ...]
    svg: str
    description: str


Block = (
    Heading | Paragraph | Listing | Prose | Points | Table | Figure | Tiles | Contents | Signature | Colophon
)


class Paging(StrEnum):
    """How the pages of a section are numbered: before the chapters i, ii, iii; from there 1, 2, 3."""

    ROMAN = "roman"
    ARABIC = "arabic"


@dataclass(frozen=True)
class Section:
    """Blocks that begin on a new page, upright or across."""

    blocks: tuple[Block, ...]
    paging: Paging = Paging.ARABIC
    is_landscape: bool = False


@dataclass(frozen=True)
class Cover:
    """The first page. `letterhead`: the lines at its head, the largest body first. `logo`: SVG."""

    title: str
    scope: str
    period: str
    agency: str
    made: str
    letterhead: tuple[str, ...] = ()
    logo: str = ""


@dataclass(frozen=True)
class Document:
    """A whole document. `made_at` is the only time that its files carry; `chapter` is the word before "I".

    `workbook`: the name under which its PDF holds the same figures as XLSX; "" for none.
    """

    title: str
    subject: str
    author: str
    footer: str
    made_at: datetime.datetime
    cover: Cover
    sections: tuple[Section, ...]
    language: str = "id"
    chapter: str = "BAB"
    figure_word: str = "Gambar"
    workbook: str = ""

    @property
    def blocks(self) -> Iterator[Block]:
        """Yield every block in order."""
        for section in self.sections:
            yield from section.blocks

    @property
    def tables(self) -> list[Table]:
        """Return the tables in order."""
        return [block for block in self.blocks if isinstance(block, Table)]

    @property
    def headings(self) -> list[tuple[str, Heading]]:
        """Return each heading with its printed number ("BAB I", "1.1", or nothing)."""
        numbered, chapter, part = [], 0, 0
        for block in self.blocks:
            if not isinstance(block, Heading):
                continue
            if not block.is_numbered:
                numbered.append(("", block))
            elif block.level == 1:
                chapter, part = chapter + 1, 0
                numbered.append((f"{self.chapter} {print_roman(chapter)}", block))
            else:
                part += 1
                numbered.append((f"{chapter}.{part}", block))
        return numbered


def print_roman(number: int) -> str:
    """Return 1..39 in Roman numerals."""
    tens, ones = divmod(number, 10)
    return "X" * tens + ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")[ones]
