"""Logical rows: one printed row may take 1 to 28 physical lines, be cut by a page, or be printed once per
priority.

A line opens a row when it holds element values; every other line continues the row above it. What it
continues is decided by its column, unless the words say otherwise: lists slip one or more columns to the
left in some reports.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from puas.exchange.recaps.cells import parse_value
from puas.exchange.recaps.element_names import starts_with_item
from puas.exchange.recaps.headers import (
    Columns,
    complete_columns,
    find_columns,
    is_header,
    is_numbering,
    is_subheader,
)
from puas.exchange.recaps.labels import parse_label
from puas.exchange.recaps.lines import Line, squeeze
from puas.methodology.findings.recaps import Source

_TEXT_ROLES = ("priorities", "plans")
_GROUP = re.compile(r"\(?([A-Z]|[IVX]+)[.)]?")
_JOINED_ROLES = ("unit", "period", "grade", "methods", "grade_word")


@dataclass
class Block:
    """The pieces of one logical row by role, in reading order, and the digits found under its numbers."""

    columns: Columns
    source: Source
    pieces: dict[str, list[str]] = field(default_factory=dict)
    tails: dict[str, str] = field(default_factory=dict)
    typed: frozenset[str] = frozenset()
    copies: int = 1
    heading: str = ""

    def text(self, role: str) -> str:
        """Return everything printed for `role`; lists keep their lines, other cells are one line."""
        return ("\n" if role in _TEXT_ROLES else " ").join(self.pieces.get(role, ()))

    def add(self, role: str, text: str) -> None:
        if text:
            self.pieces.setdefault(role, []).append(text)

    def add_line(self, number: int) -> None:
        self.source = Source(
            self.source.file,
            self.source.sheet,
            self.source.page,
            (*self.source.lines, number),
            self.source.place,
        )


def _filled(line: Line, columns: Columns) -> list[str]:
    return [cell for role in columns.elements if (cell := line.cell(columns.at(role)))]


def _is_fragment(text: str) -> bool:
    return bool(re.fullmatch(r"\d{1,3}", text))


def is_tail(line: Line, columns: Columns, block: Block | None) -> bool:
    """Whether the numbers of a line are only the last digits of the numbers above it.

    A lone digit under a number with decimals is enough; doubles of whole numbers beside it are noise of
    the scan.
    """
    filled = _filled(line, columns)
    if block is None or not filled or line.cell(columns.at("unit")) or line.cell(columns.at("no")):
        return False
    below = [
        (line.cell(columns.at(role)), block.text(role))
        for role in columns.elements
        if line.cell(columns.at(role))
    ]
    if all(_is_fragment(text) for text, _ in below) and len(below) < len(columns.elements):
        return any(re.search(r"[.,]\d", above) for _, above in below)
    return any(
        _is_fragment(text) and int(text) < 20 and re.match(r"\d{2,}[.,]\d", above) is not None
        for text, above in below
    )


def is_start(line: Line, columns: Columns, block: Block | None) -> bool:
    """Whether a line opens a new logical row."""
    if is_tail(line, columns, block):
        return False
    readable = [cell for cell in _filled(line, columns) if parse_value(cell).value is not None]
    index = parse_value(line.cell(columns.at("index"))).value
    named = bool(line.cell(columns.at("unit")) or line.cell(columns.at("no")))
    label = parse_label(line.cell(columns.at("period")))
    if len(readable) >= 5 or (index is not None and (readable or named or label.says_period)):
        return True
    texts = [
        cell for role in columns.elements if (cell := line.cell(columns.at(role))) and not _is_fragment(cell)
    ]
    if not label.kind or texts:
        return False
    return named or (
        block is not None and parse_label(block.text("period")).kind is not None and label.number is not None
    )


def _open_block(line: Line, columns: Columns) -> Block:
    block = Block(columns, line.source)
    for role, position in columns.positions.items():
        block.add(role, line.cell(position))
    more = [cell for position in columns.more_unit if (cell := line.cell(position))]
    if more:
        block.pieces["unit"] = [*block.pieces.get("unit", []), *more]
    block.typed = frozenset(role for role, position in columns.positions.items() if position in line.typed)
    return block


def _slipped(line: Line, columns: Columns) -> list[str] | None:
    """Return the list items of a line whose cells slipped out of their columns, None when they did not."""
    list_columns = {columns.at(role) for role in _TEXT_ROLES}
    filled = [(position, cell) for position, cell in enumerate(line.cells) if cell]
    out_of_place = [
        cell for position, cell in filled if position not in list_columns and starts_with_item(cell)
    ]
    return [cell for _, cell in filled] if out_of_place else None


def _pieces_of(line: Line, columns: Columns) -> Iterator[tuple[str, str]]:
    slipped = _slipped(line, columns)
    if slipped:
        yield from zip(_TEXT_ROLES, (slipped[0], " ".join(slipped[1:])), strict=True)
        return
    for role, position in columns.positions.items():
        if line.cell(position):
            yield role, line.cell(position)
    for position in columns.more_unit:
        if line.cell(position):
            yield "unit", line.cell(position)


def _continue(block: Block, line: Line, columns: Columns) -> None:
    tail = is_tail(line, columns, block)
    for role, text in _pieces_of(line, columns):
        if role == "period" and block.text("period").endswith(")") and parse_label(block.text("period")).kind:
            continue  # a label that is already closed goes on nowhere: a phantom of the line above
        is_number = role in columns.elements or role in (
            "index",
            "respondents",
            "realisation",
            "no",
            "population",
        )
        if not is_number:
            block.add(role, text)
        elif _is_fragment(text) and tail and role != "respondents" and block.text(role):
            block.tails.setdefault(role, text)
        elif not block.text(role) and role != "no":
            block.add(role, text)
    for number in line.source.lines:
        block.add_line(number)


def _restarts(line: Line, columns: Columns, block: Block) -> bool:
    """Whether a list begins again at 1 although this row has its own: the pieces belong to the row that
    follows."""
    pieces = dict(_pieces_of(line, columns))
    begins = starts_with_item(pieces.get("priorities", "")) == 1
    return begins and bool(re.search(r"(?m)^\s*1\s*[.)]", block.text("priorities"))) and len(pieces) <= 2


def _same_row(line: Line, columns: Columns, block: Block) -> bool:
    """Whether a line prints the values of the row above once more (one line per priority)."""
    roles = [
        role for role in ("period", "index", "respondents", *columns.elements) if columns.at(role) is not None
    ]
    unit = line.cell(columns.at("unit"))
    return (
        (not unit or unit == block.pieces.get("unit", [""])[0])
        and len(_filled(line, columns)) >= 5
        and all(line.cell(columns.at(role)) == block.pieces.get(role, [""])[0] for role in roles)
    )


def _merge(block: Block, line: Line, columns: Columns) -> None:
    block.copies += 1
    for role in (*_TEXT_ROLES, "realisation"):
        text = line.cell(columns.at(role))
        if text not in block.pieces.get(role, ()):
            block.add(role, text)
    for number in line.source.lines:
        block.add_line(number)


def gather_blocks(lines: Sequence[Line]) -> list[Block]:
    """Return the logical rows of every recap table among `lines`, in order."""
    blocks: list[Block] = []
    columns: Columns | None = None
    waiting: list[Line] = []
    above, paused = -2, False
    heading, sheet = "", None
    for at, line in enumerate(lines):
        if line.source.sheet != sheet:
            heading, sheet = line.source.sheet or "", line.source.sheet
        if len(line.prose) < 120 and parse_label(line.prose).kind:
            heading = line.prose
        if not line.is_table or _is_remark(line, columns):
            paused = paused or len(line.prose.split()) > 5
        elif _opens_other_table(line):
            paused = True
        elif is_header(line):
            paused = False
            found = complete_columns(find_columns(line, _names_below(lines[at + 1 : at + 4])), columns)
            columns = found if found.is_recap else None
            above = at
        elif columns is None or is_subheader(line) or (at - above <= 3 and is_numbering(line)):
            continue
        elif is_start(line, columns, blocks[-1] if blocks else None):
            paused = False
            _start(blocks, line, columns, waiting, heading)
        elif paused or _is_group(line, columns, blocks):
            continue
        elif blocks and _restarts(line, columns, blocks[-1]):
            waiting.append(line)
        elif blocks:
            _continue(blocks[-1], line, columns)
    return blocks


def _is_remark(line: Line, columns: Columns | None) -> bool:
    """Whether a row of a sheet holds a sentence or footnote alone, in the first column or under the unit's
    name."""
    filled = [(position, cell) for position, cell in enumerate(line.cells) if cell]
    places = {0, columns.at("no"), columns.at("unit")} if columns else {0}
    return (
        len(filled) == 1
        and filled[0][0] in places
        and (len(filled[0][1]) > 60 or filled[0][1].startswith("*"))
    )


def _is_group(line: Line, columns: Columns, blocks: Sequence[Block]) -> bool:
    """Whether a row only names a group of units ("B | DINAS"): it goes on with no name above it.

    It has a letter or Roman numeral, or is in capitals where names are not, and nothing but its name.
    """
    no, unit = line.cell(columns.at("no")), line.cell(columns.at("unit"))
    if not unit or not blocks or sum(bool(cell) for cell in line.cells) > (2 if no else 1):
        return False
    above = blocks[-1].text("unit") or blocks[0].text("unit")
    return bool(_GROUP.fullmatch(no)) or (not no and unit.isupper() and len(unit) > 3 and not above.isupper())


def _opens_other_table(line: Line) -> bool:
    """Whether a line is the header of a small table of another kind: the list of units, the trend."""
    filled = [cell for cell in line.cells if cell]
    return 2 <= len(filled) <= 4 and squeeze(filled[0]) in ("no", "nomor", "tahun") and not is_header(line)


def _start(blocks: list[Block], line: Line, columns: Columns, waiting: list[Line], heading: str) -> None:
    under_one_heading = columns.at("period") is not None or (bool(blocks) and blocks[-1].heading == heading)
    if blocks and under_one_heading and _same_row(line, columns, blocks[-1]):
        _merge(blocks[-1], line, columns)
        return
    block = Block(columns, line.source, heading=heading)
    for early in waiting:
        for role, text in _pieces_of(early, columns):
            if role in _TEXT_ROLES:
                block.add(role, text)
    opened = _open_block(line, columns)
    for role, texts in opened.pieces.items():
        block.pieces.setdefault(role, []).extend(texts)
    block.typed = opened.typed
    for early in waiting:
        for number in early.source.lines:
            block.add_line(number)
    waiting.clear()
    blocks.append(block)


def _names_below(lines: Iterable[Line]) -> tuple[Line, ...]:
    """Return the rows of element names directly under a header."""
    found: list[Line] = []
    for line in lines:
        if not line.is_table or not (is_subheader(line) or is_numbering(line)):
            break
        if is_subheader(line):
            found.append(line)
    return tuple(found)
