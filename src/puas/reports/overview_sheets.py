"""The overview of a period as a workbook: every unit, and whom to chase."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from puas.language import say
from puas.methodology.numbers import Number
from puas.reports.documents import Align, Amount, Cell, Column, Cover, Document, Row, Section, Table


@dataclass(frozen=True)
class OverviewLine:
    """A unit as the workbook prints it. `depth`: 1 right under the agency."""

    unit: str
    depth: int
    is_expected: bool
    state: str
    answers: int | None
    required: int | None
    opens_on: datetime.date | None
    closes_on: datetime.date | None
    due_on: datetime.date | None
    late_days: int
    index: Number | None
    grade: str
    is_published: bool


@dataclass(frozen=True)
class ChaseLine:
    """A unit to chase, and why."""

    unit: str
    reason: str


def build_overview_document(
    agency: str,
    period: str,
    lines: Sequence[OverviewLine],
    chases: Sequence[ChaseLine],
    *,
    made_at: datetime.datetime,
) -> Document:
    """Return the overview of a period with a sheet of every unit and a sheet of whom to chase."""
    title = f"{say('Pemantauan survei')} {agency}, {period}"
    tables = (_units(title, lines), _chases(title, chases))
    return Document(
        title=title,
        subject=period,
        author="puas",
        footer=title,
        made_at=made_at,
        cover=Cover(title=title, scope=agency, period=period, agency=agency, made=f"{made_at:%d-%m-%Y}"),
        sections=(Section(blocks=tables, is_landscape=True),),
    )


def _units(title: str, lines: Sequence[OverviewLine]) -> Table:
    columns = (
        Column(say("Unit"), 60),
        Column(say("Diharapkan"), 18),
        Column(say("Status"), 22),
        Column(say("Jawaban"), 16, Align.RIGHT),
        Column(say("Target"), 16, Align.RIGHT),
        Column(say("Buka"), 20),
        Column(say("Tutup"), 20),
        Column(say("Tenggat"), 20),
        Column(say("Hari terlambat"), 16, Align.RIGHT),
        Column(say("IKM"), 14, Align.RIGHT),
        Column(say("Mutu"), 12),
        Column(say("Terbit"), 14),
    )
    return Table(1, title, columns, tuple(map(_unit, lines)), sheet=say("Pemantauan"))


def _unit(line: OverviewLine) -> Row:
    yes, no = say("ya"), say("tidak")
    cells: tuple[Cell, ...] = (
        line.unit,
        yes if line.is_expected else no,
        line.state,
        _count(line.answers),
        _count(line.required),
        _day(line.opens_on),
        _day(line.closes_on),
        _day(line.due_on),
        _count(line.late_days or None),
        "" if line.index is None else Amount(line.index),
        line.grade,
        yes if line.is_published else no,
    )
    return Row(cells, level=max(0, line.depth - 1))


def _chases(title: str, chases: Sequence[ChaseLine]) -> Table:
    columns = (Column(say("Unit"), 60), Column(say("Yang perlu ditindaklanjuti"), 120))
    rows = tuple(Row((chase.unit, chase.reason)) for chase in chases)
    return Table(2, title, columns, rows, sheet=say("Perlu ditindaklanjuti"))


def _count(value: int | None) -> Cell:
    return "" if value is None else Amount(value, 0)


def _day(day: datetime.date | None) -> str:
    return f"{day:%d-%m-%Y}" if day else ""
