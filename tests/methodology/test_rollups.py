from fractions import Fraction

import pytest

from puas.methodology.periods import parse_period
from puas.methodology.rollups import (
    AGENCY_RULES,
    ANNUAL,
    HALF_YEAR,
    PARENT_POOLED,
    Row,
    UnitRow,
    annual_row,
    average_rows,
    find_agency_rule,
    find_half,
    find_year,
    find_year_rule,
    half_row,
    mean_of_known,
    pool_rows,
    pool_tallies,
    select_heads,
    select_leaves,
)
from tests.methodology.samples import refusal, tally

F = Fraction


def row(*values, index=None, respondents=None, methods=(), realisation=None):
    return Row(
        tuple(None if value is None else F(value) for value in values),
        None if index is None else F(index),
        respondents,
        frozenset(methods),
        None if realisation is None else F(realisation),
    )


def test_rules_have_keys_and_printed_names():
    rules = (HALF_YEAR, ANNUAL, PARENT_POOLED, *AGENCY_RULES)

    assert [(rule.key, rule.name) for rule in rules] == [
        (
            "half-year",
            "Nilai semester unit yang disurvei tiap triwulan adalah rata-rata sederhana nilai triwulannya.",
        ),
        ("annual", "Nilai tahunan adalah rata-rata sederhana nilai semester, bukan rata-rata semua survei."),
        (
            "parent-pooled",
            "Nilai unit induk dihitung dari gabungan jawaban respondennya sendiri "
            "dan responden unit di bawahnya.",
        ),
        ("agency-all", "Nilai instansi adalah rata-rata sederhana nilai semua unit."),
        ("agency-heads", "Nilai instansi adalah rata-rata sederhana nilai unit induk saja."),
        (
            "agency-leaves",
            "Nilai instansi adalah rata-rata sederhana nilai unit yang tidak membawahi unit lain.",
        ),
        (
            "agency-pooled",
            "Nilai instansi adalah gabungan semua responden: nilai tiap unit ditimbang jumlah respondennya.",
        ),
    ]
    assert (HALF_YEAR.apply, ANNUAL.apply, PARENT_POOLED.apply) == (half_row, annual_row, pool_tallies)


def test_an_average_is_taken_per_element_and_over_the_indices():
    first = row(80, 90, index=84, respondents=10, methods={"online"}, realisation=50)
    second = row(90, 95, index=93, respondents=30, methods={"offline"}, realisation=100)

    assert average_rows([first, second]) == row(
        85, "92.5", index="88.5", respondents=40, methods={"online", "offline"}, realisation=75
    )


def test_what_is_unknown_is_left_out_and_never_zero():
    known = row(80, None, index=None, respondents=10, realisation=None)
    unknown = row(None, None, index=90)

    assert average_rows([known, unknown]) == row(80, None, index=90, respondents=10)
    assert average_rows([unknown]) == row(None, None, index=90)
    assert (mean_of_known([]), mean_of_known([None]), mean_of_known([None, F(3), F(4)])) == (
        None,
        None,
        F(7, 2),
    )


def test_a_known_zero_counts():
    assert average_rows([row(80, respondents=0, realisation=0), row(80, realisation=100)]) == row(
        80, respondents=0, realisation=50
    )


@pytest.mark.parametrize("roll", [average_rows, pool_rows, half_row, annual_row])
def test_no_rows_have_no_average(roll):
    assert refusal(roll, []) == ("rollup_empty", "Belum ada nilai yang dapat dirata-ratakan.")


@pytest.mark.parametrize("roll", [average_rows, pool_rows])
def test_rows_of_different_elements_have_no_average(roll):
    assert refusal(roll, [row(80), row(80, 90)]) == (
        "rollup_mixed",
        "Unit dengan jumlah unsur yang berbeda tidak dapat dirata-ratakan; pisahkan kuesionernya.",
    )


def test_pooled_rows_are_weighted_by_their_respondents():
    pooled = pool_rows(
        [
            row(80, None, index=80, respondents=30, methods={"a"}, realisation=0),
            row(100, 60, index=90, respondents=10, methods={"b"}, realisation=100),
            row(None, None, index=None, respondents=5),
            row(1, 1, index=1, respondents=0),
        ]
    )

    assert pooled == row(85, 60, index="82.5", respondents=45, methods={"a", "b"}, realisation=50)


def test_pooling_an_element_without_any_respondents_gives_nothing():
    assert pool_rows([row(None, index=80, respondents=3)]).values == (None,)


