"""The tables of a unit's report, from the team to the activities of the last plan."""

import datetime
from collections.abc import Iterator, Sequence
from decimal import Decimal

from puas.methodology.grades import GRADES
from puas.methodology.indices import POINTS_PER_SCORE
from puas.methodology.numbers import Number, format_number
from puas.methodology.sampling import TABLE
from puas.reports.documents import Align, Amount, Cell, Column, Plot, Row, RowKind, Table
from puas.reports.report_parts import print_date
from puas.reports.unit_inputs import Collection, ElementLine, ProfileLine, ProfileTable, Questionnaire
from puas.reports.unit_writers import UnitWriter

AROUND = 3  # rows of the sample table shown on each side of the unit's own population
LEFT, CENTRE, RIGHT = Align.LEFT, Align.CENTRE, Align.RIGHT


def build_columns(
    titles: Sequence[str], widths: Sequence[int], aligns: Sequence[Align]
) -> tuple[Column, ...]:
    """Return the columns of a table."""
    return tuple(Column(*column) for column in zip(titles, widths, aligns, strict=True))


def amount_or(none: str, value: Number | None, places: int = 2) -> Cell:
    """Return a figure, or the sign for none."""
    return none if value is None else Amount(value, places)


def build_team_table(writer: UnitWriter, number: int, collection: Collection) -> Table:
    """Return who ran the survey, a row each."""
    team = collection.team
    people = {
        "steering": [team.steering] if team.steering else [],
        "chair": [team.chair] if team.chair else [],
        "members": list(team.members),
        "secretariat": list(team.secretariat),
    }
    rows = [
        Row((writer.say(f"runners.{office}"), name)) for office, names in people.items() for name in names
    ]
    return Table(
        number,
        writer.title_table(number, writer.say("runners.table")),
        build_columns(writer.say_all("runners.columns"), (50, 110), (LEFT, LEFT)),
        tuple(rows),
        sheet=writer.say("sheets.runners"),
    )


def build_schedule_table(writer: UnitWriter, number: int, collection: Collection) -> Table:
    """Return the working plan in the official columns."""
    rows = [
        Row(
            (
                Amount(place, 0),
                stage.phase.label,
                _print_stage(writer, stage.starts, stage.ends),
                Amount(stage.days, 0),
            )
        )
        for place, stage in enumerate(collection.stages, 1)
    ]
    return Table(
        number,
        writer.title_table(number, writer.say("schedule.table")),
        build_columns(writer.say_all("schedule.columns"), (10, 62, 68, 22), (RIGHT, LEFT, LEFT, RIGHT)),
        tuple(rows),
        subject=1,
        sheet=writer.say("sheets.schedule"),
    )


def _print_stage(writer: UnitWriter, starts: datetime.date, ends: datetime.date) -> str:
    return writer.say("schedule.from_to", starts=print_date(writer, starts), ends=print_date(writer, ends))


def build_sample_table(writer: UnitWriter, number: int, population: int, required: int) -> Table:
    """Return the regulation's sample table around the unit's own population, which is the strong row."""
    below = [(n, sample) for n, sample in TABLE.items() if n < population][-AROUND:]
    above = [(n, sample) for n, sample in TABLE.items() if n > population][:AROUND]
    lines = [*((one, RowKind.NEXT) for one in below), ((population, required), RowKind.AGENCY)]
    lines += [(one, RowKind.NEXT) for one in above]
    return Table(
        number,
        writer.title_table(number, writer.say("sample.table")),
        build_columns(writer.say_all("sample.columns"), (80, 80), (RIGHT, RIGHT)),
        tuple(Row((Amount(n, 0), Amount(sample, 0)), kind) for (n, sample), kind in lines),
        (writer.say("sample.table_note"),),
        sheet=writer.say("sheets.sample"),
    )


def build_profile_table(writer: UnitWriter, number: int, place: int, table: ProfileTable) -> Table:
    """Return the respondents by one question: counts, shares and index; small groups say that they are."""
    rows = [_profile_row(writer, table, line) for line in table.lines]
    counts = [line.count for line in table.lines]
    if not table.allows_several and all(count is not None for count in counts):
        total = sum(count for count in counts if count is not None)
        cells = (writer.say("respondents.total_row"), Amount(total, 0), Amount(100 if total else 0, 1), "")
        rows.append(Row(cells, RowKind.AVERAGE))
    notes = []
    if any(line.is_hidden for line in table.lines):
        notes.append(writer.say("respondents.hidden_note", minimum=table.minimum))
    if table.allows_several:
        notes.append(writer.say("respondents.several_note"))
    return Table(
        number,
        writer.title_table(number, writer.say("respondents.table", title=table.title)),
        build_columns(writer.say_all("respondents.columns"), (74, 30, 30, 26), (LEFT, RIGHT, RIGHT, RIGHT)),
        tuple(rows),
        tuple(notes),
        sheet=writer.say("sheets.profile", number=place),
    )


