"""What the parts of the agency report are written with: figures, sentences, and running numbers."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import count

from puas.methodology.numbers import Number, places_of
from puas.methodology.periods import Period
from puas.reports.agency_inputs import (
    AgencyReportInput,
    LineKind,
    LineSource,
    RecapLine,
    TrendStep,
    UnitRecap,
)
from puas.reports.documents import Amount
from puas.reports.sentence_writers import SentenceWriter
from puas.reports.wording import Wording

LETTERS = 6  # of "100,00"


@dataclass
class Writer(SentenceWriter):
    """Fills sentences (all may name {agency}, {government}, {period}) and hands out running numbers."""

    given: AgencyReportInput
    wording: Wording
    tables: Iterator[int] = field(default_factory=lambda: count(1))
    figures: Iterator[int] = field(default_factory=lambda: count(1))

    def print_period(self, line: RecapLine) -> str:
        """Return the period of a line as it stands in a table."""
        if line.label:
            return line.label
        if line.kind is LineKind.AVERAGE:
            return self.wording.say("recap.average", period=line.period.label)
        return f"{line.period.label} ({line.period.months})"

    def print_line_grade(self, line: RecapLine) -> str:
        """Return the grade of a line: as printed where it was taken over, else the one of its index."""
        return line.grade or self.print_grade(line.index)

    @property
    def lines(self) -> list[RecapLine]:
        """Return every line of the recap, the agency's own last."""
        return [line for unit in self.given.units for line in unit.lines] + list(self.given.averages)

    @property
    def steps(self) -> list[TrendStep]:
        """Return the trend without periods that overlap: an average beside its own parts is no step in time.

        The whole period stays where others of its kind come before it, else its parts do.
        """
        given = list(self.given.trend)
        kinds = [step.period.kind for step in given]

        def is_step(step: TrendStep) -> bool:
            inside = any(
                other.period != step.period and step.period.contains(other.period) for other in given
            )
            around = [o for o in given if o.period != step.period and o.period.contains(step.period)]
            if inside and kinds.count(step.period.kind) < 2:
                return False
            return not any(kinds.count(other.period.kind) > 1 for other in around)

        return [step for step in given if is_step(step)]

    @property
    def shared(self) -> dict[str, object]:
        """What every sentence may name."""
        given = self.given
        return {"agency": given.agency, "government": given.government, "period": given.period.label}


def build_amount(line: RecapLine, value: Number) -> Amount:
    """Return a figure of a line for a table: with two decimals, or with as many as an imported one has."""
    if line.source is LineSource.IMPORTED and isinstance(value, Decimal):
        return Amount(value, places_of(value))
    return Amount(value)


def find_width(usual: int, lines: Iterable[RecapLine]) -> int:
    """Return the width of a column of figures: `usual` holds "100,00", longer ones need more."""
    figures = ((line, value) for line in lines for value in (*line.values, line.index))
    longest = max((len(build_amount(*one).text) for one in _known(figures)), default=0)
    return usual + 4 * max(0, longest - LETTERS)


def _known(figures: Iterable[tuple[RecapLine, Number | None]]) -> Iterator[tuple[RecapLine, Number]]:
    return ((line, value) for line, value in figures if value is not None)


def surveys_within(unit: UnitRecap, period: Period) -> list[RecapLine]:
    """Return the unit's own runs inside `period` (averages left out)."""
    return [line for line in unit.lines if line.kind is LineKind.SURVEY and period.contains(line.period)]


def surveys_of(unit: UnitRecap, period: Period) -> list[RecapLine]:
    """Return the unit's own run for exactly `period`, if any."""
    return [line for line in unit.lines if line.kind is LineKind.SURVEY and line.period == period]


def survey_periods(units: Sequence[UnitRecap]) -> list[Period]:
    """Return the periods in which any unit ran a survey, by time, the shorter first."""
    periods = {line.period for unit in units for line in unit.lines if line.kind is LineKind.SURVEY}
    return sorted(periods, key=lambda period: (period.starts, period.ends))


def count_respondents(
    units: Sequence[UnitRecap], period: Period, find: Callable[[UnitRecap, Period], list[RecapLine]]
) -> int | None:
    """Return the respondents of the surveys that `find` names, each counted once; None when none is recorded.

    A head's row pools its children's respondents, so children count only where their head ran no survey.
    """
    known: list[int] = []
    head_counts = False
    for unit in units:
        sizes = [line.respondents for line in find(unit, period) if line.respondents is not None]
        if unit.level == 0:
            head_counts = bool(sizes)
        if unit.level == 0 or not head_counts:
            known += sizes
    return sum(known) if known else None


def has_children(units: Sequence[UnitRecap]) -> bool:
    """Say whether any unit stands under another."""
    return any(unit.level > 0 for unit in units)
