"""k of n in sets: what counts as done, which plan stands before, and who is seen."""

import pytest

from puas.lifecycles import ItemState
from puas.methodology.realisation import Level, Realisation
from puas.models import Role
from puas.queries.unit_realisations import plan_periods, realisation_summary
from tests.factories import make_agency, make_unit, make_user
from tests.factories.plans import SCORES, finish, make_item, report
from tests.factories.results import make_result

pytestmark = pytest.mark.django_db


def test_only_what_stands_confirmed_counts():
    agency = make_agency()
    unit, without = make_unit(agency), make_unit(agency, "Dinas Dua")
    for one in (unit, without):
        make_result(one, SCORES, period="2023-S1")
    coordinator = make_user("koordinator", Role.COORDINATOR, unit.parent)
    second = make_user("kedua")
    finish(make_item(unit, "2023-S1"), second)
    again = make_item(unit, "2023-S1", "U3")
    finish(again, second)
    report(again, ItemState.UNDER_WAY)
    report(make_item(unit, "2023-S1", "U2"))
    (period,) = plan_periods(coordinator, agency)
    summary = realisation_summary(coordinator, agency, period)
    assert [(row.unit, row.done, row.before, row.level) for row in summary.rows] == [
        (unit, Realisation(1, 3), None, Level.ONE_THIRD),
        (without, None, None, Level.UNKNOWN),
    ]
    assert (summary.total, summary.idle) == (Realisation(1, 3), ())
    make_result(unit, SCORES, period="2023-Q3")
    make_item(unit, "2023-Q3", quarters=("2023-Q4",))
    newest = plan_periods(coordinator, agency)[0]
    (row,) = realisation_summary(coordinator, agency, newest).rows
    assert (row.done, row.before, row.before_period.code) == (Realisation(0, 1), Realisation(1, 3), "2023-S1")
