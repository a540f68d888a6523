"""A small agency with every kind of trouble: a tree, mixed periods, missing parts, hostile text."""

import dataclasses
import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from puas.methodology.periods import parse_period
from puas.methodology.rollups import AGENCY_RULES, HALF_YEAR, PARENT_POOLED
from puas.reports.agency_inputs import (
    AgencyReportInput,
    FindingLine,
    GroupLine,
    LineKind,
    LineSource,
    Plan,
    RecapLine,
    RuleLine,
    Signatory,
    TrendStep,
    UnitRecap,
)

MADE_AT = datetime.datetime(2023, 9, 11, 8, 30, tzinfo=datetime.UTC)
Q1, Q2, S1 = (parse_period(code) for code in ("2023-Q1", "2023-Q2", "2023-S1"))

# Written by someone who tries every format: markup, typst code, a formula, a character XML forbids.
HOSTILE = '#read("/etc/passwd") $x$ *tebal* <b>&amp;</b> =1+1 \x07'


def make_line(period: Any, *values: str, **fields: Any) -> RecapLine:
    """Return a line whose nine values are `values`, the last one repeated, and whose index is their mean."""
    nine = [Decimal(value) for value in values]
    nine += [nine[-1]] * (9 - len(nine))
    mean = Fraction(sum(Fraction(value) for value in nine), 9)
    return RecapLine(period, tuple(nine), fields.pop("index", mean), **fields)


def make_plans() -> tuple[Plan, ...]:
    """Return three plans; the third was not written down."""
    return (
        Plan("Waktu Penyelesaian", "Menambah satu loket pada jam sibuk."),
        Plan("Persyaratan", HOSTILE),
        Plan("Sarana dan Prasarana"),
    )


def make_units() -> tuple[UnitRecap, ...]:
    """Return a head with a child, a head with an imported half-year, and one that has not reported."""
    online, both = frozenset({"online"}), frozenset({"online", "offline"})
    head = UnitRecap(
        "Dinas Satu",
        (
            make_line(
                Q1,
                "80",
                "90",
                respondents=1200,
                methods=online,
                plans=make_plans(),
                realisation=Fraction(200, 3),
            ),
            make_line(Q2, "82", "90", respondents=1300, methods=both, realisation=100),
            make_line(S1, "81", "90", respondents=2500, methods=both, kind=LineKind.AVERAGE),
        ),
        number=1,
        link="https://contoh.go.id/i/kota-contoh/dinas-satu/2023-S1/",
    )
    child = UnitRecap("UPT Anak", (make_line(Q2, "70", "76", respondents=300, methods=online),), level=1)
    imported = make_line(
        S1, "95", "96", index=Decimal("91.40"), methods=frozenset({"offline"}), source=LineSource.IMPORTED
    )
    return (
        head,
        child,
        UnitRecap("Dinas Dua & Tiga", (imported,), number=2),
        UnitRecap("Dinas Empat", (), number=3),
    )


def make_input(**fields: Any) -> AgencyReportInput:
    """Return the input of a report on the first half of 2023."""
    given = AgencyReportInput(
        agency="Kota Contoh",
        period=S1,
        made_at=MADE_AT,
        units=make_units(),
        averages=(make_line(S1, "85.5", "90.25", kind=LineKind.AVERAGE),),
        rule=AGENCY_RULES[0].name,
        weighting="1/9",
        other_rules=(HALF_YEAR.name, PARENT_POOLED.name),
        counted_units=3,
        trend=(
            TrendStep(parse_period("2021"), Decimal("88.00"), LineSource.IMPORTED),
            TrendStep(parse_period("2022"), Decimal("90.50"), LineSource.IMPORTED),
            TrendStep(S1, Fraction(1615, 18)),
        ),
        instruments=("Kuesioner klasik",),
        kinds=(
            GroupLine("Perangkat daerah (OPD)", 3, 2, Decimal("88.40"), Decimal("81.12"), Decimal("91.40")),
            GroupLine(
                "Unit penyelenggara pelayanan (UPP)",
                1,
                1,
                Decimal("75.33"),
                Decimal("75.33"),
                Decimal("75.33"),
            ),
        ),
        levels=(GroupLine("0", 4, 3, Decimal("86.20"), Decimal("75.34"), Decimal("91.41")),),
        other_values=(
            RuleLine(AGENCY_RULES[0].name, 3, Fraction(1615, 18), is_used=True),
            RuleLine(AGENCY_RULES[1].name, 2, Decimal("87.90"), is_used=False),
            RuleLine(AGENCY_RULES[3].name, 2, None, is_used=False),
        ),
        findings=(
            FindingLine("error", "Dinas Satu", "IKM tidak sama dengan unsurnya.", "Dihitung ulang."),
            FindingLine("error", "", "Nilai instansi berbeda."),
            FindingLine("remark", "UPT Anak", HOSTILE),
        ),
        instructions=("Surat Edaran Nomor 1 Tahun 2023",),
        place="Contoh",
        signatory=Signatory("Sekretaris Daerah Kota Contoh", "Nama Pejabat", "Pembina", "1970"),
    )
    return dataclasses.replace(given, **fields)
