"""What an agency's report compares, from the database."""

from fractions import Fraction

import pytest

from puas.models import Agency
from puas.operations.averages import compute_agency
from puas.operations.periods import ensure_period
from puas.queries.recaps import agency_report_input
from puas.reports.agency_inputs import GroupLine
from tests.factories import make_agency, make_unit
from tests.factories.results import make_result

pytestmark = pytest.mark.django_db


@pytest.fixture
def agency() -> Agency:
    """Return a city: a parent with an index of 83.33 that pools its child's 100, and one with 75 alone."""
    agency = make_agency()
    parent = make_unit(agency, "Dinas Induk")
    make_result(make_unit(agency, "UPT Anak", parent=parent), (4,) * 9)
    make_result(parent, (3,) * 9, (3,) * 9)
    make_result(make_unit(agency, "Dinas Lain"), (3,) * 9)
    make_unit(agency, "Dinas Diam")
    compute_agency(agency=agency, period=ensure_period("2023-Q2"), by=None)
    return agency


def test_units_by_kind_and_level(agency: Agency) -> None:
    given = agency_report_input(agency, ensure_period("2023-Q2"))
    heads = (3, 2, Fraction(475, 6), Fraction(75), Fraction(250, 3))
    below = (1, 1, Fraction(100), Fraction(100), Fraction(100))
    assert given.kinds == (
        GroupLine("Perangkat daerah (OPD)", *heads),
        GroupLine("Unit penyelenggara pelayanan (UPP)", *below),
    )
    assert given.levels == (GroupLine("0", *heads), GroupLine("1", *below))


def test_every_rule_with_the_one_in_use(agency: Agency) -> None:
    given = agency_report_input(agency, ensure_period("2023-Q2"))
    assert [(line.units, line.index, line.is_used) for line in given.other_values] == [
        (3, Fraction(775, 9), True),
        (2, Fraction(475, 6), False),
        (2, Fraction(175, 2), False),
        (2, Fraction(325, 4), False),
    ]


def test_what_the_checks_say(agency: Agency) -> None:
    given = agency_report_input(agency, ensure_period("2023-Q2"))
    assert given.findings is not None
    assert {line.severity for line in given.findings} <= {"error", "warning", "remark"}
    assert all(line.sentence for line in given.findings)
    assert agency_report_input(agency, ensure_period("2022-Q2")).findings is None
