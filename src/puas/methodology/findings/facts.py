"""What every rule needs to know about a recap: series of a unit, precision of the print, means,
children."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from itertools import pairwise

from puas.methodology.findings.recaps import Recap, RecapRow, RowKind
from puas.methodology.numbers import places_of
from puas.methodology.periods import Period, PeriodKind

Key = tuple[str | None, str]
POINTS, HIGHEST_SCORE = 25, 4
_GROUP = re.compile(r"(?i)(sub\W?total|rata\W*rata|rerata|jumlah|total)\s")
GRID = Decimal("0.25")
"""A mean score printed with two decimals, times 25, is a multiple of 0.25."""


def key_of(row: RecapRow) -> Key:
    """Return what identifies a unit: a name may occur under two parents."""
    return (row.parent, row.unit)


@dataclass(frozen=True)
class Average:
    """An average row with the rows it must be the mean of, in order."""

    row: RecapRow
    parts: tuple[RecapRow, ...]


class Facts:
    """A recap with everything that is derived once and asked often."""

    def __init__(self, recap: Recap) -> None:
        self.recap = _on_hundred(recap)
        self.explained: dict[int, object] = {}
        self.named: dict[int, dict[str, Decimal]] = {}

    @cached_property
    def surveys(self) -> list[RecapRow]:
        return [row for row in self.recap.rows if row.kind is RowKind.SURVEY]

    @cached_property
    def averages(self) -> list[RecapRow]:
        return [row for row in self.recap.rows if row.kind is RowKind.AVERAGE]

    @cached_property
    def agency_table(self) -> list[RecapRow]:
        return [row for row in self.recap.agency_rows if row.values]

    @cached_property
    def statements(self) -> list[RecapRow]:
        return [row for row in self.recap.agency_rows if not row.values]

    @cached_property
    def columns(self) -> tuple[int, ...]:
        """Return the positions of the elements that the recap prints at all (a replaced U4 may be
        absent)."""
        width = max((len(row.values) for row in self.recap.rows), default=0)
        return tuple(
            n for n in range(width) if any(_at(row.values, n) is not None for row in self.recap.rows)
        )

    @cached_property
    def scale(self) -> int:
        """Return 25 when the elements are printed as scores (1-4), else 1."""
        values = [v for row in self.recap.rows for v in row.values if v is not None]
        return POINTS if values and max(values) <= HIGHEST_SCORE else 1

    def elements(self, row: RecapRow) -> list[Decimal] | None:
        """Return the row's elements on the 25-100 scale, None when one that the recap prints is missing."""
        found = [_at(row.values, n) for n in self.columns]
        known = [v * self.scale for v in found if v is not None]
        return known if known and len(known) == len(found) else None

    def element(self, row: RecapRow, key: str) -> Decimal | None:
        """Return one element of the row on the 25-100 scale."""
        value = _at(row.values, int(key[1:]) - 1)
        return None if value is None else value * self.scale

    def figures(self, row: RecapRow) -> dict[str, Decimal]:
        """Return the figures that a row prints: U1.. and the index, by name."""
        if id(row) not in self.named:
            named = {f"U{n}": value for n, value in enumerate(row.values, 1) if value is not None}
            self.named[id(row)] = named if row.index is None else {**named, "index": row.index}
        return self.named[id(row)]

    @cached_property
    def usual_priorities(self) -> int | None:
        """Return how many priorities every survey names, when all that name any name as many."""
        counts = {len(row.priorities) for row in self.surveys if row.priorities}
        return counts.pop() if len(counts) == 1 and len(self.surveys) >= 4 else None

    @cached_property
    def value_places(self) -> int:
        """Return how many decimals the recap prints its elements with.

        At least one row in seven has as many: one mistyped cell does not change how all others are read.
        """
        places = sorted((_most_places(row) for row in self.surveys), reverse=True)
        return places[len(places) // 7] if places else 0

    @cached_property
    def index_places(self) -> int:
        return max((places_of(row.index) for row in self.surveys if row.index is not None), default=2)

    @cached_property
    def is_gridded(self) -> bool:
        """Whether the elements of nearly every survey are multiples of 0.25 (or whole numbers).

        Each is then up to 0.125 (or 0.5) from the truth, and a weight that fits to the last digit proves
        nothing.
        """
        rows = [row for row in self.surveys if any(v is not None for v in row.values)]
        on_grid = sum(_is_on_grid(row) for row in rows)
        return self.scale == 1 and on_grid * 7 >= len(rows) * 6

    def value_error(self, row: RecapRow) -> Fraction:
        """Return how far a printed element may lie from the unrounded one: half its last place, or half
        the grid."""
        own = _most_places(row)
        if self.value_places == 0 and own == 0:
            return Fraction(self.scale, 2)
        if self.scale == 1 and _is_on_grid(row) and (self.value_places <= 2 or own <= 2):
            return Fraction(GRID) / 2
        places = max(own, 2) if self.value_places > 2 else max(self.value_places, min(own, 2))
        return Fraction(self.scale, 2 * 10**places)

    def index_error(self, row: RecapRow) -> Fraction:
        """Return how far a printed index may lie from the unrounded one: half its last place.

        A whole number counts as one decimal: spreadsheets drop the zeros of 85,0.
        """
        places = max(places_of(row.index), 1 if self.index_places else 0) if row.index is not None else 2
        return Fraction(1, 2 * 10 ** min(places, 4))

    @cached_property
    def series(self) -> dict[Key, list[RecapRow]]:
        """Return the surveys of each unit by time; rows without a period keep their place at the end."""
        found: dict[Key, list[RecapRow]] = {}
        for row in self.surveys:
            found.setdefault(key_of(row), []).append(row)
        for rows in found.values():
            rows.sort(key=_when)
        return found

    def pairs(self) -> Iterator[tuple[RecapRow, RecapRow]]:
        """Yield (earlier, later) for consecutive surveys of every unit."""
        for rows in self.series.values():
            yield from pairwise(rows)

    @cached_property
    def by_period(self) -> dict[Key, dict[Period, RecapRow]]:
        """Return the rows of each unit by period, averages included, the first one printed.

        A mean of several units ("Rata-rata Dinas") is no unit, so it is not here.
        """
        found: dict[Key, dict[Period, RecapRow]] = {}
        for row in self.recap.rows:
            if row.period and not (_GROUP.match(row.unit) and key_of(row) not in self.series):
                found.setdefault(key_of(row), {}).setdefault(row.period, row)
        return found

    @cached_property
    def with_parts(self) -> list[Average]:
        """Return the averages whose parts are printed: a half from its quarters, a year from its halves."""
        return [Average(row, parts) for row in self.averages if (parts := self._parts(row))]

    def _parts(self, row: RecapRow) -> tuple[RecapRow, ...]:
        if row.period is None:
            return ()
        own = {p: r for p, r in self.by_period.get(key_of(row), {}).items() if r is not row}
        for kind in (PeriodKind.SEMESTER, PeriodKind.QUARTER):
            if kind is row.period.kind:
                continue
            inside = [
                r
                for p, r in sorted(own.items(), key=lambda item: item[0].starts)
                if p.kind is kind and row.period.contains(p)
            ]
            if inside and (kind is PeriodKind.SEMESTER or len(inside) != 3):
                halves = (
                    _with_missing_half(row.period, inside, own) if kind is PeriodKind.SEMESTER else inside
                )
                return tuple(halves)
        return ()

    @cached_property
    def children(self) -> dict[str, list[Key]]:
        """Return the units under each parent, in printed order."""
        found: dict[str, list[Key]] = {}
        for key in self.series:
            if key[0] is not None:
                found.setdefault(key[0], []).append(key)
        return found

    @cached_property
    def agency_name(self) -> str:
        return next((row.unit for row in (*self.statements, *self.agency_table) if row.unit), "")

    def agency_row(self, period: Period | None = None) -> RecapRow:
        """Return a row that stands for the whole agency, for findings that belong to no unit."""
        return RecapRow(unit=self.agency_name, kind=RowKind.AGENCY, period=period)


def _on_hundred(recap: Recap) -> Recap:
    """Return the recap with its indices on the 25-100 scale, where every one is printed as a score of 1-4."""
    rows = (*recap.rows, *recap.agency_rows)
    indices = [row.index for row in rows if row.index is not None]
    if not indices or max(indices) > HIGHEST_SCORE:
        return recap
    return replace(recap, rows=_times(recap.rows), agency_rows=_times(recap.agency_rows))


def _times(rows: tuple[RecapRow, ...]) -> tuple[RecapRow, ...]:
    return tuple(row if row.index is None else replace(row, index=row.index * POINTS) for row in rows)


def _most_places(row: RecapRow) -> int:
    return max((places_of(v) for v in row.values if v is not None), default=0)


def _is_on_grid(row: RecapRow) -> bool:
    known = [v for v in row.values if v is not None]
    return bool(known) and all(v % GRID == 0 for v in known)


def _at(values: Sequence[Decimal | None], position: int) -> Decimal | None:
    return values[position] if position < len(values) else None


def _when(row: RecapRow) -> tuple[bool, int]:
    return (row.period is None, row.period.ends.toordinal() if row.period else 0)


def _with_missing_half(period: Period, halves: list[RecapRow], own: dict[Period, RecapRow]) -> list[RecapRow]:
    """Return no parts when a half is only there as quarters without an average row: then the mean is not
    checkable."""
    if len(halves) == 2 or period.kind is not PeriodKind.YEAR:
        return halves
    other = Period(PeriodKind.SEMESTER, period.year, 3 - (halves[0].period.number if halves[0].period else 1))
    quarters = [p for p in own if p.kind is PeriodKind.QUARTER and other.contains(p)]
    return [] if quarters else halves


def mean(values: Sequence[Decimal | Fraction | int]) -> Fraction:
    """Return the exact plain mean."""
    return sum((Fraction(v) for v in values), Fraction(0)) / len(values)
