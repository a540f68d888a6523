"""The tables of the agency report: recap, averages, trend, reporting, method, realisation, appendix."""

from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from puas.methodology.grades import GRADES
from puas.methodology.numbers import Number, format_number, round_half_up
from puas.methodology.periods import Period
from puas.methodology.realisation import Level, summarise_realisations
from puas.reports.agency_inputs import LineKind, LineSource, Plan, RecapLine, TrendStep, UnitRecap
from puas.reports.agency_sentences import print_step
from puas.reports.agency_writers import (
    Writer,
    count_respondents,
    has_children,
    survey_periods,
    surveys_of,
    surveys_within,
)
from puas.reports.documents import Align, Amount, Cell, Column, Plot, Row, RowKind, Table

# Elements are printed in steps of 0.25 when means have two decimals, so an index may differ by half a step.
TOLERANCE = Fraction(13, 100)


def build_recap_table(writer: Writer, number: int) -> Table:
    """Return the recap with the official columns: every survey a row, the agency's rows last."""
    given = writer.given
    titles = writer.say_all("recap.columns")
    group = writer.say("recap.elements")
    elements = [Column(key, 19, Align.RIGHT, group) for key, _ in given.elements]
    widths = (12, 60, 44, 20, 35, 31, 32, 58, 112, 38)
    aligns = (
        Align.RIGHT,
        *[Align.LEFT] * 2,
        Align.RIGHT,
        Align.LEFT,
        Align.RIGHT,
        *[Align.LEFT] * 3,
        Align.RIGHT,
    )
    plain = [Column(*column) for column in zip(titles, widths, aligns, strict=True)]
    rows = [row for unit in given.units for row in _unit_rows(writer, unit)]
    rows += [_agency_row(writer, line) for line in given.averages]
    return Table(
        number,
        writer.title_table(number, writer.say("recap.table")),
        (*plain[:3], *elements, *plain[3:]),
        tuple(rows),
        _recap_notes(writer),
        subject=1,
        sheet=writer.say("sheets.recap"),
        is_dense=True,
    )


def _unit_rows(writer: Writer, unit: UnitRecap) -> list[Row]:
    """Return the rows of one unit; number and name stand in each, so that a row is whole on any page."""
    number: Cell = Amount(unit.number, 0) if unit.number is not None else ""
    if not unit.lines:
        none = [writer.say("recap.no_figure")] * (len(writer.given.elements) + 7)
        return [Row((number, unit.name, writer.say("recap.not_reported"), *none), RowKind.FIRST, unit.level)]
    rows = []
    for place, line in enumerate(unit.lines):
        kind = RowKind.AVERAGE if line.kind is LineKind.AVERAGE else RowKind.NEXT if place else RowKind.FIRST
        rows.append(Row((number, unit.name, *_line_cells(writer, line)), kind, unit.level))
    return rows


def _agency_row(writer: Writer, line: RecapLine) -> Row:
    respondents = count_respondents(writer.given.units, line.period, surveys_within)
    cells = _line_cells(writer, line, respondents)
    return Row(("", writer.say("recap.agency_name"), *cells), RowKind.AGENCY)


def _line_cells(writer: Writer, line: RecapLine, respondents: int | None = None) -> list[Cell]:
    """Return the cells from the period on."""
    none = writer.say("recap.no_figure")
    size = respondents if respondents is not None else line.respondents
    mark = writer.say("recap.imported") if line.source is LineSource.IMPORTED else ""
    return [
        f"{writer.print_period(line)} {mark}".rstrip(),
        *(none if value is None else Amount(value) for value in line.values),
        none if line.index is None else Amount(line.index),
        writer.print_grade(line.index),
        none if size is None else Amount(size, 0),
        print_methods(writer, line.methods),
        *_plan_cells(writer, line),
        none if line.realisation is None else _percentage(line.realisation),
    ]


def _percentage(value: Number) -> Amount:
    """Return a percentage: whole ones without decimals, as in 100 and 66,67."""
    return Amount(value, 0 if round_half_up(value, 2) == round_half_up(value, 0) else 2)


def _plan_cells(writer: Writer, line: RecapLine) -> tuple[str, str]:
    """Return the priorities and the plans, numbered alike; what is not recorded says so."""
    if line.kind is LineKind.AVERAGE:
        none = writer.say("recap.no_figure")
        return none, none
    if not line.plans:
        return writer.say("recap.no_priorities"), writer.say("recap.no_plan")
    missing = writer.say("recap.no_plan")
    priorities = "\n".join(f"{place}. {plan.element}" for place, plan in enumerate(line.plans, 1))
    if not any(plan.text.strip() for plan in line.plans):
        return priorities, missing
    return priorities, "\n".join(
        _print_plan(place, plan, missing) for place, plan in enumerate(line.plans, 1)
    )


def _print_plan(place: int, plan: Plan, missing: str) -> str:
    return f"{place}. {' '.join(plan.text.split()) or missing}"


