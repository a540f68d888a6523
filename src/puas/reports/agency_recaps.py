"""The recap table of the agency report: its official columns, its rows and its footnotes."""

from collections.abc import Mapping
from fractions import Fraction

from puas.methodology.numbers import Number, format_number, round_half_up
from puas.reports.agency_inputs import LineKind, LineSource, Plan, RecapLine, UnitRecap
from puas.reports.agency_sentences import print_weights
from puas.reports.agency_writers import Writer, build_amount, count_respondents, find_width, surveys_within
from puas.reports.documents import Align, Amount, Cell, Column, Row, RowKind, Table

# Elements are printed in steps of 0.25 when means have two decimals, so an index may differ by half a step.
TOLERANCE = Fraction(13, 100)
MOST_EXCLUDED = 20  # rows named in the note on answers that were left out


def build_recap_table(writer: Writer, number: int) -> Table:
    """Return the recap with the official columns: every survey a row, the agency's rows last."""
    given = writer.given
    titles = writer.say_all("recap.columns")
    group = writer.say("recap.elements")
    width = find_width(19, writer.lines)
    elements = [Column(key, width, Align.RIGHT, group) for key, _ in given.elements]
    widths = (12, 60, 44, width + 1, 35, 31, 32, 58, 112, 38)
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
        none = [writer.say("words.no_figure")] * (len(writer.given.elements) + 7)
        return [Row((number, unit.name, writer.say("recap.not_reported"), *none), RowKind.FIRST, unit.level)]
    rows = []
    for place, line in enumerate(unit.lines):
        kind = RowKind.AVERAGE if line.kind is LineKind.AVERAGE else RowKind.NEXT if place else RowKind.FIRST
        rows.append(Row((number, unit.name, *_line_cells(writer, line)), kind, unit.level))
    return rows


def _agency_row(writer: Writer, line: RecapLine) -> Row:
    cells = _line_cells(writer, line, count_people(writer, line))
    return Row(("", writer.say("recap.agency_name"), *cells), RowKind.AGENCY)


def count_people(writer: Writer, line: RecapLine) -> int | None:
    """Return how many people the agency's row stands for: counted here, or what was printed, if anything."""
    if line.source is LineSource.IMPORTED:
        return line.respondents
    return count_respondents(writer.given.units, line.period, surveys_within)


def _line_cells(writer: Writer, line: RecapLine, respondents: int | None = None) -> list[Cell]:
    """Return the cells from the period on."""
    none = writer.say("words.no_figure")
    size = respondents if respondents is not None else line.respondents
    mark = writer.say("words.imported") if line.source is LineSource.IMPORTED else ""
    return [
        f"{writer.print_period(line)} {mark}".rstrip(),
        *(none if value is None else build_amount(line, value) for value in (*line.values, line.index)),
        writer.print_line_grade(line),
        none if size is None else Amount(size, 0),
        print_methods(writer, line.methods),
        *_plan_cells(writer, line),
        none if line.realisation is None else print_percentage(line, line.realisation),
    ]


def print_percentage(line: RecapLine, value: Number) -> Amount:
    """Return a percentage: whole ones without decimals, as in 100 and 66,67; imported ones as printed."""
    if line.source is LineSource.IMPORTED:
        return build_amount(line, value)
    return Amount(value, 0 if round_half_up(value, 2) == round_half_up(value, 0) else 2)


def _plan_cells(writer: Writer, line: RecapLine) -> tuple[str, str]:
    """Return the priorities and the plans, numbered alike; what is not recorded says so."""
    if line.kind is LineKind.AVERAGE:
        none = writer.say("words.no_figure")
        return none, none
    if not line.plans:
        return writer.say("recap.no_priorities"), writer.say("recap.no_plan")
    missing = writer.say("recap.no_plan")
    priorities = "\n".join(f"{place}. {plan.element}" for place, plan in enumerate(line.plans, 1))
    if not any(plan.text.strip() for plan in line.plans):
        return priorities, missing
    is_headed = any(map(_begins_like_a_heading, line.plans))
    plans = (_print_plan(plan, missing, is_headed) for plan in line.plans)
    return priorities, "\n".join(f"{place}. {plan}" for place, plan in enumerate(plans, 1))


def _begins_like_a_heading(plan: Plan) -> bool:
    """Say whether a plan begins with the name of its element, which would be taken for its heading."""
    return _letters(plan.text).startswith(_letters(plan.element))


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.lower()))


def _print_plan(plan: Plan, missing: str, is_headed: bool) -> str:
    text = " ".join(plan.text.split()) or missing
    return f"{plan.element}: {text}" if is_headed else text


def print_methods(writer: Writer, methods: frozenset[str]) -> str:
    """Return how the answers were collected; the known methods have their official names."""
    if not methods:
        return writer.say("words.no_figure")
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
    imported = [line for line in writer.lines if line.source is LineSource.IMPORTED]
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
    return (*notes, *_excluded_notes(writer))


def _excluded_notes(writer: Writer) -> tuple[str, ...]:
    """Return which rows leave answers out, and their index with those; as many rows as a note can hold."""
    lines = [(unit.name, line) for unit in writer.given.units for line in unit.lines if line.excluded]
    if not lines:
        return ()
    named = [
        writer.wording.say(
            "recap.excluded_line",
            unit=name,
            period=writer.print_period(line),
            count=format_number(line.excluded, 0),
            index=writer.say("words.no_figure")
            if line.index_with is None
            else format_number(line.index_with, 2),
        )
        for name, line in lines[:MOST_EXCLUDED]
    ]
    rest = len(lines) - len(named)
    named += [writer.say("recap.excluded_rest", count=format_number(rest, 0))] if rest else []
    return (writer.say("recap.notes_excluded", rows="; ".join(named)),)


def _contradicts(line: RecapLine) -> bool:
    """Say whether a printed index is not the mean of its printed elements."""
    known: list[Fraction] = [Fraction(value) for value in line.values if value is not None]
    if line.index is None or len(known) < len(line.values):
        return False
    return abs(sum(known, Fraction(0)) / len(known) - Fraction(line.index)) > TOLERANCE
