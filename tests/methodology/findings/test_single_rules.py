"""Single rules on small recaps: what the planted faults cannot reach."""

from dataclasses import replace
from decimal import Decimal

import pytest

from puas.methodology.findings.agencies import best
from puas.methodology.findings.facts import Facts
from puas.methodology.findings.recaps import (
    UNREADABLE,
    Place,
    Plan,
    Priority,
    RealisationCount,
    Recap,
    Repair,
    Source,
    TrendClaim,
    TrendFigure,
    UnitCount,
)
from puas.methodology.findings.rules import Parameter, Severity, rule, show
from puas.methodology.findings.weights import explain_index
from puas.methodology.periods import parse_period
from tests.methodology.findings.small_recaps import (
    VALUES,
    agency,
    average,
    decimals,
    facts,
    find,
    survey,
)

ALL_90 = decimals(*["90.00"] * 9)
ALL_80 = decimals(*["80.00"] * 9)


def test_a_row_without_all_figures_is_not_explained() -> None:
    given = facts(
        survey(), survey("Dinas Dua", index=None), survey("Dinas Tiga", values=(None, *decimals(*VALUES[1:])))
    )
    assert [explain_index(given, row) is None for row in given.surveys] == [False, True, True]
    assert find("index-elements", given) == []


def test_a_recap_with_eight_elements_is_explained_by_one_eighth() -> None:
    values = (*decimals(*VALUES[:3]), None, *decimals(*VALUES[4:]))
    given = facts(survey(values=values), survey("Dinas Dua", values=values))
    assert [explain_index(given, row).name for row in given.surveys] == ["1/8", "1/8"]  # type: ignore[union-attr]


def test_two_weights_in_one_recap() -> None:
    total = sum(decimals(*VALUES))
    other = survey("Dinas Dua", index=(total * Decimal("0.11")).quantize(Decimal("0.01")))
    assert find("weight-mixed", facts(survey(), other)) == [("", "", "0,11: 1, 1/9: 1", "1/n")]


def test_the_grade_under_the_exact_rule() -> None:
    values = decimals(*["88.70"] * 9)
    row = survey(values=values, index=Decimal("87.81"), grade="B", grade_word="Baik")
    given = facts(row, survey("Dinas Dua"))
    assert find("grade-exact", given) == [("Dinas Satu", "2024-S1", "87,81 (B)", "A")]
    assert [f.severity for f in _run("weight-rounded", given)] == [Severity.WARNING]


def _run(identity: str, given: Facts) -> list:
    from puas.methodology.findings.checks import load_rules

    one = load_rules()[identity]
    return list(one.check(given, one))


def test_an_index_at_a_border() -> None:
    assert find("grade-border", facts(survey(values=decimals(*["88.35"] * 9)))) == [
        ("Dinas Satu", "2024-S1", "88.35".replace(".", ","), "88,31")
    ]


def test_a_word_alone_must_fit_the_index() -> None:
    row = survey(grade=None, grade_word="Sangat baik")
    assert find("grade-index", facts(row)) == [("Dinas Satu", "2024-S1", "Sangat baik", "Baik")]


def test_a_letter_and_a_word_of_an_empty_row_are_left_alone() -> None:
    assert find("grade-index", facts(survey(index=None))) == []


def test_pairs_without_figures_are_left_alone() -> None:
    blank = survey(code="2024-S2", index=None, values=(None,) * 9, respondents=None)
    given = facts(survey(), blank, survey("Dinas Dua"))
    for identity in (
        "index-jump",
        "elements-swapped",
        "vector-repeated",
        "index-repeated",
        "respondents-equal",
    ):
        assert find(identity, given) == []


def test_perfect_scores_twice_are_no_copy() -> None:
    perfect = decimals(*["100.00"] * 9)
    assert (
        find("vector-repeated", facts(survey(values=perfect), survey(code="2024-S2", values=perfect))) == []
    )


def test_a_unit_without_priorities_and_one_with_unknown_words() -> None:
    strange = survey("Dinas Dua", priorities=(Priority(None, "Parkir"),))
    given = facts(survey(), strange, survey("Dinas Tiga", priorities=(), plans=()))
    assert find("priorities-missing", given) == [
        ("Dinas Tiga", "2024-S1", "–", "U1 80,12, U2 82,34, U9 83,98")
    ]
    assert [f[2] for f in find("priority-unknown", given)] == ["Parkir"]