def _profile_row(writer: UnitWriter, table: ProfileTable, line: ProfileLine) -> Row:
    none = writer.say("words.no_figure")
    if line.is_hidden:
        return Row((line.label, writer.say("respondents.hidden", minimum=table.minimum), none, none))
    share, index = amount_or(none, line.share, 1), amount_or(none, line.index)
    return Row((line.label, amount_or(none, line.count, 0), share, index))


def build_parts_table(writer: UnitWriter, number: int) -> Table:
    """Return the surveys that went into the figure."""
    none = writer.say("words.no_figure")
    given = writer.given
    rows = (
        Row(
            (
                part.name or writer.say("respondents.parts_own"),
                amount_or(none, part.respondents, 0),
                amount_or(none, part.index),
            )
        )
        for part in given.parts
    )
    return Table(
        number,
        writer.title_table(number, writer.say(f"respondents.parts_{given.parts_kind}")),
        build_columns(writer.say_all("respondents.parts_columns"), (100, 34, 26), (LEFT, RIGHT, RIGHT)),
        tuple(rows),
        sheet=writer.say("sheets.parts"),
    )


def build_elements_table(writer: UnitWriter, number: int) -> Table:
    """Return each element's means, value and grade, and its value in the period before where it is known."""
    given, none = writer.given, writer.say("words.no_figure")
    before = given.previous
    has_before = before is not None and any(line.previous is not None for line in given.elements)
    titles = list(writer.say_all("index.columns"))
    columns = list(build_columns(titles, (12, 58, 18, 22, 20, 32), (RIGHT, LEFT, RIGHT, RIGHT, RIGHT, LEFT)))
    if has_before and before is not None:
        columns.insert(
            5, Column(writer.say("index.previous", period=before.label or before.period.label), 24, RIGHT)
        )
    rows = []
    for line in given.elements:
        cells = [line.key, line.name, *(amount_or(none, v, 3) for v in (line.mean, line.weighted))]
        cells.append(amount_or(none, line.value))
        cells += [amount_or(none, line.previous)] if has_before else []
        rows.append(Row((*cells, writer.print_grade(line.value))))
    total: list[Cell] = [
        "",
        writer.say("index.total"),
        none,
        _sum_weighted(writer),
        amount_or(none, given.index),
    ]
    total += [amount_or(none, before.index)] if has_before and before is not None else []
    rows.append(Row((*total, writer.print_grade(given.index)), RowKind.AGENCY))
    return Table(
        number,
        writer.title_table(number, writer.say("index.table")),
        tuple(columns),
        tuple(rows),
        subject=1,
        sheet=writer.say("sheets.elements"),
    )


def _sum_weighted(writer: UnitWriter) -> Cell:
    weighted = [line.weighted for line in writer.given.elements]
    if not weighted or any(value is None for value in weighted):
        return writer.say("words.no_figure")
    return Amount(sum(value for value in weighted if value is not None), 3)


def build_processing_table(writer: UnitWriter, number: int) -> Table:
    """Return the element table of the processing sheet, down to the sum that makes the index."""
    given, none = writer.given, writer.say("words.no_figure")
    rows = [Row(_processing_cells(line, none)) for line in given.elements]
    total = (
        "",
        writer.say("processing.total"),
        "",
        "",
        "",
        "",
        _sum_weighted(writer),
        amount_or(none, given.index),
    )
    rows.append(Row(total, RowKind.AGENCY))
    notes = [writer.say("processing.note_index"), writer.say("processing.note_rounding")]
    if given.index is not None and any(line.weight is None for line in given.elements):
        notes = [writer.say("processing.note_contradiction"), writer.say("processing.note_rounding")]
    if any(line.answered is None for line in given.elements):
        notes.append(writer.say("processing.note_unknown"))
    return Table(
        number,
        writer.title_table(number, writer.say("processing.table")),
        build_columns(
            writer.say_all("processing.columns"),
            (26, 50, 20, 24, 17, 17, 22, 20),
            (LEFT, LEFT, *(RIGHT,) * 6),
        ),
        tuple(rows),
        tuple(notes),
        sheet=writer.say("sheets.processing"),
        plot=Plot.NONE,
    )


