"""What an agency report is made of: figures and facts only, no sentences. The database query fills this.

Numbers are exact (Decimal or Fraction) on the scale 25..100; None means "not recorded" and is printed so,
never as 0. The report derives nothing that the methodology should decide: average rows come in ready.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from puas.methodology.elements import ELEMENTS
from puas.methodology.numbers import Number
from puas.methodology.periods import Period


class LineKind(StrEnum):
    """What a line of the recap is: one run of a survey, or the average of several."""

    SURVEY = "survey"
    AVERAGE = "average"


class LineSource(StrEnum):
    """Where the figures of a line come from: answers counted here, or a printed table taken over."""

    COMPUTED = "computed"
    IMPORTED = "imported"


@dataclass(frozen=True)
class Plan:
    """One follow-up plan: `element` is the name to be printed; `text` empty = not recorded."""

    element: str
    text: str = ""


@dataclass(frozen=True)
class RecapLine:
    """One row of the recap table: a unit (or the agency) in one period.

    `values` has one entry for each of the report's elements, in their order. `label` is the period as
    printed ("Rata-rata Semester I 2023"); empty = the period's own label. `methods` holds "online" and/or
    "offline" (other words are printed as they are). `plans` name the priorities in order, lowest element
    first; an average has none. `realisation` is the percentage (0..100) of the previous period's plans that
    were carried out. The Decimals of an imported line are printed with their own places, and its `grade` as
    it stands ("B (Sangat baik)", right or wrong; empty = it follows from the index). `weighting` is the
    printed weight of an element ("1/9", "0,111"); empty = unknown. `excluded` answers were looked at and left
    out of the line, whose index would be `index_with` with them.
    """

    period: Period
    values: tuple[Number | None, ...]
    index: Number | None
    respondents: int | None = None
    methods: frozenset[str] = frozenset()
    plans: tuple[Plan, ...] = ()
    realisation: Number | None = None
    kind: LineKind = LineKind.SURVEY
    source: LineSource = LineSource.COMPUTED
    label: str = ""
    weighting: str = ""
    grade: str = ""
    excluded: int = 0
    index_with: Number | None = None


@dataclass(frozen=True)
class UnitRecap:
    """A unit and its lines in printed order (surveys by time, each average after its parts).

    `number` is the group number of a head; children have None and follow their head (`level` 1, and so on).
    No lines: the unit has not reported. `link` leads to the unit's own report; empty = not recorded.
    """

    name: str
    lines: tuple[RecapLine, ...]
    number: int | None = None
    level: int = 0
    link: str = ""


@dataclass(frozen=True)
class TrendStep:
    """The agency's index in one earlier or present period; `label` empty = the period's own label."""

    period: Period
    index: Number | None
    source: LineSource = LineSource.COMPUTED
    label: str = ""


@dataclass(frozen=True)
class GroupLine:
    """The units of one kind or one level: how many there are and reported, the plain mean of their indices,
    the lowest and the highest of them.
    """

    name: str
    units: int
    reported: int
    index: Number | None
    lowest: Number | None
    highest: Number | None


@dataclass(frozen=True)
class RuleLine:
    """The agency's figure by one rule; `index` None where the rule cannot be applied."""

    rule: str
    units: int
    index: Number | None
    is_used: bool


@dataclass(frozen=True)
class FindingLine:
    """What a check says about a figure of the period; `severity` is "error", "warning" or "remark". `unit`
    and `answer` are "" for the agency and for what nobody answered.
    """

    severity: str
    unit: str
    sentence: str
    answer: str = ""


@dataclass(frozen=True)
class Signatory:
    """Who signs. `office` empty = the agency's secretary; other empty parts are left as lines to fill in."""

    office: str = ""
    name: str = ""
    rank: str = ""
    number: str = ""


@dataclass(frozen=True)
class AgencyReportInput:
    """Everything an agency's report for `period` says.

    `averages` are the agency's own rows in printed order; the one whose period equals `period` is the
    headline figure, the same in summary, table and conclusion (their respondents are counted from the units,
    each person once). `rule` is the printed sentence of the rule that made it (`methodology.rollups`),
    `other_rules` those of half-years, years and parents, `weighting` the printed weight ("1/9"),
    `counted_units` how many units entered. `units` come heads first, each followed by its children.
    `instructions` are the letters that ordered the survey, `regulations` the agency's own ones, `system` the
    system that collected. `kinds` and `levels` part the units, `other_values` are the agency's figure by
    every rule, `findings` what the checks say (None: no figure was counted here). `made_at` (with time zone)
    is printed and is the only time in the files.
    """

    agency: str
    period: Period
    made_at: datetime.datetime
    units: Sequence[UnitRecap]
    averages: Sequence[RecapLine]
    rule: str
    weighting: str
    other_rules: Sequence[str] = ()
    counted_units: int | None = None
    trend: Sequence[TrendStep] = ()
    instruments: Sequence[str] = ()
    instructions: Sequence[str] = ()
    regulations: Sequence[str] = ()
    system: str = ""
    place: str = ""
    signatory: Signatory = Signatory()
    kinds: Sequence[GroupLine] = ()
    levels: Sequence[GroupLine] = ()
    other_values: Sequence[RuleLine] = ()
    findings: Sequence[FindingLine] | None = None
    elements: tuple[tuple[str, str], ...] = tuple((element.key, element.name) for element in ELEMENTS)

    @property
    def government(self) -> str:
        """Return "Pemerintah Kota Surakarta" for "Kota Surakarta"; other agencies keep their name."""
        is_region = self.agency.startswith(("Kota ", "Kabupaten ", "Provinsi "))
        return f"Pemerintah {self.agency}" if is_region else self.agency

    @property
    def headline(self) -> RecapLine | None:
        """Return the agency's row for the report's own period; None when it was not computed."""
        return next((line for line in self.averages if line.period == self.period), None)

    @property
    def reported_units(self) -> list[UnitRecap]:
        """Return the units with at least one index."""
        return [unit for unit in self.units if any(line.index is not None for line in unit.lines)]
