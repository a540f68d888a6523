import datetime

import pytest

from puas.methodology.periods import Period, PeriodKind, parse_period
from tests.methodology.samples import refusal

CASES = [
    # code, label, months, first day, last day, previous, parent
    ("2023-Q1", "Triwulan I 2023", "Januari–Maret", "2023-01-01", "2023-03-31", "2022-Q4", "2023-S1"),
    ("2023-Q2", "Triwulan II 2023", "April–Juni", "2023-04-01", "2023-06-30", "2023-Q1", "2023-S1"),
    ("2023-Q3", "Triwulan III 2023", "Juli–September", "2023-07-01", "2023-09-30", "2023-Q2", "2023-S2"),
    ("2023-Q4", "Triwulan IV 2023", "Oktober–Desember", "2023-10-01", "2023-12-31", "2023-Q3", "2023-S2"),
    ("2024-S1", "Semester I 2024", "Januari–Juni", "2024-01-01", "2024-06-30", "2023-S2", "2024"),
    ("2024-S2", "Semester II 2024", "Juli–Desember", "2024-07-01", "2024-12-31", "2024-S1", "2024"),
    ("2024", "Tahun 2024", "Januari–Desember", "2024-01-01", "2024-12-31", "2023", None),
]


@pytest.mark.parametrize(("code", "label", "months", "starts", "ends", "previous", "parent"), CASES)
def test_a_period_knows_its_names_days_and_neighbours(code, label, months, starts, ends, previous, parent):
    period = parse_period(code)

    assert (period.code, period.label, period.months) == (code, label, months)
    assert (period.starts.isoformat(), period.ends.isoformat()) == (starts, ends)
    assert period.previous.code == previous
    assert (period.parent and period.parent.code) == parent


@pytest.mark.parametrize(
    ("text", "period"),
    [
        (" 2023-tw3 ", Period(PeriodKind.QUARTER, 2023, 3)),
        ("2023-s2", Period(PeriodKind.SEMESTER, 2023, 2)),
        ("2999", Period(PeriodKind.YEAR, 2999)),
        ("1000", Period(PeriodKind.YEAR, 1000)),
    ],
)
def test_codes_are_read_in_any_case(text, period):
    assert parse_period(text) == period


@pytest.mark.parametrize(
    "text", ["", "2023-Q5", "2023-S3", "2023-Q0", "23-Q1", "2023-", "0999", "2023-M1", "٢٠٢٣"]
)
def test_an_unknown_code_is_refused(text):
    assert refusal(parse_period, text) == (
        "period_unreadable",
        f"Periode “{text}” tidak dikenal; tulis seperti 2023-Q1, 2023-S1, atau 2023.",
    )


@pytest.mark.parametrize(
    ("kind", "year", "number", "called"),
    [
        ("quarter", 2023, 5, "triwulan"),
        ("quarter", 2023, 0, "triwulan"),
        ("semester", 2023, 3, "semester"),
        ("year", 2023, 2, "tahun"),
        ("year", 999, 1, "tahun"),
        ("year", 3000, 1, "tahun"),
    ],
)
def test_an_impossible_period_is_refused(kind, year, number, called):
    assert refusal(Period, kind, year, number) == (
        "period_unknown",
        f"Tidak ada {called} ke-{number} tahun {year}.",
    )


def test_a_kind_may_be_given_as_text():
    assert Period("quarter", 2023, 1).kind is PeriodKind.QUARTER


def test_a_period_contains_itself_and_what_lies_within():
    year, half, quarter = parse_period("2023"), parse_period("2023-S1"), parse_period("2023-Q2")

    assert [
        half.contains(p) for p in (half, quarter, year, parse_period("2023-Q3"), parse_period("2022-Q2"))
    ] == [
        True,
        True,
        False,
        False,
        False,
    ]


def test_days_are_dates():
    assert parse_period("2024-Q1").ends == datetime.date(2024, 3, 31)
