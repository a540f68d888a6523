"""The smaller tables of the agency report: averages, trend, reporting, method, realisation, appendix."""

from collections.abc import Mapping
from fractions import Fraction

from puas.methodology.grades import GRADES
from puas.methodology.numbers import format_number
from puas.methodology.periods import Period
from puas.methodology.realisation import Level, summarise_realisations
from puas.reports.agency_inputs import LineKind, LineSource
from puas.reports.agency_sentences import print_weights
from puas.reports.agency_writers import (
    Writer,
    build_amount,
    count_respondents,
    find_width,
    has_children,
    survey_periods,
    surveys_of,
)
from puas.reports.documents import Align, Amount, Cell, Column, Plot, Row, RowKind, Table
from puas.reports.trends import mark_imported, note_imported


def build_averages_table(writer: Writer, number: int) -> Table:
    """Return the agency's own rows: elements, index, grade."""
    given = writer.given
    none = writer.say("words.no_figure")
    index, grade = writer.say_all("recap.columns")[3:5]
    width = find_width(18, given.averages)
    columns = [
        Column(writer.say("agency.period_column"), 58),
        *(Column(key, width, Align.RIGHT) for key, _ in given.elements),
        Column(index, width, Align.RIGHT),
        Column(grade, 44),
    ]
    rows = tuple(
        Row(
            (
                mark_imported(writer, line.label or line.period.label, line.source),
                *(
                    none if value is None else build_amount(line, value)
                    for value in (*line.values, line.index)
                ),
                writer.print_line_grade(line),
            ),
            RowKind.AGENCY if line.period == given.period else RowKind.FIRST,
        )
        for line in given.averages
    )
    return Table(
        number,
        writer.title_table(number, writer.say("agency.table")),
        tuple(columns),
        rows,
        note_imported(writer, [line.source for line in given.averages]),
        sheet=writer.say("sheets.averages"),
        plot=Plot.BARS,
        plotted=tuple(range(1, len(given.elements) + 1)),
    )


def build_collection_table(writer: Writer, number: int) -> Table:
    """Return how many units ran a survey in each period, and how many people answered."""
    units = writer.given.units
    titles = writer.say_all("collection.columns")
    columns = (Column(titles[0], 80), Column(titles[1], 40, Align.RIGHT), Column(titles[2], 40, Align.RIGHT))
    rows = []
    for period in survey_periods(units):
        reported = sum(bool(surveys_of(unit, period)) for unit in units)
        people = count_respondents(units, period, surveys_of)
        none = writer.say("words.no_figure")
        counted: Cell = none if people is None else Amount(people, 0)
        rows.append(Row((f"{period.label} ({period.months})", Amount(reported, 0), counted)))
    return Table(
        number,
        writer.title_table(number, writer.say("collection.table")),
        columns,
        tuple(rows),
        _collection_notes(writer),
        sheet=writer.say("sheets.collection"),
    )


def _collection_notes(writer: Writer) -> tuple[str, ...]:
    """Return how people were counted, and how many surveys did not record how many they asked."""
    units = writer.given.units
    notes = [writer.say("collection.counted_once")] if has_children(units) else []
    surveys = [line for line in writer.lines if line.kind is LineKind.SURVEY]
    if unknown := sum(line.respondents is None for line in surveys):
        notes.append(writer.say("collection.uncounted", count=format_number(unknown, 0)))
    return tuple(notes)


def build_method_table(writer: Writer, number: int) -> Table:
    """Return by which rules the figures were made: questionnaire, weights, rules, grades, sources."""
    columns = tuple(
        Column(title, width) for title, width in zip(writer.say_all("method.columns"), (40, 120), strict=True)
    )
    given, say = writer.given, writer.say
    lines = [
        (say("method.instrument"), "; ".join(given.instruments) or say("method.no_instrument")),
        (say("method.weight"), print_weights(writer)),
        (say("method.formula"), say("method.formula_text")),
        (say("method.rule"), _print_rule(writer)),
        *((say("method.other_rule"), rule) for rule in given.other_rules),
        (say("method.grades"), _print_grades(writer)),
        (say("method.source"), _print_sources(writer)),
    ]
    return Table(
        number,
        writer.title_table(number, say("method.table")),
        columns,
        tuple(Row(line) for line in lines),
        sheet=say("sheets.method"),
    )


def _print_rule(writer: Writer) -> str:
    given = writer.given
    if given.counted_units is None:
        return given.rule
    return writer.say("method.counted", rule=given.rule, count=format_number(given.counted_units, 0))


def _print_grades(writer: Writer) -> str:
    return "; ".join(
        writer.say(
            "method.grade",
            letter=grade.letter,
            performance=grade.performance,
            low=format_number(grade.low, 2),
            high=format_number(grade.high, 2),
        )
        for grade in GRADES
    )


def _print_sources(writer: Writer) -> str:
    """Return where the surveys' figures come from; averages are always made here, by the rules above."""
    sources = [line.source for line in writer.lines if line.kind is LineKind.SURVEY]
    imported = sources.count(LineSource.IMPORTED)
    if not sources:
        return writer.say("words.no_figure")
    if imported == len(sources):
        return writer.say("method.all_imported")
    if not imported:
        return writer.say("method.all_computed")
    computed = format_number(len(sources) - imported, 0)
    return writer.say("method.mixed_sources", computed=computed, imported=format_number(imported, 0))


def realisations_of(writer: Writer, period: Period) -> Mapping[Level, int]:
    """Return how many units stand at each level of realisation in their survey of `period`."""
    lines = [line for unit in writer.given.units for line in surveys_of(unit, period)]
    return summarise_realisations(
        None if line.realisation is None else Fraction(line.realisation) for line in lines
    )


def build_realisation_table(writer: Writer, number: int) -> Table:
    """Return the number of units at each level, a row for each period whose plans were followed up."""
    periods = survey_periods(writer.given.units)
    counts = [realisations_of(writer, period) for period in periods]
    shown = [level for level in Level if level is not Level.LITTLE or any(c[level] for c in counts)]
    names: Mapping[str, str] = writer.wording.sentences["conclusion"]["levels"]
    titles = writer.say_all("conclusion.columns")
    columns = [Column(title, 40) for title in titles]
    columns += [Column(names[level.value], 24, Align.RIGHT) for level in shown]
    rows = tuple(
        Row((period.previous.label, period.label, *(Amount(count[level], 0) for level in shown)))
        for period, count in zip(periods, counts, strict=True)
    )
    return Table(
        number,
        writer.title_table(number, writer.say("conclusion.table")),
        tuple(columns),
        rows,
        sheet=writer.say("sheets.realisation"),
    )


def build_appendix_table(writer: Writer, number: int) -> Table:
    """Return every unit with the address of its own report; numbered throughout."""
    aligns = (Align.RIGHT, Align.LEFT, Align.LEFT)
    titles = writer.say_all("appendix.columns")
    missing = writer.say("appendix.no_link")
    rows = tuple(
        Row((Amount(place, 0), unit.name, unit.link or missing), RowKind.FIRST, unit.level)
        for place, unit in enumerate(writer.given.units, 1)
    )
    return Table(
        number,
        writer.title_table(number, writer.say("appendix.table")),
        tuple(Column(*column) for column in zip(titles, (14, 68, 88), aligns, strict=True)),
        rows,
        subject=1,
        sheet=writer.say("sheets.appendix"),
    )
