"""What a published recap says, row by row, as printed and as understood.

A recap is the table of PermenPANRB 14/2017 reports: one row for every unit and period, average rows,
agency rows, and the sentences around the table that repeat or promise something about it. Nothing here is
computed: a value that could not be read is absent and named in `unreadable`; a value that was mended says
from what and why in `repairs`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field as default
from decimal import Decimal
from enum import StrEnum

from puas.methodology.periods import Period, PeriodKind

UNREADABLE = "unreadable"
NOT_READ, NOT_RECORDED = "(tak terbaca)", "belum tercatat"
"""How our own reports print a text that nobody could read, and one that is not there."""
NO_YEAR = 1000
"""The year of periods in a recap that names none; codes then read `Q1`, `S1` or `tahun`."""


class RowKind(StrEnum):
    """Whether a row prints one survey, the average of a unit's surveys, or a figure of the whole agency."""

    SURVEY = "survey"
    AVERAGE = "average"
    AGENCY = "agency"


class Place(StrEnum):
    """The part of the report in which a figure stands."""

    TABLE = "table"
    SUMMARY = "executive summary"
    TEXT = "text"
    CONCLUSION = "conclusion"
    APPENDIX = "appendix"


@dataclass(frozen=True)
class Source:
    """Where something was printed: the sheet or page when the file has them, and the lines, counted from
    1."""

    file: str = ""
    sheet: str | None = None
    page: int | None = None
    lines: tuple[int, ...] = ()
    place: Place = Place.TABLE


@dataclass(frozen=True)
class Repair:
    """A cell that is not as printed: `field`, the printed text, the value used, and the reason (Indonesian
    msgid)."""

    field: str
    printed: str
    value: str
    reason: str
    data: Mapping[str, object] = default(default_factory=dict)


@dataclass(frozen=True)
class Note:
    """Something about the reading that belongs to no single cell."""

    code: str
    message: str
    data: Mapping[str, object] = default(default_factory=dict)
    source: Source = default(default_factory=Source)


@dataclass(frozen=True)
class Priority:
    """One element named for improvement; `element` is None when the printed words name none of the nine."""

    element: str | None
    printed: str


@dataclass(frozen=True)
class Plan:
    """The follow-up plan of one element, without the element's name; `text` is UNREADABLE when it is
    lost."""

    element: str | None
    text: str
    heading: str = ""


@dataclass(frozen=True)
class RecapRow:
    """One row. `values` are U1, U2 ... as printed (25-100, or 1-4 when the recap prints scores)."""

    unit: str
    kind: RowKind = RowKind.SURVEY
    no: int | None = None
    parent: str | None = None
    period: Period | None = None
    period_label: str = ""
    months: tuple[int, ...] = ()
    label_kind: PeriodKind | None = None
    label_number: int | None = None
    values: tuple[Decimal | None, ...] = ()
    index: Decimal | None = None
    grade: str | None = None
    grade_word: str | None = None
    respondents: int | None = None
    population: int | None = None
    methods: tuple[str, ...] = ()
    priorities: tuple[Priority, ...] = ()
    plans: tuple[Plan, ...] = ()
    realisation: Decimal | None = None
    done: int | None = None
    planned: int | None = None
    source: Source = default(default_factory=Source)
    repairs: tuple[Repair, ...] = ()
    unreadable: frozenset[str] = frozenset()
    blank: frozenset[str] = frozenset()

    @property
    def code(self) -> str:
        """The period as `2023-Q1` (`Q1` when no year is known), or an empty string when there is none."""
        code = self.period.code if self.period else ""
        return code.removeprefix(f"{NO_YEAR}-").replace(str(NO_YEAR), "tahun")

    def is_mended(self, name: str) -> bool:
        """Whether the value of `name` is not what the paper says, so that it can bear no witness."""
        return any(repair.field == name and repair.printed == "" for repair in self.repairs)


@dataclass(frozen=True)
class RealisationCount:
    """ "Jumlah UPP yang telah menindaklanjuti 66 %: 15" for the plans of `period`; 0 stands for "belum"."""

    period: Period | None
    percent: int
    units: int
    source: Source = default(default_factory=Source)


@dataclass(frozen=True)
class UnitCount:
    """A sentence that says how many units reported."""

    units: int
    source: Source = default(default_factory=Source)


@dataclass(frozen=True)
class TrendClaim:
    """A sentence about the direction of the agency's index: +1 rising, -1 falling, 0 steady."""

    direction: int
    sentence: str
    first_year: int | None = None
    last_year: int | None = None
    source: Source = default(default_factory=Source)


@dataclass(frozen=True)
class TrendFigure:
    """One yearly agency index from the report's own trend table."""

    year: int
    value: Decimal
    source: Source = default(default_factory=Source)


@dataclass(frozen=True)
class Recap:
    """A whole report: the rows of its table and what its sentences say."""

    rows: tuple[RecapRow, ...] = ()
    agency_rows: tuple[RecapRow, ...] = ()
    notes: tuple[Note, ...] = ()
    columns: frozenset[str] = frozenset()
    unit_counts: tuple[UnitCount, ...] = ()
    listed_units: tuple[str, ...] = ()
    listed_count: int | None = None
    realisation_counts: tuple[RealisationCount, ...] = ()
    trend_claims: tuple[TrendClaim, ...] = ()
    trend_figures: tuple[TrendFigure, ...] = ()
