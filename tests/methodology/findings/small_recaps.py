"""Rows of our own making for single rules, sound unless told otherwise."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from puas.methodology.findings.checks import load_rules
from puas.methodology.findings.facts import Facts
from puas.methodology.findings.recaps import Plan, Priority, Recap, RecapRow, RowKind
from puas.methodology.grades import grade_of
from puas.methodology.numbers import round_half_up
from puas.methodology.periods import parse_period

VALUES = ("80.12", "82.34", "84.56", "90.78", "86.10", "85.32", "87.54", "91.76", "83.98")
COLUMNS = frozenset({"respondents", "methods", "priorities", "plans", "realisation"})


def decimals(*texts: str) -> tuple[Decimal, ...]:
    return tuple(Decimal(text) for text in texts)


def survey(unit: str = "Dinas Satu", code: str = "2024-S1", **changes: object) -> RecapRow:
    """Return a sound survey; when `values` change, index and grade follow."""
    values = changes.get("values", decimals(*VALUES))
    known = [Fraction(v) for v in values if v is not None]  # type: ignore[union-attr]
    index = round_half_up(sum(known, Fraction(0)) / len(known), 2) if known else None
    grade = grade_of(changes.get("index", index))  # type: ignore[arg-type]
    row = RecapRow(
        unit=unit,
        period=parse_period(code) if code else None,
        values=decimals(*VALUES),
        index=index,
        grade=grade.letter if grade else None,
        grade_word=grade.performance if grade else None,
        respondents=120,
        methods=("online",),
        priorities=(Priority("U1", "Persyaratan"),),
        plans=(Plan("U1", f"Membuat brosur syarat {unit} {code}"),),
        realisation=Decimal(100),
    )
    return replace(row, **changes)  # type: ignore[arg-type]


def average(unit: str = "Dinas Satu", code: str = "2024", **changes: object) -> RecapRow:
    own: dict[str, object] = {"kind": RowKind.AVERAGE, "priorities": (), "plans": (), "respondents": 240}
    return survey(unit, code, **own | changes)


def agency(code: str = "2024-S1", **changes: object) -> RecapRow:
    return survey(
        "Kota Contoh", code, kind=RowKind.AGENCY, priorities=(), plans=(), respondents=None, **changes
    )


def facts(*rows: RecapRow, **changes: object) -> Facts:
    return Facts(Recap(rows=rows, columns=COLUMNS, **changes))  # type: ignore[arg-type]


def find(rule: str, given: Facts) -> list[tuple[str, str, str, str]]:
    """Return (unit, period, printed, expected) of every finding of `rule`."""
    one = load_rules()[rule]
    return [(f.unit, f.period, f.printed, f.expected) for f in one.check(given, one)]
