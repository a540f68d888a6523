from fractions import Fraction

import pytest

from puas.methodology.periods import parse_period
from puas.methodology.rollups import Row
from puas.models import Basis
from puas.operations.averages import compute_average
from puas.operations.periods import ensure_period
from puas.operations.recaps import PrintedRow, adopt_rows, import_rows
from puas.operations.results import compute_result
from puas.queries.results import codes_within, find_row, row_of, standing, standing_results, unit_rows
from tests.factories import make_agency, make_unit
from tests.factories.results import make_result

pytestmark = pytest.mark.django_db

FOURS, THREES = (4,) * 9, (3,) * 9


def adopt(agency, name, period, index):
    values = {f"U{n}": index for n in range(1, 10)}
    row = PrintedRow(period, "survey", f"{name} {period}", unit=name, values=values, index=index)
    import_rows(agency=agency, rows=[row], by=None)
    return adopt_rows(agency=agency, period=ensure_period(period), by=None)


@pytest.mark.parametrize(
    ("code", "codes"),
    [
        ("2023-Q2", ("2023-Q2",)),
        ("2023-S2", ("2023-S2", "2023-Q3", "2023-Q4")),
        ("2023", ("2023", "2023-S1", "2023-S2", "2023-Q1", "2023-Q2", "2023-Q3", "2023-Q4")),
    ],
)
def test_a_period_holds_itself_and_the_shorter_ones_inside(code, codes):
    assert codes_within(parse_period(code)) == codes


def test_what_people_answered_stands_before_what_was_printed(django_assert_num_queries):
    agency = make_agency()
    unit = make_unit(agency)
    child = make_unit(agency, "UPT Anak", parent=unit)
    (printed,) = adopt(agency, "Dinas Dua", "2023-Q2", "80")
    own = make_result(unit, FOURS)
    of_child = make_result(child, THREES)
    pooled = compute_result(unit=unit, period=own.period, by=None)
    adopt(agency, "Dinas Satu", "2023-Q2", "90")
    with django_assert_num_queries(1):
        found = standing_results(agency, ["2023-Q2"])
    code = "2023-Q2"
    assert found == {(unit.pk, code): pooled, (child.pk, code): of_child, (printed.unit_id, code): printed}
    assert standing_results(agency, ["2023-Q2"], child) == {(child.pk, code): of_child}
    assert standing(own.period.results.all()) == {
        unit.pk: pooled,
        child.pk: of_child,
        printed.unit_id: printed,
    }


def test_a_result_is_a_line_that_rollups_can_average():
    result = make_result(make_unit(make_agency()), FOURS, THREES)
    assert row_of(result) == Row((Fraction(175, 2),) * 9, Fraction(175, 2), 2, frozenset({"online"}), None)


def test_every_unit_has_one_row_and_stored_averages_do_not_enter():
    agency = make_agency()
    adopt(agency, "A", "2023-Q1", "80")
    adopt(agency, "A", "2023-Q2", "90")
    adopt(agency, "B", "2023-S1", "70")
    unit = agency.units.get(name="A")
    compute_average(unit=unit, period=ensure_period("2023-S1"), by=None)
    results = standing_results(agency, codes_within(parse_period("2023-S1")))
    assert results[unit.pk, "2023-S1"].basis == Basis.AVERAGE
    rows = unit_rows(results, parse_period("2023-S1"))
    assert [(row.key, row.parent, row.row.index) for row in rows] == [
        (str(unit.pk), str(unit.parent_id), 85),
        (str(agency.units.get(name="B").pk), str(unit.parent_id), 70),
    ]
    assert [row.row.index for row in unit_rows(results, parse_period("2023-Q2"))] == [90]


def test_a_quarter_is_never_made_of_anything():
    assert find_row({}, parse_period("2023-Q1")) is None
