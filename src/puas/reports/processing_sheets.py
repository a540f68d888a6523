"""The processing sheet of PermenPANRB 14/2017: one row a respondent, then sum, NRR, weighted NRR and IKM.

The rows carry no identity, and stand in the order of their scores: the order of answering would let somebody
who saw the queue find a person's row.
"""

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction

from puas.methodology.numbers import Number
from puas.reports.documents import (
    Align,
    Amount,
    Block,
    Cell,
    Column,
    Document,
    Paragraph,
    Row,
    RowKind,
    Section,
    Table,
)
from puas.reports.report_parts import build_heading
from puas.reports.sentence_writers import count_text
from puas.reports.unit_inputs import ElementLine, UnitReportInput
from puas.reports.unit_reports import frame_document
from puas.reports.unit_tables import amount_or, build_legend_table, build_processing_table
from puas.reports.unit_writers import UnitWriter
from puas.reports.wording import Wording

Scores = tuple[Fraction | None, ...]


def build_processing_sheet(
    given: UnitReportInput, rows: Sequence[Scores], minimum: int, wording: Wording
) -> Document:
    """Return the sheet. `rows`: the score of each element (1..4), one row a respondent; withheld when there
    are fewer than `minimum`.
    """
    writer = UnitWriter(given, wording)
    first = Section(tuple(_write_rows(writer, sorted(rows, key=_order), minimum)))
    return frame_document(writer, first, Section(tuple(_write_elements(writer))))


def _order(scores: Scores) -> tuple[Fraction, ...]:
    return tuple(-(score or Fraction(0)) for score in scores)


def _write_rows(writer: UnitWriter, rows: Sequence[Scores], minimum: int) -> Iterator[Block]:
    yield build_heading(writer, "rows", is_numbered=False)
    is_shown = len(rows) >= minimum
    number = next(writer.tables)
    if is_shown:
        yield Paragraph(writer.say("rows.opening", number=number, count=count_text(len(rows))))
        yield Paragraph(writer.say("rows.privacy"))
    else:
        yield Paragraph(writer.say("rows.withheld", minimum=minimum))
    yield _build_table(writer, number, rows if is_shown else ())


def _build_table(writer: UnitWriter, number: int, rows: Sequence[Scores]) -> Table:
    elements = writer.given.elements
    columns = [
        Column(writer.say("rows.number"), 44, Align.RIGHT),
        *(Column(line.key, 16, Align.RIGHT) for line in elements),
        Column(writer.say("rows.total_column"), 20, Align.RIGHT),
    ]
    body = [
        Row((Amount(place, 0), *(_print_score(score) for score in scores), ""), RowKind.NEXT)
        for place, scores in enumerate(rows, 1)
    ]
    is_open = any(score is None for scores in rows for score in scores)
    notes = [writer.say("rows.note", weight=writer.given.weighting)]
    return Table(
        number,
        writer.title_table(number, writer.say("rows.table")),
        tuple(columns),
        (*body, *_total_rows(writer)),
        tuple([*notes, writer.say("rows.note_open")] if is_open else notes),
        sheet=writer.say("sheets.rows"),
    )


def _print_score(score: Fraction | None) -> Cell:
    return "" if score is None else Amount(score, 0 if score.denominator == 1 else 2)


def _total_rows(writer: UnitWriter) -> Iterator[Row]:
    """Yield the sum, the mean and the weighted mean of each element, then the index."""
    given, none = writer.given, writer.say("words.no_figure")

    def line(key: str, find: Callable[[ElementLine], Number | None], places: int, total: Cell) -> Row:
        values = (amount_or(none, find(one), places) for one in given.elements)
        return Row((writer.say(f"rows.{key}"), *values, total), RowKind.AVERAGE)

    weighted = [one.weighted for one in given.elements]
    known = [value for value in weighted if value is not None]
    total = amount_or(none, sum(known) if len(known) == len(weighted) else None, 3)
    yield line("sum", lambda one: one.total, 0, "")
    yield line("mean", lambda one: one.mean, 3, "")
    yield line("weighted", lambda one: one.weighted, 3, total)
    blanks = ("",) * len(given.elements)
    yield Row((writer.say("rows.index"), *blanks, amount_or(none, given.index)), RowKind.AGENCY)


def _write_elements(writer: UnitWriter) -> Iterator[Block]:
    number, legend = next(writer.tables), next(writer.tables)
    yield build_heading(writer, "processing", is_numbered=False)
    yield Paragraph(writer.say("processing.opening", number=number, legend=legend))
    yield build_processing_table(writer, number)
    yield build_legend_table(writer, legend)