def test_a_recap_without_the_columns_of_follow_up_raises_nothing() -> None:
    given = facts(survey(priorities=(), plans=(), realisation=None))
    for identity in ("priorities-missing", "plan-missing", "realisation-blank"):
        assert find(identity, given) == []


def test_priorities_without_any_plan() -> None:
    given = facts(survey(), survey("Dinas Dua", plans=()))
    assert find("plan-missing", given) == [("Dinas Dua", "2024-S1", "–", "Persyaratan")]


def test_a_lost_plan_is_a_remark_and_no_copy() -> None:
    lost = (Plan("U1", UNREADABLE),)
    given = facts(survey(plans=lost), survey(code="2024-S2", plans=lost))
    assert [f[1] for f in find("plan-unreadable", given)] == ["2024-S1", "2024-S2"]
    assert find("plan-copied-period", given) == []


def test_long_plans_are_shortened_in_the_finding() -> None:
    text = "Membuat papan informasi " * 8
    given = facts(survey(plans=(Plan("U1", text),)), survey(code="2024-S2", plans=(Plan("U2", text),)))
    ((_, _, printed, _),) = find("plan-copied-period", given)
    assert (len(printed), printed[-1]) == (78, "…")


def test_the_plan_cell_left_blank_counts_as_no_plan() -> None:
    earlier = survey(plans=(), blank=frozenset({"plans"}))
    assert find("realisation-without-plan", facts(earlier, survey(code="2024-S2"))) == [
        ("Dinas Satu", "2024-S2", "100", "0,00")
    ]


def test_realisation_without_a_figure_is_not_compared() -> None:
    given = facts(survey(), survey(code="2024-S2", realisation=None))
    assert find("realisation-without-plan", given) == []
    assert find("realisation-fraction", given) == []


def counted(percent: int, units: int, period: str | None = "2023-S2") -> RealisationCount:
    return RealisationCount(parse_period(period) if period else None, percent, units)


def test_counts_of_realisation_against_the_rows() -> None:
    rows = (
        survey(),
        survey("Dinas Dua", realisation=Decimal("66.67")),
        survey("Dinas Tiga", realisation=None),
    )
    sound = (counted(100, 1), counted(66, 1), counted(67, 1), counted(0, 1))
    assert find("realisation-summary", facts(*rows, realisation_counts=sound)) == []
    wrong = (counted(33, 2), counted(100, 1, "2019-S1"), counted(0, 3, None))
    assert [f[1:] for f in find("realisation-summary", facts(*rows, realisation_counts=wrong))] == [
        ("2024-S1", "2", "0"),
        ("2024-S1", "3", "1"),
    ]


def test_a_stated_population_decides_the_sample() -> None:
    enough, few = survey(population=24, respondents=24), survey("Dinas Dua", population=3000, respondents=120)
    given = facts(enough, few)
    assert find("respondents-few", given) == []
    assert find("respondents-sample", given) == [("Dinas Dua", "2024-S1", "120", "341")]


def test_parents_with_unknown_numbers_are_left_alone() -> None:
    child = survey("UPT", parent="Dinas Satu", respondents=None)
    given = facts(survey(), child)
    assert (
        find("parent-respondents", given)
        == find("group-misplaced", given)
        == find("parent-impossible", given)
        == []
    )


def test_an_average_over_whole_numbers_has_room_for_their_rounding() -> None:
    first, second = survey(values=decimals(*["80"] * 9)), survey(code="2024-S2", values=decimals(*["83"] * 9))
    assert (
        find("average-values", facts(first, second, average(values=decimals(*["82"] * 9), index=Decimal(82))))
        == []
    )
    off = average(values=decimals("84", *["82"] * 8), index=Decimal(82))
    assert find("average-values", facts(first, second, off)) == [("Dinas Satu", "2024", "84", "81,50")]


def test_averages_without_figures_are_not_compared() -> None:
    first, second = survey(realisation=None, respondents=None), survey(code="2024-S2", realisation=None)
    given = facts(first, second, average(values=decimals(*VALUES)))
    assert find("respondents-sum", given) == find("average-realisation", given) == []


def test_an_average_of_a_period_nobody_knows_has_no_parts() -> None:
    assert facts(survey(), average(code="")).with_parts == []


