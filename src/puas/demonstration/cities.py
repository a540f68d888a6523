"""The printed figures of a city: one row per printed row, exact decimals, nothing computed.

`figures/*.csv` holds what two city reports printed for 2023: names, numbers and keys of elements, no sentence
of theirs. Two things were corrected, and both keep what was printed: `parent` (two kelurahan stand under the
wrong kecamatan) beside `parent_printed`; and cells that the reading of the paper lost, named in `restored`.
"""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cache
from importlib import resources

ELEMENT_KEYS = tuple(f"U{number}" for number in range(1, 10))


class RowKind(StrEnum):
    """What a printed row is: one run of a survey, a unit's average, or the city's."""

    SURVEY = "survey"
    AVERAGE = "average"
    AGENCY = "agency"


@dataclass(frozen=True)
class Figure:
    """One printed row. `values` are U1..U9 on 25..100; None is a cell left empty in print.

    `place` is where it stands (table, summary, conclusion): a city prints the same figure more than once.
    """

    group: int | None
    unit: str
    parent: str
    parent_printed: str
    period: str
    kind: RowKind
    place: str
    values: tuple[Decimal | None, ...]
    index: Decimal
    grade: str
    respondents: int | None
    methods: frozenset[str]
    priorities: tuple[str, ...]
    realisation: Decimal | None
    restored: frozenset[str]


@dataclass(frozen=True)
class City:
    """A city's printed rows in printed order (heads before their children)."""

    key: str
    name: str
    area_code: str
    decimal_mark: str
    figures: tuple[Figure, ...]

    @property
    def units(self) -> tuple[Figure, ...]:
        """Return the first printed row of each unit, to read name, group and parent from."""
        first: dict[str, Figure] = {}
        for row in self.figures:
            if row.kind is not RowKind.AGENCY:
                first.setdefault(row.unit, row)
        return tuple(first.values())

    def surveys(self, period: str) -> tuple[Figure, ...]:
        """Return the survey rows of one period, in printed order."""
        return tuple(row for row in self.figures if row.kind is RowKind.SURVEY and row.period == period)

    def agency_rows(self, period: str) -> tuple[Figure, ...]:
        """Return what the city printed about itself for one period: table, then summary and conclusion."""
        return tuple(row for row in self.figures if row.kind is RowKind.AGENCY and row.period == period)

    def write(self, value: Decimal | int | None) -> str:
        """Return a figure as text with the city's decimal mark; "" for an empty cell."""
        return "" if value is None else str(value).replace(".", self.decimal_mark)

    def children_of(self, unit: str) -> tuple[str, ...]:
        """Return the names of the units that count under `unit`."""
        return tuple(row.unit for row in self.units if row.parent == unit)


# Name, area code (Kepmendagri), and the decimal mark that the city's table is printed with.
CITIES = {"surakarta": ("Kota Surakarta", "33.72", "."), "pontianak": ("Kota Pontianak", "61.71", ",")}


@cache
def load_city(key: str) -> City:
    """Return the shipped figures of "surakarta" or "pontianak"."""
    file = resources.files("puas.demonstration") / "figures" / f"{key}.csv"
    return City(key, *CITIES[key], parse_figures(file.read_text(encoding="utf-8").splitlines()))


def parse_figures(lines: Iterable[str]) -> tuple[Figure, ...]:
    """Return the rows of a figures file; a cell that is not what its column says raises ValueError."""
    return tuple(_parse_row(row) for row in csv.DictReader(lines))


def _parse_row(row: dict[str, str]) -> Figure:
    return Figure(
        group=int(row["group"]) if row["group"] else None,
        unit=row["unit"],
        parent=row["parent"],
        parent_printed=row["parent_printed"],
        period=row["period"],
        kind=RowKind(row["kind"]),
        place=row["place"],
        values=tuple(_decimal(row[key]) for key in ELEMENT_KEYS),
        index=Decimal(row["index"]),
        grade=row["grade"],
        respondents=int(row["respondents"]) if row["respondents"] else None,
        methods=frozenset(row["methods"].split()),
        priorities=tuple(row["priorities"].split()),
        realisation=_decimal(row["realisation"]),
        restored=frozenset(row["restored"].split()),
    )


def _decimal(cell: str) -> Decimal | None:
    return Decimal(cell) if cell else None