def print_methods(writer: Writer, methods: frozenset[str]) -> str:
    """Return how the answers were collected; the known methods have their official names."""
    if not methods:
        return writer.say("recap.no_figure")
    names: Mapping[str, str] = writer.wording.sentences["recap"]["methods"]
    if methods == {"online", "offline"}:
        return names["both"]
    return writer.join([names.get(method, method) for method in sorted(methods)])


def _recap_notes(writer: Writer) -> tuple[str, ...]:
    """Return the footnotes of the recap: periods, elements, the rule, and what imported figures are."""
    given = writer.given
    named = "; ".join(f"{key} {name}" for key, name in given.elements)
    notes = [writer.say("recap.notes_period"), writer.say("recap.notes_elements", elements=named)]
    if given.averages:
        notes.append(writer.say("recap.notes_rule", rule=given.rule, weight=print_weights(writer)))
    notes.append(writer.say("recap.notes_figure"))
    imported = [line for line in _all_lines(writer) if line.source is LineSource.IMPORTED]
    if imported:
        notes.append(writer.say("recap.notes_imported"))
    if contradicting := sum(map(_contradicts, imported)):
        notes.append(
            writer.say(
                "recap.notes_contradictions",
                count=format_number(contradicting, 0),
                total=format_number(len(imported), 0),
                tolerance=format_number(TOLERANCE, 2),
            )
        )
    return tuple(notes)


def _all_lines(writer: Writer) -> list[RecapLine]:
    return [line for unit in writer.given.units for line in unit.lines] + list(writer.given.averages)


def _contradicts(line: RecapLine) -> bool:
    """Say whether a printed index is not the mean of its printed elements."""
    known: list[Fraction] = [Fraction(value) for value in line.values if value is not None]
    if line.index is None or len(known) < len(line.values):
        return False
    return abs(sum(known, Fraction(0)) / len(known) - Fraction(line.index)) > TOLERANCE


def build_averages_table(writer: Writer, number: int) -> Table:
    """Return the agency's own rows: elements, index, grade."""
    given = writer.given
    none = writer.say("recap.no_figure")
    index, grade = writer.say_all("recap.columns")[3:5]
    columns = [
        Column(writer.say("agency.period_column"), 58),
        *(Column(key, 18, Align.RIGHT) for key, _ in given.elements),
        Column(index, 18, Align.RIGHT),
        Column(grade, 44),
    ]
    rows = tuple(
        Row(
            (
                _marked(writer, line.label or line.period.label, line.source),
                *(none if value is None else Amount(value) for value in (*line.values, line.index)),
                writer.print_grade(line.index),
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
        _imported_note(writer, [line.source for line in given.averages]),
        sheet=writer.say("sheets.averages"),
        plot=Plot.BARS,
        plotted=tuple(range(1, len(given.elements) + 1)),
    )


def _marked(writer: Writer, words: str, source: LineSource) -> str:
    return f"{words} {writer.say('recap.imported')}" if source is LineSource.IMPORTED else words


def _imported_note(writer: Writer, sources: Sequence[LineSource]) -> tuple[str, ...]:
    return (writer.say("trend.notes_imported"),) if LineSource.IMPORTED in sources else ()


def build_trend_table(writer: Writer, number: int, steps: Sequence[TrendStep]) -> Table:
    """Return the index of each period and its change against the one before."""
    titles = writer.say_all("trend.columns")
    aligns = (Align.LEFT, Align.RIGHT, Align.LEFT, Align.RIGHT)
    columns = tuple(Column(*column) for column in zip(titles, (70, 30, 50, 40), aligns, strict=True))
    rows: list[Row] = []
    before: Decimal | None = None
    for step in steps:
        none = writer.say("recap.no_figure")
        moved = None if step.index is None or before is None else round_half_up(step.index, 2) - before
        cells: tuple[Cell, ...] = (
            _marked(writer, print_step(step), step.source),
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
        _imported_note(writer, [step.source for step in steps]),
        sheet=writer.say("sheets.trend"),
        plot=Plot.LINE,
        plotted=(1,),
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
        none = writer.say("recap.no_figure")
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
    surveys = [line for line in _all_lines(writer) if line.kind is LineKind.SURVEY]
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


def print_weights(writer: Writer) -> str:
    """Return the weight of an element; where surveys differ, how many used which."""
    surveys = [line for line in _all_lines(writer) if line.kind is LineKind.SURVEY and line.index is not None]
    counts = Counter(line.weighting for line in surveys)
    if len(counts) < 2:
        return _print_weight(writer, next(iter(counts), "") or writer.given.weighting)
    listed = [
        writer.say(
            "method.weight_some" if weight else "method.weight_unclear",
            weight=weight,
            count=format_number(count, 0),
        )
        for weight, count in counts.most_common()
    ]
    return "; ".join(listed)


def _print_weight(writer: Writer, weight: str) -> str:
    if not weight:
        return writer.say("method.weight_unknown")
    return writer.say("method.weight_given" if ";" in weight else "method.weight_text", weight=weight)


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
    sources = [line.source for line in _all_lines(writer) if line.kind is LineKind.SURVEY]
    imported = sources.count(LineSource.IMPORTED)
    if not sources:
        return writer.say("recap.no_figure")
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
