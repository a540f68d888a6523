"""The tables of a document as XLSX: a sheet each, numbers as numbers, text never as a formula."""

import io
from datetime import UTC
from typing import Any

from puas.methodology.numbers import round_half_up
from puas.reports.colophons import find_seal
from puas.reports.documents import (
    Align,
    Amount,
    Cell,
    Column,
    Document,
    Paragraph,
    Plot,
    Row,
    RowKind,
    Table,
    cell_text,
)

FONT, ACCENT = "Calibri", "#1F4E79"
FILLS = {RowKind.AGENCY: "#D3DEEA", RowKind.AVERAGE: "#EEF1F4"}
TOP = 2  # rows above the header: the title and an empty one
CHART_ROWS = 20  # rows that a chart below a table covers
MOST_POINTS = 409  # the greatest height of a row


def render_xlsx(document: Document) -> bytes:
    """Return every table that names a sheet, one sheet each, in the order of the document.

    Numbers are rounded as they are printed. The same document gives the same bytes.
    """
    import xlsxwriter

    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, "default_format_properties": {"font_name": FONT}})
    made = document.made_at.astimezone(UTC).replace(tzinfo=None)
    book.set_properties(
        {
            "title": document.title,
            "subject": document.subject,
            "author": document.author,
            "created": made,
            "comments": find_seal(document),
        }
    )
    formats = _Formats(book)
    tables = sorted((table for table in document.tables if table.sheet), key=lambda t: not t.is_dense)
    for table in tables:
        _write_sheet(book, book.add_worksheet(table.sheet), table, formats)
    if not tables:
        _write_words(book.add_worksheet(), document, formats)
    book.close()
    return file.getvalue()


def _write_words(sheet: Any, document: Document, formats: "_Formats") -> None:
    """Write what a document without any table says: an empty workbook would leave its reader wondering."""
    sheet.set_column(0, 0, 110)
    sheet.write_string(0, 0, document.title, formats.of(bold=True, font_size=14, font_color=ACCENT))
    words = [block.text for block in document.blocks if isinstance(block, Paragraph)]
    for place, text in enumerate(words, TOP):
        sheet.write_string(place, 0, text, formats.of(text_wrap=True, valign="top"))


class _Formats:
    """Makes each cell format once."""

    def __init__(self, book: Any) -> None:
        self.book = book
        self.made: dict[tuple[tuple[str, Any], ...], Any] = {}

    def of(self, **properties: Any) -> Any:
        """Return the format with these properties."""
        key = tuple(sorted(properties.items()))
        if key not in self.made:
            self.made[key] = self.book.add_format({"font_name": FONT, **properties})
        return self.made[key]


def _write_sheet(book: Any, sheet: Any, table: Table, formats: _Formats) -> None:
    last_column = len(table.columns) - 1
    depth = 2 if any(column.group for column in table.columns) else 1
    sheet.write_string(0, 0, table.title, formats.of(bold=True, font_size=14, font_color=ACCENT))
    _write_header(sheet, table, formats, depth)
    for place, row in enumerate(table.rows):
        at = TOP + depth + place
        sheet.set_row(at, _find_height(table, row))
        for column, cell in enumerate(row.cells):
            _write_cell(sheet, at, column, cell, _look(table, row, column), formats)
    end = TOP + depth + len(table.rows)
    for place, note in enumerate(table.notes):
        sheet.write_string(end + 1 + place, 0, note, formats.of(italic=True))
    chart_rows = CHART_ROWS if table.plot else 0
    _set_page(sheet, table, depth, end + len(table.notes) + chart_rows, last_column)
    if table.plot and table.rows:
        _plot(book, sheet, table, TOP + depth)


def _look(table: Table, row: Row, column: int) -> dict[str, Any]:
    """Return how a cell looks: bold where a subject begins, indented by its depth, shaded by its kind."""
    is_subject = column == table.subject
    align = table.columns[column].align
    look: dict[str, Any] = {
        "bold": row.kind is RowKind.AGENCY or (is_subject and row.kind is RowKind.FIRST),
        "indent": row.level
        if is_subject
        else int(align is Align.RIGHT and (column == 0 or not table.is_dense)),
        "align": align.value.replace("centre", "center"),
        "font_size": 9 if table.is_dense else 11,
    }
    return look | ({"bg_color": FILLS[row.kind]} if row.kind in FILLS else {})


def _find_width(table: Table, column: Column) -> float:
    """Return the width of a column in letters."""
    return max(6, column.width * (0.36 if table.is_dense else 0.55))


