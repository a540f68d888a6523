"""What the parts of a unit's report are written with, and the sentences that its figures choose."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import count

from puas.methodology.numbers import Number, format_number, round_half_up
from puas.methodology.priorities import lowest_values
from puas.reports.agency_inputs import LineSource
from puas.reports.documents import Block, Paragraph
from puas.reports.sentence_writers import SentenceWriter, count_text, grade_exactly, print_index
from puas.reports.trends import print_step
from puas.reports.unit_inputs import NARRATIVES, ElementLine, UnitReportInput
from puas.reports.wording import Wording

AVERAGE_OF_PERIODS = "periods"


@dataclass
class UnitWriter(SentenceWriter):
    """Fills sentences (all may name {agency}, {government}, {unit}, {period}) and hands out numbers."""

    given: UnitReportInput
    wording: Wording
    tables: Iterator[int] = field(default_factory=lambda: count(1))
    figures: Iterator[int] = field(default_factory=lambda: count(1))

    @property
    def shared(self) -> Mapping[str, object]:
        """What every sentence may name."""
        given = self.given
        return {
            "agency": given.agency,
            "government": given.government,
            "unit": given.unit,
            "period": given.period.label,
        }

    def narrate(self, key: str, *ours: str) -> Iterator[Block]:
        """Yield our paragraphs and what officials wrote at `key`, in place of ours where it may be."""
        theirs = self.given.narratives.get(key, ())
        kept = () if theirs and NARRATIVES[key] else ours
        yield from (Paragraph(text) for text in kept if text)
        yield from theirs

    def print_element(self, line: ElementLine) -> str:
        """Return "Waktu Penyelesaian (U3: 78,50)"."""
        value = self.say("words.no_figure") if line.value is None else print_index(line.value)
        return self.say("words.element", key=line.key, name=line.name, value=value)

    def print_percent(self, value: Number) -> str:
        """Return a percentage without its sign: "100", "66,67"."""
        return format_number(value, 0 if round_half_up(value, 2) == round_half_up(value, 0) else 2)

    def print_methods(self) -> str:
        """Return how the answers were collected, by the official names; "" when it is not recorded."""
        methods = self.given.methods
        if methods == {"online", "offline"}:
            return self.say("methods.both")
        names: Mapping[str, str] = self.wording.sentences["methods"]
        return self.join([names.get(method, method) for method in sorted(methods)])

    @property
    def is_imported(self) -> bool:
        """Say whether the figures were taken over, without any answer."""
        return self.given.source is LineSource.IMPORTED

    @property
    def is_average(self) -> bool:
        """Say whether the figure is the average of surveys of shorter periods."""
        return self.given.parts_kind == AVERAGE_OF_PERIODS

    @property
    def known(self) -> list[ElementLine]:
        """Return the elements if every one has a value; [] otherwise."""
        lines = list(self.given.elements)
        return lines if lines and all(line.value is not None for line in lines) else []

    @property
    def lowest(self) -> list[ElementLine]:
        """Return the three lowest elements, the lowest first; [] when values are unknown or all the same."""
        return _order(self.known, 1) if len({line.value for line in self.known}) > 1 else []

    @property
    def highest(self) -> ElementLine | None:
        """Return the highest element, when one is higher than another."""
        return _order(self.known, -1)[0] if self.lowest else None

    @property
    def priorities(self) -> list[str]:
        """Return the elements to improve first, as printed: those of the plan, else the lowest."""
        by_name = {line.name: line for line in self.given.elements}
        if self.given.priorities:
            names = self.given.priorities
            return [self.print_element(by_name[name]) if name in by_name else name for name in names]
        return [self.print_element(line) for line in self.lowest]


def _order(lines: Sequence[ElementLine], sign: int) -> list[ElementLine]:
    by_key = {line.key: line for line in lines}
    keys = lowest_values([(line.key, sign * Fraction(line.value or 0)) for line in lines])
    return [by_key[key] for key in keys]


def write_value(writer: UnitWriter) -> str:
    """Return what the unit's index is, what it means and how sure it is; or that it is missing."""
    given = writer.given
    grade = grade_exactly(given.index)
    if given.index is None or grade is None:
        return writer.say("summary.no_value")
    value = writer.say(
        "summary.value",
        index=print_index(given.index),
        letter=grade.letter,
        performance=grade.performance.lower(),
    )
    margin = writer.say("summary.margin", margin=print_index(given.margin)) if given.margin else ""
    return " ".join(filter(None, (value, margin, write_change(writer))))


