"""The recap in its official columns as a document of its own; in a workbook also tidy: one figure a row."""

from collections.abc import Iterator
from dataclasses import replace

from puas.methodology.numbers import Number
from puas.reports.agency_inputs import AgencyReportInput, RecapLine
from puas.reports.agency_recaps import build_recap_table, count_people, print_percentage
from puas.reports.agency_reports import build_cover, require_values
from puas.reports.agency_results import sign
from puas.reports.agency_writers import Writer, build_amount
from puas.reports.documents import Align, Amount, Block, Cell, Column, Document, Row, RowKind, Section, Table
from puas.reports.report_parts import build_heading
from puas.reports.wording import Wording


def build_recap_report(given: AgencyReportInput, wording: Wording, *, is_workbook: bool = False) -> Document:
    """Return the recap, signed. A workbook has the same figures tidy on a second sheet: on paper a row for
    each figure would be of no use.
    """
    require_values(given)
    writer = Writer(given, wording)
    title = writer.say("recap_document.title")
    return Document(
        title=title,
        subject=writer.say("document.subject"),
        author=given.government,
        footer=title,
        made_at=given.made_at,
        cover=replace(build_cover(writer), title=writer.say("recap_document.cover")),
        sections=(Section(tuple(_write(writer, is_workbook)), is_landscape=True),),
        chapter=writer.say("words.chapter"),
        workbook=writer.say("document.workbook"),
    )


def _write(writer: Writer, is_workbook: bool) -> Iterator[Block]:
    yield build_heading(writer, "recap", is_numbered=False)
    yield build_recap_table(writer, next(writer.tables))
    if is_workbook:
        yield _build_tidy_table(writer, next(writer.tables))
    yield sign(writer)


def _build_tidy_table(writer: Writer, number: int) -> Table:
    """Return every figure of the recap on a row of its own, in the order of the recap."""
    given = writer.given
    rows = [
        row
        for unit in given.units
        for line in unit.lines
        for row in _rows(writer, unit.name, unit.level, line)
    ]
    for line in given.averages:
        counted = replace(line, respondents=count_people(writer, line))
        rows += _rows(writer, writer.say("tidy.agency_line"), 0, counted)
    widths, right = (60, 18, 30, 24, 34, 26, 24), Align.RIGHT
    aligns = (Align.LEFT, right, *[Align.LEFT] * 4, right)
    titles = writer.say_all("tidy.columns")
    return Table(
        number,
        writer.title_table(number, writer.say("tidy.table")),
        tuple(Column(*column) for column in zip(titles, widths, aligns, strict=True)),
        tuple(rows),
        sheet=writer.say("sheets.tidy"),
    )


def _rows(writer: Writer, unit: str, level: int, line: RecapLine) -> Iterator[Row]:
    """Yield a row for each figure that is known: those that are not recorded have none."""
    words = writer.wording.sentences["tidy"]
    shared = (
        unit,
        Amount(level, 0),
        line.period.code,
        words["kinds"][line.kind],
        words["sources"][line.source],
    )
    for measure, cell in _figures(writer, line):
        yield Row((*shared, measure, cell), RowKind.NEXT)


def _figures(writer: Writer, line: RecapLine) -> Iterator[tuple[str, Cell]]:
    values: list[tuple[str, Number | None]] = [
        *((key, value) for (key, _), value in zip(writer.given.elements, line.values, strict=True)),
        (writer.say("tidy.index"), line.index),
    ]
    yield from ((name, build_amount(line, value)) for name, value in values if value is not None)
    if line.respondents is not None:
        yield writer.say("tidy.respondents"), Amount(line.respondents, 0)
    if line.realisation is not None:
        yield writer.say("tidy.realisation"), print_percentage(line, line.realisation)
