"""Quarters (triwulan), semesters and years: the periods of a survey (PermenPANRB 14/2017)."""

import datetime
import re
from dataclasses import dataclass
from enum import StrEnum

from puas.errors import BadInput


class PeriodKind(StrEnum):
    """How long a period is."""

    QUARTER = "quarter"
    SEMESTER = "semester"
    YEAR = "year"


_MONTHS = {PeriodKind.QUARTER: 3, PeriodKind.SEMESTER: 6, PeriodKind.YEAR: 12}
_LETTER = {PeriodKind.QUARTER: "Q", PeriodKind.SEMESTER: "S"}
_NAME = {PeriodKind.QUARTER: "Triwulan", PeriodKind.SEMESTER: "Semester", PeriodKind.YEAR: "Tahun"}
_ROMAN = ("I", "II", "III", "IV")
_MONTH_NAMES = (
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
)
_CODE = re.compile(r"([12][0-9]{3})(?:-(?:(?:Q|TW)([1-4])|S([12])))?", re.IGNORECASE)


@dataclass(frozen=True)
class Period:
    """One period; `number` counts from 1 within the year and is 1 for a year."""

    kind: PeriodKind
    year: int
    number: int = 1

    def __post_init__(self) -> None:
        object.__setattr__(self, "kind", PeriodKind(self.kind))
        if not 1 <= self.number <= 12 // _MONTHS[self.kind] or not 1000 <= self.year <= 2999:
            raise BadInput(
                "period_unknown",
                "Tidak ada {kind} ke-{number} tahun {year}.",
                kind=_NAME[self.kind].lower(),
                number=self.number,
                year=self.year,
            )

    @property
    def code(self) -> str:
        """Return "2023-Q1", "2023-S1" or "2023"."""
        return (
            str(self.year)
            if self.kind is PeriodKind.YEAR
            else f"{self.year}-{_LETTER[self.kind]}{self.number}"
        )

    @property
    def label(self) -> str:
        """Return "Triwulan I 2023", "Semester I 2023" or "Tahun 2023"."""
        if self.kind is PeriodKind.YEAR:
            return f"Tahun {self.year}"
        return f"{_NAME[self.kind]} {_ROMAN[self.number - 1]} {self.year}"

    @property
    def months(self) -> str:
        """Return the first and the last month, "Januari–Maret"."""
        return f"{_MONTH_NAMES[self.starts.month - 1]}–{_MONTH_NAMES[self.ends.month - 1]}"

    @property
    def starts(self) -> datetime.date:
        """Return the first day."""
        return datetime.date(self.year, _MONTHS[self.kind] * (self.number - 1) + 1, 1)

    @property
    def ends(self) -> datetime.date:
        """Return the last day."""
        after = _MONTHS[self.kind] * self.number + 1
        next_start = datetime.date(self.year + after // 13, after - 12 * (after // 13), 1)
        return next_start - datetime.timedelta(days=1)

    @property
    def previous(self) -> "Period":
        """Return the period of the same kind just before."""
        if self.number > 1:
            return Period(self.kind, self.year, self.number - 1)
        return Period(self.kind, self.year - 1, 12 // _MONTHS[self.kind])

    @property
    def parent(self) -> "Period | None":
        """Return the period around it: a quarter's semester, a semester's year; a year has none."""
        if self.kind is PeriodKind.QUARTER:
            return Period(PeriodKind.SEMESTER, self.year, (self.number + 1) // 2)
        return Period(PeriodKind.YEAR, self.year) if self.kind is PeriodKind.SEMESTER else None

    def contains(self, other: "Period") -> bool:
        """Say whether `other` lies within this period (a period contains itself)."""
        return self.starts <= other.starts and other.ends <= self.ends


def parse_period(code: str) -> Period:
    """Return the period written "2023-Q1" (or "2023-TW1"), "2023-S1" or "2023".

    Raises BadInput `period_unreadable`.
    """
    match = _CODE.fullmatch(code.strip())
    if not match:
        raise BadInput(
            "period_unreadable",
            "Periode “{given}” tidak dikenal; tulis seperti 2023-Q1, 2023-S1, atau 2023.",
            given=code,
        )
    year, quarter, semester = match.groups()
    if quarter:
        return Period(PeriodKind.QUARTER, int(year), int(quarter))
    if semester:
        return Period(PeriodKind.SEMESTER, int(year), int(semester))
    return Period(PeriodKind.YEAR, int(year))