def write_change(writer: UnitWriter) -> str:
    """Return how the index moved against the period just before, or that nothing is known of it."""
    index, before = writer.given.index, writer.given.previous
    if index is None:
        return ""
    if before is None or before.index is None:
        return writer.say("summary.no_previous")
    change = round_half_up(index, 2) - round_half_up(before.index, 2)
    key = "change_up" if change > 0 else "change_down" if change < 0 else "change_none"
    return writer.say(f"summary.{key}", previous=print_step(before), points=format_number(abs(change), 2))


def write_source(writer: UnitWriter) -> str:
    """Return how many people the figure comes from, and what it is when it is not one survey's."""
    given = writer.given
    people = (
        writer.say("summary.respondents_unknown")
        if given.respondents is None
        else writer.say("summary.respondents", count=count_text(given.respondents))
    )
    said = [people]
    if writer.is_imported:
        said.append(writer.say("summary.imported"))
    elif writer.is_average:
        said.append(writer.say("summary.averaged", rule=given.rule))
    elif given.parts:
        said.append(writer.say("summary.pooled", rule=given.rule))
    if given.excluded:
        index = writer.say("words.no_figure") if given.index_with is None else print_index(given.index_with)
        said.append(writer.say("summary.excluded", count=count_text(given.excluded), index=index))
    return " ".join(said)


def write_elements(writer: UnitWriter) -> str:
    """Return which elements are the highest and the lowest."""
    if not writer.known:
        return writer.say("summary.elements_missing")
    highest = writer.highest
    if highest is None:
        return writer.say("summary.elements_same", value=print_index(writer.known[0].value or 0))
    lowest = writer.join([writer.print_element(line) for line in writer.lowest])
    return writer.say("summary.elements", highest=writer.print_element(highest), lowest=lowest)


def write_moves(writer: UnitWriter) -> str:
    """Return which elements rose and which fell against the period before; "" when nothing is known."""
    before = writer.given.previous
    pairs = [(line, line.value, line.previous) for line in writer.given.elements]
    moves = [
        (line.name, round_half_up(now, 2) - round_half_up(then, 2))
        for line, now, then in pairs
        if now is not None and then is not None
    ]
    if before is None or not moves:
        return ""
    period = print_step(before)
    groups = {
        "moved_down": [name for name, move in moves if move < 0],
        "moved_up": [name for name, move in moves if move > 0],
    }
    said = [
        writer.say(f"problems.{key}", previous=period, names=writer.join(names))
        for key, names in groups.items()
        if names
    ]
    return " ".join(said) or writer.say("problems.moved_none", previous=period)


def write_realised(writer: UnitWriter) -> str:
    """Return how much of the last plan was carried out, or that it is not recorded."""
    last = writer.given.last_plan
    if last.percent is None:
        return writer.say("conclusion.realised_none")
    percent = writer.print_percent(last.percent)
    if last.period is None or last.done is None or last.planned is None:
        return writer.say("conclusion.realised_percent", percent=percent)
    return writer.say(
        "conclusion.realised",
        planned=count_text(last.planned),
        done=count_text(last.done),
        followed=last.period.label,
        percent=percent,
    )


def write_planned(writer: UnitWriter) -> str:
    """Return how many activities the plan has, or that there is none."""
    activities = [one for one in writer.given.plan or () if one.text.strip()]
    if not activities:
        return writer.say("conclusion.plan_none")
    return writer.say("conclusion.plan_some", count=count_text(len(activities)))