def test_a_year_is_the_mean_of_its_halves_not_of_three_surveys() -> None:
    rows = [
        survey(code=code, values=decimals(*[v] * 9))
        for code, v in (("2024-Q1", "80.00"), ("2024-Q2", "84.00"))
    ]
    half = average(code="2024-S1", values=decimals(*["82.00"] * 9))
    second = survey(code="2024-S2", values=ALL_90)
    whole = average(values=decimals(*["86.00"] * 9), respondents=360)
    assert find("average-values", facts(*rows, half, second, whole)) == []
    without_half = facts(*rows, second, whole)
    assert without_half.with_parts == []


def test_a_year_of_three_quarters_cannot_be_checked() -> None:
    rows = [survey(code=f"2024-Q{n}") for n in (1, 2, 3)]
    assert facts(*rows, average()).with_parts == []


def test_one_half_alone_is_the_year() -> None:
    assert [len(a.parts) for a in facts(survey(), average(values=decimals(*VALUES))).with_parts] == [1]


def test_agency_rows_by_units_by_respondents_and_from_their_own_elements() -> None:
    one, other = survey(values=ALL_90, respondents=300), survey("Dinas Dua", values=ALL_80, respondents=100)
    plain = agency(values=decimals(*["85.00"] * 9))
    pooled = agency(values=decimals(*["87.50"] * 9))
    for row in (plain, pooled):
        given = facts(one, other, agency_rows=(row,))
        assert find("agency-elements", given) == find("agency-index", given) == []
    own = agency(values=decimals(*["71.00"] * 9))
    given = facts(one, other, agency_rows=(own,))
    assert find("agency-index", given) == []
    assert [f[1] for f in find("agency-elements", given)] == ["2024-S1"]


def test_agency_figures_without_a_period_or_figures_are_left_alone() -> None:
    empty = agency(values=(None,) * 9, index=None, realisation=None)
    given = facts(survey(), agency_rows=(agency(code=""), empty, agency(code="2019-S1")))
    assert [best(given, row) is None for row in given.agency_table] == [True, True, True]
    assert find("agency-elements", given) == []
    assert find("agency-realisation", given) == []


def test_a_statement_without_a_table_row_is_held_to_the_units() -> None:
    said = replace(agency(index=Decimal("95.10")), values=())
    assert [f[2:] for f in find("agency-index", facts(survey(), agency_rows=(said,)))] == [("95,10", "85,83")]
    right = replace(agency(index=Decimal("85.83")), values=())
    assert find("agency-index", facts(survey(), agency_rows=(right,))) == []


def said(index: str, place: Place, code: str = "2024-S1") -> object:
    return replace(agency(code=code, index=Decimal(index)), values=(), source=Source(place=place))


def test_one_agency_figure_in_three_places() -> None:
    rows = (agency(), said("85.83", Place.SUMMARY), said("89.11", Place.CONCLUSION))
    assert find("agency-statement", facts(survey(), agency_rows=rows)) == [
        ("Kota Contoh", "2024-S1", "89,11", "85,83")
    ]
    fewer = (agency(), said("85.8", Place.SUMMARY))
    assert find("agency-statement", facts(survey(), agency_rows=fewer)) == []


def test_two_sentences_that_contradict_each_other_without_a_table_row() -> None:
    rows = (said("85.83", Place.SUMMARY), said("89.11", Place.CONCLUSION))
    assert len(find("agency-statement", facts(survey(), agency_rows=rows))) == 2


def test_realisation_of_the_agency_leaves_blanks_out() -> None:
    rows = (survey(realisation=Decimal(50)), survey("Dinas Dua", realisation=None), survey("Dinas Tiga"))
    given = facts(*rows, agency_rows=(agency(realisation=Decimal("83.333")),))
    assert find("agency-realisation", given) == [("Kota Contoh", "2024-S1", "83,333", "75,000")]
    halves = (
        survey(code="2024-Q1", realisation=Decimal(50)),
        survey(code="2024-Q2", realisation=Decimal(70)),
    )
    assert find("agency-realisation", facts(*halves, agency_rows=(agency(realisation=Decimal(60)),))) == []


def test_rows_without_a_period() -> None:
    lost = survey("Dinas Dua", code="", period_label="musim hujan")
    given = facts(survey(), lost)
    assert find("period-unknown", given) == [("Dinas Dua", "", "musim hujan", "Triwulan I (Januari – Maret)")]
    assert find("row-duplicate", given) == []