def _find_height(table: Table, row: Row) -> float:
    """Return a height that shows every line: programs differ in whether they find it by themselves."""
    most = 1
    for cell, column in zip(row.cells, table.columns, strict=True):
        width = _find_width(table, column) * (1.1 if table.is_dense else 0.95)
        lines = cell_text(cell).split("\n") if isinstance(cell, str) else [""]
        most = max(most, sum(1 + int(len(line) // width) for line in lines))
    return min(most * (12 if table.is_dense else 15) + 3, MOST_POINTS)


def _write_header(sheet: Any, table: Table, formats: _Formats, depth: int) -> None:
    """Write one header row, or two with the common headers above their columns."""
    look = formats.of(
        bold=True, bg_color="#E4EBF2", border=1, text_wrap=True, align="center", valign="vcenter"
    )
    sheet.set_row(TOP + depth - 1, 48)
    groups: dict[str, list[int]] = {}
    for place, column in enumerate(table.columns):
        sheet.set_column(place, place, _find_width(table, column))
        if column.group:
            groups.setdefault(column.group, []).append(place)
        if depth == 2 and not column.group:
            sheet.merge_range(TOP, place, TOP + 1, place, "", look)
        sheet.write_string(TOP + (depth - 1 if column.group else 0), place, column.title, look)
    for group, places in groups.items():
        sheet.merge_range(TOP, places[0], TOP, places[-1], "", look)
        sheet.write_string(TOP, places[0], group, look)


def _write_cell(
    sheet: Any, row: int, column: int, cell: Cell, look: dict[str, Any], formats: _Formats
) -> None:
    """Write a number as a number in its printed form, anything else as text (a "=..." too)."""
    shared = {"border": 1, "border_color": "#9AA5B1", "valign": "top", **look}
    if isinstance(cell, Amount):
        printed = "#,##0" + ("." + "0" * cell.places if cell.places else "")
        value = float(round_half_up(cell.value, cell.places))
        sheet.write_number(row, column, value, formats.of(num_format=printed, **shared))
    else:
        sheet.write_string(row, column, cell, formats.of(text_wrap=True, **shared))


def _set_page(sheet: Any, table: Table, depth: int, last_row: int, last_column: int) -> None:
    """Freeze the header, repeat it in print, and fit the width of the table on the page."""
    sheet.freeze_panes(TOP + depth, table.subject + 1)
    sheet.repeat_rows(TOP, TOP + depth - 1)
    sheet.print_area(0, 0, last_row, last_column)
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    if len(table.columns) > 6:
        sheet.set_landscape()
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.set_footer("&L&A&R&P / &N")
    if table.rows and not any(column.group for column in table.columns):
        sheet.autofilter(TOP, 0, TOP + len(table.rows), last_column)


def _plot(book: Any, sheet: Any, table: Table, first: int) -> None:
    """Draw the table's own chart below it: a line over the rows, or the last row's columns as bars."""
    last = first + len(table.rows) - 1
    if table.plot is Plot.LINE:
        chart = book.add_chart({"type": "line"})
        names, values = (first, 0, last, 0), (first, table.plotted[0], last, table.plotted[0])
        header = table.columns[table.plotted[0]].title
    else:
        chart = book.add_chart({"type": "column"})
        row, ends = last, (table.plotted[0], table.plotted[-1])
        names, values = (first - 1, ends[0], first - 1, ends[1]), (row, ends[0], row, ends[1])
        header = str(table.rows[-1].cells[0])
    label = {
        "value": True,
        "num_format": "0.00",
        "position": "above" if table.plot is Plot.LINE else "outside_end",
    }
    series = {"name": header, "categories": [table.sheet, *names], "values": [table.sheet, *values]}
    look = {"marker": {"type": "circle", "size": 7}} if table.plot is Plot.LINE else {"gap": 60}
    chart.add_series(
        {**series, **look, "data_labels": label, "fill": {"color": ACCENT}, "line": {"color": ACCENT}}
    )
    chart.set_title({"name": table.title, "name_font": {"size": 11}})
    chart.set_legend({"none": True})
    chart.set_y_axis({"min": 25 if table.plot is Plot.BARS else None, "max": 100, "num_format": "0"})
    chart.set_size({"width": 760, "height": 320})
    words = "; ".join(f"{row.cells[0]}" for row in table.rows)
    options = {"description": f"{table.title}. {words}", "object_position": 2}
    sheet.insert_chart(last + 3 + len(table.notes), 0, chart, options)
