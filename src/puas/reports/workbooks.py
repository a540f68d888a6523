"""The tables of a document as XLSX: a sheet each, numbers as numbers, text never as a formula."""

import io
from datetime import UTC
from typing import Any

from puas.methodology.numbers import round_half_up
from puas.reports.documents import Amount, Cell, Document, Plot, RowKind, Table

FONT, ACCENT = "Calibri", "#1F4E79"
FILLS = {RowKind.AGENCY: "#D3DEEA", RowKind.AVERAGE: "#EEF1F4"}
TOP = 2  # rows above the header: the title and an empty one


def render_xlsx(document: Document) -> bytes:
    """Return every table that names a sheet, one sheet each, in the order of the document.

    Numbers are rounded as they are printed. The same document gives the same bytes.
    """
    import xlsxwriter

    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, "default_format_properties": {"font_name": FONT}})
    made = document.made_at.astimezone(UTC).replace(tzinfo=None)
    book.set_properties(
        {"title": document.title, "subject": document.subject, "author": document.author, "created": made}
    )
    formats = _Formats(book)
    tables = sorted((table for table in document.tables if table.sheet), key=lambda t: not t.is_dense)
    for table in tables:
        _write_sheet(book, book.add_worksheet(table.sheet), table, formats)
    book.close()
    return file.getvalue()


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
        for column, cell in enumerate(row.cells):
            is_subject = column == table.subject
            look = {
                "bold": row.kind is RowKind.AGENCY or (is_subject and row.kind is RowKind.FIRST),
                "indent": row.level if is_subject else 0,
                "align": table.columns[column].align.value.replace("centre", "center"),
            }
            if row.kind in FILLS:
                look["bg_color"] = FILLS[row.kind]
            _write_cell(sheet, at, column, cell, look, formats)
    end = TOP + depth + len(table.rows)
    for place, note in enumerate(table.notes):
        sheet.write_string(end + 1 + place, 0, note, formats.of(italic=True))
    _set_page(sheet, table, depth, end + len(table.notes), last_column)
    if table.plot and table.rows:
        _plot(book, sheet, table, TOP + depth)


def _write_header(sheet: Any, table: Table, formats: _Formats, depth: int) -> None:
    """Write one header row, or two with the common headers above their columns."""
    look = formats.of(
        bold=True, bg_color="#E4EBF2", border=1, text_wrap=True, align="center", valign="vcenter"
    )
    groups: dict[str, list[int]] = {}
    for place, column in enumerate(table.columns):
        sheet.set_column(place, place, max(6, column.width * (0.36 if table.is_dense else 0.55)))
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
    label = {"value": True, "num_format": "0.00"}
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