def test_a_unit_that_misses_a_period_all_others_report() -> None:
    rows = [survey(f"Dinas {n}", code) for n in range(20) for code in ("2024-S1", "2024-S2")][:-1]
    assert find("period-missing", facts(*rows)) == [("Dinas 19", "2024-S1", "–", "Semester II 2024")]


def test_cells_that_nobody_can_read() -> None:
    row = survey(repairs=(Repair("U3", "??", UNREADABLE, "x"), Repair("plans", "z", UNREADABLE, "x")))
    assert find("cell-unreadable", facts(row)) == [("Dinas Satu", "2024-S1", "??", "…")]


def test_a_solved_cell_is_missing_on_paper_and_no_witness() -> None:
    row = survey(repairs=(Repair("U3", "", "84.56", "x"),))
    second = survey(code="2024-S2")
    given = facts(row, second, average(values=decimals("80.12", "82.34", "99.00", *VALUES[3:])))
    assert find("cell-missing", given) == [("Dinas Satu", "2024-S1", "–", "84.56")]
    assert "U3" not in [f.column for f in _run("average-values", given)]


def test_scores_may_stand_beside_a_score_as_index() -> None:
    row = survey(values=decimals(*["3.40"] * 9), index=Decimal("3.40"), grade="B", grade_word="Baik")
    given = facts(row, survey("Dinas Dua", values=decimals(*["3.40"] * 9), index=None))
    for identity in ("value-range", "grade-index", "index-elements", "index-outside"):
        assert find(identity, given) == []


def test_counts_of_units_in_text_and_appendix() -> None:
    counts = (
        UnitCount(31, Source(place=Place.CONCLUSION)),
        UnitCount(1),
        UnitCount(4, Source(place=Place.SUMMARY)),
    )
    given = facts(survey(), unit_counts=counts, listed_count=7)
    assert [f[2:] for f in find("units-count", given)] == [("31", "1"), ("4", "1"), ("7", "1")]


def test_units_in_the_appendix_that_have_no_row() -> None:
    given = facts(survey(), listed_units=("Dinas Satu", "Museum Laut"))
    assert find("unit-untabled", given) == [("Museum Laut", "", "Museum Laut", "–")]
    assert find("unit-spelling", given) == []


CLAIM = TrendClaim(1, "Tren IKM meningkat dari tahun 2022 hingga 2024", 2022, 2024)
STEADY = TrendClaim(1, "Tren IKM konsisten meningkat dari tahun 2022 hingga 2024", 2022, 2024)
FIGURES = tuple(
    TrendFigure(year, Decimal(value)) for year, value in ((2022, "80.1"), (2023, "79.5"), (2024, "82.2"))
)


@pytest.mark.parametrize(
    ("claim", "found"), [(CLAIM, 0), (STEADY, 1), (TrendClaim(-1, "menurun", 2022, 2024), 1)]
)
def test_consistent_means_every_step(claim: TrendClaim, found: int) -> None:
    given = facts(survey(), trend_claims=(claim,), trend_figures=FIGURES)
    assert len(find("trend-claim", given)) == found
    assert find("trend-unproven", given) == []


def test_a_claim_without_years_is_held_to_the_periods_of_the_recap() -> None:
    long = TrendClaim(1, "Tren kepuasan masyarakat di lingkup pemerintah daerah terus meningkat " * 3)
    rows = (agency(), agency(code="2024-S2", index=Decimal("84.10")), agency(code="2024"))
    given = facts(survey(), agency_rows=rows, trend_claims=(long,))
    assert [f[2:] for f in find("trend-claim", given)] == [("2024-S1: 85,83, 2024-S2: 84,10", "naik")]


def test_a_claim_over_years_without_figures_is_unproven() -> None:
    long = TrendClaim(1, "Tren " + "x" * 200, 2020, 2024)
    given = facts(survey(), agency_rows=(agency(), agency(code="2024-S2")), trend_claims=(long,))
    assert find("trend-claim", given) == []
    assert [f[2] for f in find("trend-unproven", given)] == ["–"]


def test_an_identity_is_used_once() -> None:
    register = rule("index-elements", Severity.ERROR, "x", "x", "x", Parameter("a", Decimal(1), "x"))
    with pytest.raises(ValueError, match="index-elements"):
        register(lambda given, this: iter(()))