def _processing_cells(line: ElementLine, none: str) -> tuple[Cell, ...]:
    places = 0 if line.total is None or line.total.as_integer_ratio()[1] == 1 else 2
    return (
        line.key,
        line.name,
        amount_or(none, line.total, places),
        amount_or(none, line.answered, 0),
        amount_or(none, line.mean, 3),
        amount_or(none, line.weight, 3),
        amount_or(none, line.weighted, 3),
        amount_or(none, line.value),
    )


def build_legend_table(writer: UnitWriter, number: int) -> Table:
    """Return the table of perception values of PermenPANRB 14/2017, the lowest first."""
    rows = []
    for place, grade in enumerate(reversed(GRADES), 1):
        interval = _print_interval(writer, grade.low / POINTS_PER_SCORE, grade.high / POINTS_PER_SCORE, 4)
        converted = _print_interval(writer, grade.low, grade.high, 2)
        rows.append(Row((Amount(place, 0), interval, converted, grade.letter, grade.performance)))
    return Table(
        number,
        writer.title_table(number, writer.say("processing.legend")),
        build_columns(
            writer.say_all("processing.legend_columns"),
            (24, 38, 42, 24, 34),
            (RIGHT, LEFT, LEFT, CENTRE, LEFT),
        ),
        tuple(rows),
        sheet=writer.say("sheets.legend"),
    )


def _print_interval(writer: UnitWriter, low: Decimal, high: Decimal, places: int) -> str:
    """Return "2,60 – 3,064": as many decimals as the bound has, two at least."""

    def print_bound(bound: Decimal) -> str:
        text = format_number(bound, places)
        return text if places == 2 else text.rstrip("0").ljust(text.index(",") + 3, "0")

    return writer.say("processing.interval", low=print_bound(low), high=print_bound(high))


def build_questionnaire_tables(writer: UnitWriter, asked: Questionnaire) -> Iterator[Table]:
    """Yield what was asked about the respondent, then the questions with their answers."""
    if asked.profile:
        number = next(writer.tables)
        rows = [
            Row(
                (Amount(place, 0), one.label, "; ".join(one.options) or writer.say("questionnaire.free")),
                RowKind.NEXT,
            )
            for place, one in enumerate(asked.profile, 1)
        ]
        yield Table(
            number,
            writer.title_table(number, writer.say("questionnaire.profile_table")),
            build_columns(
                writer.say_all("questionnaire.profile_columns"), (10, 50, 100), (RIGHT, LEFT, LEFT)
            ),
            tuple(rows),
            subject=1,
            sheet=writer.say("sheets.profile_questions"),
        )
    number = next(writer.tables)
    yield Table(
        number,
        writer.title_table(number, writer.say("questionnaire.table")),
        build_columns(writer.say_all("questionnaire.columns"), (10, 78, 20, 52), (RIGHT, LEFT, LEFT, LEFT)),
        tuple(
            Row(
                (
                    Amount(place, 0),
                    one.text,
                    one.element or writer.say("questionnaire.no_element"),
                    "\n".join(f"{score}. {answer}" for score, answer in enumerate(one.answers, 1)),
                ),
                RowKind.NEXT,
            )
            for place, one in enumerate(asked.questions, 1)
        ),
        subject=1,
        sheet=writer.say("sheets.questions"),
    )


def build_done_table(writer: UnitWriter, number: int) -> Table:
    """Return every activity of the last plan: how far it is, what was reported, what shows it."""
    say = writer.say
    rows = [
        Row(
            (
                Amount(place, 0),
                item.element,
                item.text,
                item.person,
                item.state,
                item.note or say("realisation.no_note"),
                "\n".join(f"{at}. {piece}" for at, piece in enumerate(item.evidence, 1))
                or say("realisation.no_evidence"),
            ),
            RowKind.NEXT,
        )
        for place, item in enumerate(writer.given.last_plan.items, 1)
    ]
    return Table(
        number,
        writer.title_table(number, say("realisation.table")),
        build_columns(
            writer.say_all("realisation.columns"),
            (9, 30, 46, 28, 22, 42, 42),
            (RIGHT, *(LEFT,) * 6),
        ),
        tuple(rows),
        (say("realisation.note_done"),),
        subject=1,
        sheet=say("sheets.realisation"),
    )
