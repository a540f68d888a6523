"""The follow-up table of PermenPANRB 14/2017 and the summary of realisations, as tables of a document."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from puas.language import say
from puas.methodology.periods import Period
from puas.methodology.realisation import Level, summarise_realisations
from puas.reports.documents import Align, Amount, Cell, Column, Cover, Document, Row, RowKind, Section, Table

QUARTERS = ("I", "II", "III", "IV")


@dataclass(frozen=True)
class FollowUp:
    """One activity for one element; without a text the priority has none yet. `unit` is printed in a table
    of several units.
    """

    element: str
    text: str = ""
    quarters: tuple[Period, ...] = ()
    person: str = ""
    unit: str = ""


@dataclass(frozen=True)
class UnitProgress:
    """How much of a unit's plan is done: `done` and `planned` None without a plan; `is_idle` = nothing done
    in two plans in a row.
    """

    unit: str
    done: int | None
    planned: int | None
    level: int = 0
    is_idle: bool = False

    @property
    def percent(self) -> Fraction | None:
        """Unrounded; None when nothing was planned."""
        return Fraction(100 * (self.done or 0), self.planned) if self.planned else None


def build_follow_up_table(
    name: str, period: Period, rows: Sequence[FollowUp], *, with_units: bool = False
) -> Table:
    """Return the table in the official columns: No, Prioritas unsur, Program/kegiatan, Waktu (TW I-IV),
    Penanggung jawab; with the unit before the element when `with_units`.

    A quarter's cell holds the years in which the activity runs then: a plan may reach over three.
    """
    unit = (Column(say("Unit"), 20),) if with_units else ()
    columns = (
        Column(say("No"), 5, Align.RIGHT),
        *unit,
        Column(say("Prioritas unsur"), 20),
        Column(say("Program/kegiatan"), 40),
        *(Column(f"TW {number}", 7, Align.CENTRE, group=say("Waktu")) for number in QUARTERS),
        Column(say("Penanggung jawab"), 20),
    )
    return Table(
        number=1,
        title=say("Rencana tindak lanjut {name}, {period}").format(name=name, period=period.label),
        columns=columns,
        rows=tuple(_follow_up_rows(rows, with_units)),
        notes=(say("Isi kolom waktu adalah tahun pelaksanaan pada triwulan itu."),),
        subject=1,
        sheet=say("Rencana tindak lanjut"),
    )


def _follow_up_rows(rows: Sequence[FollowUp], with_units: bool) -> Iterable[Row]:
    """Number the elements (anew in each unit); further activities of one leave number and name empty."""
    number, last_unit, last_element = 0, "", ""
    for one in rows:
        is_new_unit = one.unit != last_unit
        is_new = is_new_unit or one.element != last_element
        number = 1 if is_new_unit or not number else number + is_new
        last_unit, last_element = one.unit, one.element
        first: Cell = Amount(number, 0) if is_new else ""
        unit = (one.unit if is_new_unit else "",) if with_units else ()
        cells = (first, *unit, one.element if is_new else "", one.text or say("belum ada kegiatan"))
        yield Row(
            (*cells, *(_years(one.quarters, place) for place in (1, 2, 3, 4)), one.person),
            RowKind.FIRST if is_new else RowKind.NEXT,
        )


def _years(quarters: Iterable[Period], number: int) -> str:
    return ", ".join(str(quarter.year) for quarter in quarters if quarter.number == number)


def build_realisation_table(name: str, period: Period, rows: Sequence[UnitProgress]) -> Table:
    """Return every unit with k, n and the percentage."""
    columns = (
        Column(say("No"), 5, Align.RIGHT),
        Column(say("Unit"), 40),
        Column(say("Direncanakan"), 14, Align.RIGHT),
        Column(say("Selesai"), 12, Align.RIGHT),
        Column(say("Realisasi (%)"), 14, Align.RIGHT),
        Column(say("Keterangan"), 30),
    )
    return Table(
        number=1,
        title=say("Realisasi rencana tindak lanjut {name}, {period}").format(name=name, period=period.label),
        columns=columns,
        rows=tuple(_realisation_row(number, one) for number, one in enumerate(rows, 1)),
        notes=(say("Selesai berarti dilaporkan selesai dan dipastikan oleh orang kedua."),),
        subject=1,
        sheet=say("Realisasi"),
    )


def _realisation_row(number: int, one: UnitProgress) -> Row:
    note = say("tanpa rencana") if not one.planned else ""
    if one.is_idle:
        note = say("0 % dua rencana berturut-turut")
    dash = "–"
    return Row(
        (
            Amount(number, 0),
            one.unit,
            Amount(one.planned, 0) if one.planned is not None else dash,
            Amount(one.done, 0) if one.done is not None else dash,
            Amount(one.percent, 2) if one.percent is not None else dash,
            note,
        ),
        level=one.level,
    )


LEVEL_NAMES = {
    Level.FULL: "100 %",
    Level.TWO_THIRDS: "66 % – < 100 %",
    Level.ONE_THIRD: "33 % – < 66 %",
    Level.LITTLE: "> 0 % – < 33 %",
    Level.NONE: "0 %",
}


def build_level_table(rows: Sequence[UnitProgress]) -> Table:
    """Return how many units stand at each level of the official summary."""
    counts = summarise_realisations(one.percent for one in rows)
    names = {**LEVEL_NAMES, Level.UNKNOWN: say("Tanpa rencana")}
    return Table(
        number=2,
        title=say("Banyaknya unit menurut realisasi"),
        columns=(Column(say("Realisasi"), 30), Column(say("Unit"), 12, Align.RIGHT)),
        rows=tuple(Row((name, Amount(counts[level], 0))) for level, name in names.items()),
        sheet=say("Ringkasan"),
    )


def follow_up_document(
    tables: tuple[Table, ...], name: str, period: Period, *, made_at: datetime.datetime
) -> Document:
    """Return the tables as a document, a sheet each."""
    title = tables[0].title
    cover = Cover(title=title, scope=name, period=period.label, agency=name, made=f"{made_at:%d-%m-%Y}")
    return Document(
        title=title,
        subject=name,
        author="puas",
        footer=title,
        made_at=made_at,
        cover=cover,
        sections=(Section(blocks=tables),),
    )
