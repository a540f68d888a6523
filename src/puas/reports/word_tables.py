"""A table as WordprocessingML: repeated header rows, rows that are not cut, widths, colours, a description.

Written as XML in one go, because python-docx needs a second for a thousand rows.
"""

import html
import re
from collections.abc import Callable, Iterator

from puas.reports.documents import Align, Column, Row, RowKind, Table, cell_text

_FORBIDDEN = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_JUSTIFY = {Align.LEFT: "left", Align.CENTRE: "center", Align.RIGHT: "right"}
_FILLS = {RowKind.AGENCY: "D3DEEA", RowKind.AVERAGE: "EEF1F4"}
_STYLES = {7: "TabelRapat", 8: "TabelLebar", 9.5: "Tabel"}
_HEAD_FILL, _RULE = "E4EBF2", "9AA5B1"


# LibreOffice cuts a repeated header with merged cells to its rows, so the second has room for five lines.
SECOND_HEADER = 640


def escape(text: str) -> str:
    """Return text as XML may hold it: escaped, without the control characters that XML forbids."""
    return html.escape(_FORBIDDEN.sub("", text), quote=True)


def write_table(table: Table, width: int, namespaces: str, relate: Callable[[str], str]) -> str:
    """Return the <w:tbl> of a table that fills `width` twentieths of a point.

    `relate` returns the id under which the document knows an address.
    """
    whole = sum(column.width for column in table.columns)
    widths = [width * column.width // whole for column in table.columns]
    style = _STYLES[table.points]
    margin = 85 if style == "Tabel" else 40
    grid = "".join(f'<w:gridCol w:w="{each}"/>' for each in widths)
    head = (
        f'<w:tbl {namespaces}><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'<w:tblBorders>{_borders()}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        f"<w:tblCellMar>{_margins(margin)}</w:tblCellMar>"
        f'<w:tblLook w:firstRow="1" w:noVBand="1"/>'
        f'<w:tblCaption w:val="{escape(table.title)}"/>'
        f'<w:tblDescription w:val="{escape(" ".join(table.notes) or table.title)}"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>"
    )
    rows = [
        *_header_rows(table, widths, style),
        *(_row(table, row, widths, style, relate) for row in table.rows),
    ]
    return head + "".join(rows) + "</w:tbl>"


def _borders() -> str:
    sides = {"top": 8, "bottom": 8, "insideH": 4, "insideV": 2}
    return "".join(
        f'<w:{side} w:val="single" w:sz="{size}" w:space="0" w:color="{_RULE}"/>'
        for side, size in sides.items()
    )


def _margins(width: int) -> str:
    sides = {"top": 30, "left": width, "bottom": 30, "right": width}
    return "".join(f'<w:{side} w:w="{size}" w:type="dxa"/>' for side, size in sides.items())


def _header_rows(table: Table, widths: list[int], style: str) -> Iterator[str]:
    """Yield one header row, or two when columns stand under a common header."""
    columns = table.columns
    if not any(column.group for column in columns):
        cells = [_head_cell(c.title, w, style) for c, w in zip(columns, widths, strict=True)]
        yield _wrap_header(cells)
        return
    upper, lower = [], []
    groups: list[str] = []
    for column, width in zip(columns, widths, strict=True):
        if not column.group:
            upper.append(_head_cell(column.title, width, style, '<w:vMerge w:val="restart"/>'))
            lower.append(_head_cell("", width, style, "<w:vMerge/>"))
            continue
        lower.append(_head_cell(column.title, width, style))
        if column.group not in groups:
            groups.append(column.group)
            upper.append(_group_cell(columns, widths, column.group, style))
    yield _wrap_header(upper)
    yield _wrap_header(lower, SECOND_HEADER)


def _group_cell(columns: tuple[Column, ...], widths: list[int], group: str, style: str) -> str:
    inside = [width for column, width in zip(columns, widths, strict=True) if column.group == group]
    return _head_cell(group, sum(inside), style, f'<w:gridSpan w:val="{len(inside)}"/>')


def _wrap_header(cells: list[str], height: int = 0) -> str:
    least = f'<w:trHeight w:val="{height}" w:hRule="atLeast"/>' if height else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{least}<w:tblHeader/></w:trPr>{''.join(cells)}</w:tr>"


def _head_cell(title: str, width: int, style: str, merge: str = "") -> str:
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{merge}'
        f'<w:shd w:val="clear" w:color="auto" w:fill="{_HEAD_FILL}"/><w:vAlign w:val="center"/></w:tcPr>'
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/><w:keepNext/><w:jc w:val="center"/></w:pPr>'
        f"{_run(title, is_bold=True)}</w:p></w:tc>"
    )


def _row(table: Table, row: Row, widths: list[int], style: str, relate: Callable[[str], str]) -> str:
    cells = []
    for place, (cell, column, width) in enumerate(zip(row.cells, table.columns, widths, strict=True)):
        is_subject = place == table.subject
        is_bold = row.kind is RowKind.AGENCY or (is_subject and row.kind is RowKind.FIRST and row.level == 0)
        indent = 160 * row.level if is_subject else 0
        is_grey = table.is_dense and row.kind is RowKind.NEXT and place <= table.subject
        paragraphs = [
            _paragraph(
                line,
                style,
                column.align,
                indent,
                _link(line, relate, _run(line, is_bold=is_bold, is_grey=is_grey)),
            )
            for line in cell_text(cell).split("\n")
        ]
        properties = f'<w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{_shading(row)}</w:tcPr>'
        cells.append(f"<w:tc>{properties}{''.join(paragraphs)}</w:tc>")
    keep = "" if row.is_tall else "<w:trPr><w:cantSplit/></w:trPr>"
    return f"<w:tr>{keep}{''.join(cells)}</w:tr>"


def _shading(row: Row) -> str:
    fill = _FILLS.get(row.kind)
    return f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>' if fill else ""


def _paragraph(line: str, style: str, align: Align, indent: int, run: str) -> str:
    """Return one line of a cell; a numbered line hangs behind its number."""
    hanging = 'w:hanging="130" ' if re.match(r"\d+\. ", line) else ""
    left = indent + (130 if hanging else 0)
    place = f'<w:ind w:left="{left}" {hanging}/>' if left else ""
    return (
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{place}<w:jc w:val="{_JUSTIFY[align]}"/></w:pPr>{run}</w:p>'
    )


def _link(line: str, relate: Callable[[str], str], run: str) -> str:
    """Return the run, as a link when the whole line is an address."""
    if not re.fullmatch(r"https?://\S+", line):
        return run
    return f'<w:hyperlink r:id="{relate(line)}">{run}</w:hyperlink>'


def _run(text: str, *, is_bold: bool = False, is_grey: bool = False) -> str:
    look = ("<w:b/>" if is_bold else "") + ('<w:color w:val="5B6570"/>' if is_grey else "")
    properties = f"<w:rPr>{look}</w:rPr>" if look else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>' if text else ""