@pytest.mark.parametrize("sizes", [(None, 10), (0, 0)])
def test_pooling_needs_every_number_of_respondents(sizes):
    rows = [row(80, index=80, respondents=size) for size in sizes]

    assert refusal(pool_rows, rows) == (
        "rollup_respondents",
        "Gabungan responden perlu jumlah responden setiap unit; lengkapi dahulu yang kosong.",
    )


def periods(**values):
    return {
        parse_period(f"2023-{name}" if name != "year" else "2023"): row(v, index=v)
        for name, v in values.items()
    }


@pytest.mark.parametrize(
    ("surveys", "first", "second", "year"),
    [
        ({"S1": 80, "S2": 90}, 80, 90, 85),
        ({"Q1": 80, "Q2": 90, "S2": 91}, 85, 91, 88),
        ({"Q2": 80}, 80, None, 80),
        ({"Q1": 80, "Q3": 82, "Q4": 90}, 80, 86, 83),
        ({"S2": 70}, None, 70, 70),
        ({"year": 77}, None, None, 77),
        ({}, None, None, None),
    ],
)
def test_halves_and_years_are_found_among_a_units_surveys(surveys, first, second, year):
    rows = periods(**surveys)
    found = [find_half(rows, parse_period(f"2023-S{n}")) for n in (1, 2)] + [
        find_year(rows, parse_period("2023"))
    ]

    assert [one and one.index for one in found] == [first, second, year]
    assert [one and one.values for one in found] == [v and (F(v),) for v in (first, second, year)]


@pytest.mark.parametrize(
    ("key", "index"), [("annual", F("77.5")), ("annual-surveys", F(80)), ("annual-pooled", F(250, 3))]
)
def test_a_year_is_made_by_the_rule_that_the_agency_states(key, index):
    rows = {
        parse_period("2023-Q2"): row(90, index=90, respondents=30),
        parse_period("2023-Q1"): row(80, index=80, respondents=20),
        parse_period("2023-S2"): row(70, index=70, respondents=10),
        parse_period("2022"): row(25, index=25, respondents=10),
    }
    assert find_year(rows, parse_period("2023"), find_year_rule(key)).index == index
    alone = {parse_period("2022"): rows[parse_period("2022")]}
    assert find_year(alone, parse_period("2022"), find_year_rule(key)).index == 25


def test_an_unknown_rule_of_a_year_is_refused():
    assert refusal(find_year_rule, "median")[0] == "rollup_unknown"


def test_surveys_of_another_year_do_not_count():
    assert find_year(periods(S1=80), parse_period("2022")) is None


def test_a_period_with_its_own_survey_and_smaller_ones_would_count_twice():
    assert refusal(find_half, periods(S1=80, Q1=90), parse_period("2023-S1")) == (
        "rollup_overlap",
        "Semester I 2023 punya survei sendiri dan juga survei di dalamnya; "
        "pilih salah satu, jangan keduanya.",
    )
    assert refusal(find_year, periods(year=80, S2=90), parse_period("2023")) == (
        "rollup_overlap",
        "Tahun 2023 punya survei sendiri dan juga survei di dalamnya; pilih salah satu, jangan keduanya.",
    )


TREE = [
    UnitRow("H", "agency", row(82, index=82, respondents=400)),
    UnitRow("K1", "H", row(80, index=80, respondents=200)),
    UnitRow("K2", "H", row(86, index=86, respondents=100)),
    UnitRow("S", None, row(92, index=92, respondents=100)),
]


def test_heads_have_no_parent_here_and_leaves_no_child():
    assert [one.index for one in select_heads(TREE)] == [82, 92]
    assert [one.index for one in select_leaves(TREE)] == [80, 86, 92]


@pytest.mark.parametrize(
    ("key", "index", "respondents"),
    [
        ("agency-all", 85, 800),
        ("agency-heads", 87, 500),
        ("agency-leaves", 86, 400),
        ("agency-pooled", 84, 500),
    ],
)
def test_every_agency_rule_rolls_up_its_own_rows(key, index, respondents):
    assert find_agency_rule(key).apply(TREE) == row(index, index=index, respondents=respondents)


def test_an_unknown_rule_is_not_found():
    assert refusal(find_agency_rule, "median") == (
        "rollup_unknown",
        "Aturan “median” tidak ada. Yang ada: agency-all, agency-heads, agency-leaves, agency-pooled.",
    )


def test_pooled_tallies_add_up_without_touching_the_first():
    one, two, three = tally((4,) * 9), tally((3,) * 9), tally((2,) * 9)

    assert pool_tallies([one, two, three]) == tally((4,) * 9, (3,) * 9, (2,) * 9)
    assert (pool_tallies([one]), one.respondents) == (one, 1)
    assert refusal(pool_tallies, []) == ("rollup_empty", "Belum ada nilai yang dapat dirata-ratakan.")
