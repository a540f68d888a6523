"""A trend: its table, and the sentence that is true of its steps. A falling index is never called a rise."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from puas.methodology.numbers import format_number, round_half_up
from puas.reports.agency_inputs import LineSource, TrendStep
from puas.reports.documents import Align, Amount, Cell, Column, Plot, Row, Table
from puas.reports.sentence_writers import SentenceWriter

# What is known of a trend: the printed period and the index with two decimals.
Known = tuple[str, Decimal]


def print_step(step: TrendStep) -> str:
    """Return the period of a step as printed."""
    return step.label or step.period.label


def write_trend(writer: SentenceWriter, steps: Sequence[TrendStep]) -> str:
    """Return what the trend is, from the steps that are known, and which are not."""
    known = [(print_step(step), round_half_up(step.index, 2)) for step in steps if step.index is not None]
    missing = [print_step(step) for step in steps if step.index is None]
    sentence = _write_direction(writer, known)
    if known and missing:
        sentence += " " + writer.say("trend.gap", periods=writer.join(missing))
    return sentence


def _write_direction(writer: SentenceWriter, known: Sequence[Known]) -> str:
    if not known:
        return writer.say("trend.none")
    moves = [later[1] - earlier[1] for earlier, later in pairwise(known)]
    (first_period, first), (last_period, last) = known[0], known[-1]
    return writer.say(
        f"trend.{choose_trend(moves)}",
        first=format_number(first, 2),
        last=format_number(last, 2),
        first_period=first_period,
        last_period=last_period,
        points=format_number(abs(last - first), 2),
        steps=_write_steps(writer, moves),
    )


def choose_trend(moves: Sequence[Decimal]) -> str:
    """Return which sentence is true of these changes between neighbouring periods.

    "rise_each" only when there are two or more and every one is above zero; otherwise the sum decides.
    """
    if not moves:
        return "single"
    if not any(moves):
        return "flat"
    direction = "rise" if sum(moves) > 0 else "fall" if sum(moves) < 0 else "flat"
    if len(moves) == 1:
        return f"{direction}_two"
    if all(move > 0 for move in moves) or all(move < 0 for move in moves):
        return f"{direction}_each"
    return f"{direction}_mixed"


def _write_steps(writer: SentenceWriter, moves: Sequence[Decimal]) -> str:
    counts = {
        "rises": sum(move > 0 for move in moves),
        "falls": sum(move < 0 for move in moves),
        "equals": sum(move == 0 for move in moves),
    }
    return writer.join([writer.say(f"trend.{key}", count=count) for key, count in counts.items() if count])


def mark_imported(writer: SentenceWriter, words: str, source: LineSource) -> str:
    """Return `words` with the sign of figures that were taken over."""
    return f"{words} {writer.say('words.imported')}" if source is LineSource.IMPORTED else words


def note_imported(writer: SentenceWriter, sources: Sequence[LineSource]) -> tuple[str, ...]:
    """Return what that sign means, when any figure has it."""
    return (writer.say("trend.notes_imported"),) if LineSource.IMPORTED in sources else ()


def build_trend_table(writer: SentenceWriter, number: int, steps: Sequence[TrendStep]) -> Table:
    """Return the index of each period and its change against the one before."""
    titles = writer.say_all("trend.columns")
    aligns = (Align.LEFT, Align.RIGHT, Align.LEFT, Align.RIGHT)
    columns = tuple(Column(*column) for column in zip(titles, (70, 30, 50, 40), aligns, strict=True))
    rows: list[Row] = []
    before: Decimal | None = None
    for step in steps:
        none = writer.say("words.no_figure")
        moved = None if step.index is None or before is None else round_half_up(step.index, 2) - before
        cells: tuple[Cell, ...] = (
            mark_imported(writer, print_step(step), step.source),
            none if step.index is None else Amount(step.index),
            writer.print_grade(step.index),
            none if moved is None else Amount(moved),
        )
        rows.append(Row(cells))
        before = before if step.index is None else round_half_up(step.index, 2)
    return Table(
        number,
        writer.title_table(number, writer.say("trend.table")),
        columns,
        tuple(rows),
        note_imported(writer, [step.source for step in steps]),
        sheet=writer.say("sheets.trend"),
        plot=Plot.LINE,
        plotted=(1,),
    )
