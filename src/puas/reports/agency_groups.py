"""Parts of the agency report that compare: rules, kinds and levels of units, and what the checks found."""

from collections import Counter
from collections.abc import Iterator, Sequence

from puas.methodology.numbers import Number, format_number, round_half_up
from puas.reports.agency_inputs import FindingLine, GroupLine
from puas.reports.agency_writers import Writer
from puas.reports.documents import Align, Amount, Block, Cell, Column, Paragraph, Row, RowKind, Table
from puas.reports.report_parts import build_heading
from puas.reports.sentence_writers import count_text, grade_exactly, print_index

LEFT, RIGHT = Align.LEFT, Align.RIGHT
SEVERITIES = ("error", "warning", "remark")


def write_rules(writer: Writer) -> Iterator[Block]:
    """Yield the agency's figure by every rule, where these differ in what is printed; nothing otherwise."""
    lines = [(line, line.index) for line in writer.given.other_values if line.index is not None]
    known = [index for _, index in lines]
    others = [round_half_up(index, 2) for line, index in lines if not line.is_used]
    if len({round_half_up(index, 2) for index in known}) < 2:
        return
    number = next(writer.tables)
    low, high = (print_index(value) for value in (min(others), max(others)))
    span = low if low == high else writer.say("rules.span", low=low, high=high)
    said = [writer.say("rules.opening", number=number, span=span)]
    if len({grade_exactly(index) for index in known}) > 1:
        said.append(writer.say("rules.grades"))
    yield Paragraph(" ".join(said))
    yield _build_rules_table(writer, number)


def _build_rules_table(writer: Writer, number: int) -> Table:
    titles = writer.say_all("rules.columns")
    columns = zip(titles, (92, 26, 20, 32), (LEFT, RIGHT, RIGHT, LEFT), strict=True)
    rows = tuple(
        Row(
            (
                writer.say("rules.used", rule=line.rule) if line.is_used else line.rule,
                Amount(line.units, 0),
                _amount(writer, line.index),
                writer.print_grade(line.index),
            ),
            RowKind.AGENCY if line.is_used else RowKind.NEXT,
        )
        for line in writer.given.other_values
    )
    title = writer.title_table(number, writer.say("rules.table"))
    return Table(
        number, title, tuple(Column(*one) for one in columns), rows, sheet=writer.say("sheets.rules")
    )


def _amount(writer: Writer, value: Number | None) -> Cell:
    return writer.say("words.no_figure") if value is None else Amount(value)


def write_groups(writer: Writer) -> Iterator[Block]:
    """Yield the units by kind and by level; nothing where there is only one of each."""
    groups = {"kinds": writer.given.kinds, "levels": writer.given.levels}
    shown = {name: lines for name, lines in groups.items() if len(lines) > 1}
    if not shown:
        return
    yield build_heading(writer, "groups", 2)
    yield Paragraph(writer.say("groups.opening"))
    for name, lines in shown.items():
        yield _build_group_table(writer, next(writer.tables), name, lines)


def _build_group_table(writer: Writer, number: int, name: str, lines: Sequence[GroupLine]) -> Table:
    titles = writer.say_all("groups.columns")
    aligns = (LEFT, *[RIGHT] * 5)
    columns = tuple(Column(*one) for one in zip(titles, (64, 18, 20, 26, 20, 20), aligns, strict=True))
    rows = tuple(
        Row(
            (
                _name_group(writer, name, line, place),
                Amount(line.units, 0),
                Amount(line.reported, 0),
                *(_amount(writer, value) for value in (line.index, line.lowest, line.highest)),
            )
        )
        for place, line in enumerate(lines, 1)
    )
    title = writer.title_table(number, writer.say(f"groups.{name}"))
    return Table(number, title, columns, rows, sheet=writer.say(f"sheets.{name}"))


def _name_group(writer: Writer, name: str, line: GroupLine, place: int) -> str:
    if name == "kinds":
        return line.name
    return writer.say("groups.head") if place == 1 else writer.say("groups.level", number=place)


def write_findings(writer: Writer) -> Iterator[Block]:
    """Yield how much the checks found, what was answered, and how many errors were not."""
    found = writer.given.findings
    if found is None:
        return
    yield build_heading(writer, "findings", 2)
    if not found:
        yield Paragraph(writer.say("findings.none"))
        return
    counts = Counter(line.severity for line in found)
    answered = [line for line in found if line.answer]
    is_open = sum(line.severity == "error" and not line.answer for line in found)
    printed = {severity: format_number(counts[severity], 0) for severity in SEVERITIES}
    said = [writer.say("findings.opening", **printed)]
    number = next(writer.tables) if answered else 0
    if answered:
        said.append(writer.say("findings.answered", count=count_text(len(answered)), number=number))
    if is_open:
        said.append(writer.say("findings.open", count=count_text(is_open)))
    yield Paragraph(" ".join(said))
    if answered:
        yield _build_answers_table(writer, number, answered)


def _build_answers_table(writer: Writer, number: int, answered: Sequence[FindingLine]) -> Table:
    titles = writer.say_all("findings.columns")
    columns = zip(titles, (10, 38, 66, 56), (RIGHT, LEFT, LEFT, LEFT), strict=True)
    rows = tuple(
        Row((Amount(place, 0), line.unit or writer.given.agency, line.sentence, line.answer), RowKind.NEXT)
        for place, line in enumerate(answered, 1)
    )
    return Table(
        number,
        writer.title_table(number, writer.say("findings.table")),
        tuple(Column(*one) for one in columns),
        rows,
        subject=1,
        sheet=writer.say("sheets.findings"),
    )