def test_how_numbers_are_shown() -> None:
    assert [show(None), show(4087), show(Decimal("88.310")), show(Decimal(5), 2)] == [
        "–",
        "4.087",
        "88,310",
        "5,00",
    ]


def test_facts_of_an_empty_recap() -> None:
    given = Facts(Recap())
    assert (given.surveys, given.columns, given.scale, given.value_places, given.index_places) == (
        [],
        (),
        1,
        0,
        2,
    )
    assert given.agency_name == ""


def test_agency_figures_may_count_heads_or_leaves_only() -> None:
    head, child = survey(values=ALL_90), survey("UPT Satu", parent="Dinas Satu", values=ALL_80)
    for values in ("90.00", "80.00", "85.00"):
        given = facts(head, child, agency_rows=(agency(values=decimals(*[values] * 9)),))
        assert find("agency-elements", given) == find("agency-index", given) == []


def test_agency_figures_that_say_nothing_are_left_alone() -> None:
    silent = replace(agency(index=None), values=())
    lost = survey("Dinas Dua", code="")
    given = facts(survey(), lost, agency_rows=(silent, agency(code="")))
    assert find("agency-index", given) == find("agency-statement", given) == []
    assert [len(rows) for rows in given.by_period.values()] == [1]


def test_a_row_on_the_grid_in_a_recap_of_three_decimals_keeps_its_room() -> None:
    fine = survey(values=decimals(*["80.125"] * 8, "80.133"))
    coarse = survey("Dinas Dua", values=decimals(*["80.25"] * 9), index=Decimal("80.13"))
    assert find("index-elements", facts(fine, coarse)) == []


def test_one_doubtful_row_explains_the_averages_above_it() -> None:
    values = decimals("70.12", *VALUES[1:])
    wrong = survey(values=values, index=Decimal("85.83"), grade="B", grade_word="Baik")
    second = survey(code="2024-S2")
    year = average(values=decimals(*VALUES))
    others = [survey(f"Dinas {n}", code) for n in range(3) for code in ("2024-S1", "2024-S2")]
    given = facts(wrong, second, year, *others, agency_rows=(agency(values=decimals(*VALUES)),))
    assert find("index-elements", given) == [("Dinas Satu", "2024-S1", "85,83", "84,72")]
    found = [*_run("average-values", given), *_run("agency-elements", given)]
    assert [(f.unit, f.severity.value, f.printed, f.expected) for f in found] == [
        ("Dinas Satu", "remark", "80,12", "75,12"),
        ("Kota Contoh", "remark", "U1 80,12", "U1 80,12"),
    ]
    assert "2024-S1 adalah 80,12" in found[0].sentence("id")


def test_the_index_of_the_agency_sides_with_a_row_that_was_mistyped() -> None:
    wrong = survey(index=Decimal("91.83"), grade="A", grade_word="Sangat baik")
    others = [
        survey(f"Dinas {n}", values=decimals(*[v] * 9)) for n, v in enumerate(("71.00", "95.00", "77.00"))
    ]
    whole = agency(values=(None,) * 9, index=Decimal("82.21"), grade="B", grade_word="Baik")
    (found,) = _run("agency-index", facts(wrong, *others, agency_rows=(whole,)))
    assert (found.severity, found.expected, found.data["other"]) == (
        Severity.REMARK,
        "IKM 85,84",
        "Dinas Satu",
    )


def test_what_no_survey_can_have_explains_nothing() -> None:
    wrong = survey(
        values=decimals("70.12", *VALUES[1:]), index=Decimal("85.83"), grade="B", grade_word="Baik"
    )
    off = average(values=decimals("99.90", *VALUES[1:]))
    others = [survey(f"Dinas {n}", code) for n in range(3) for code in ("2024-S1", "2024-S2")]
    given = facts(wrong, survey(code="2024-S2"), off, *others)
    assert [(f.column, f.severity.value) for f in _run("average-values", given)] == [
        ("U1", "error"),
        ("index", "remark"),
    ]


def test_one_doubtful_realisation_explains_a_summary() -> None:
    rows = [survey(f"Dinas {n}") for n in range(4)]
    strange = survey("Dinas 9", realisation=Decimal(130))
    given = facts(*rows, strange, realisation_counts=(counted(100, 5),))
    assert [f.severity.value for f in _run("realisation-summary", given)] == ["remark"]
