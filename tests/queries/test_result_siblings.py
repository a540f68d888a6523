"""A result beside its sibling units and the agency."""

import pytest

from puas.models import Role, Unit
from puas.operations.results import compute_agency
from puas.queries.result_siblings import find_siblings
from tests.factories import make_unit, make_user
from tests.factories.results import make_result, release
from tests.web.scenes import make_units

pytestmark = pytest.mark.django_db

SIZE = 5
"""As many answers as a figure needs to be compared."""


def measure(unit, score, size=SIZE):
    return make_result(unit, *[(score,) * 9] * size)


@pytest.fixture
def town():
    return make_units(4)


def officer_of(unit):
    return make_user("petugas", Role.OFFICER, unit)


def test_what_this_person_sees_is_compared_and_small_units_are_not(town):
    agency, units = town
    root = Unit.objects.get(agency=agency, parent=None)
    own = measure(units[0], 3)
    measure(units[1], 4), measure(units[2], 2), measure(units[3], 1, size=4)
    beside = find_siblings(make_user("koordinator", Role.COORDINATOR, root), own)
    (group,) = beside.groups
    at = group.position
    assert (group.key, at.place, at.among, at.median, at.lowest, at.highest) == ("parent", 2, 3, 75, 50, 100)
    assert (group.small, group.unknown, beside.agency) == (1, 0, None)


def test_of_units_that_are_not_seen_only_what_is_published_enters(town):
    _agency, units = town
    own, other = measure(units[0], 3), measure(units[1], 4)
    release(measure(units[2], 2))
    user = officer_of(units[0])
    (group,) = find_siblings(user, own).groups
    assert (group.position, group.unknown) == (None, 2)
    release(other)
    (group,) = find_siblings(user, own).groups
    assert (group.position.place, group.position.among, group.unknown) == (2, 3, 1)


def test_the_agency_is_compared_once_it_is_published(town):
    agency, units = town
    own = measure(units[0], 3)
    measure(units[1], 4)
    whole = compute_agency(agency=agency, period=own.period, by=None)
    user = officer_of(units[0])
    assert find_siblings(user, own).agency is None
    release(whole)
    assert find_siblings(user, own).agency == whole.exact_index


def test_units_of_the_same_kind_elsewhere_are_another_group(town):
    agency, units = town
    below = [make_unit(agency, f"Puskesmas {n}", parent=units[n % 2]) for n in range(4)]
    own = measure(below[0], 4)
    groups = find_siblings(officer_of(below[0]), own).groups
    assert [(group.key, group.unknown) for group in groups] == [("parent", 1), ("kind", 3)]


def test_the_agency_itself_has_no_siblings(town):
    agency, units = town
    whole = compute_agency(agency=agency, period=measure(units[0], 3).period, by=None)
    assert find_siblings(officer_of(units[0]), whole) is None


@pytest.mark.parametrize("others", [1, 3])
def test_it_takes_the_same_queries(django_assert_num_queries, town, others):
    _, units = town
    own = measure(units[0], 3)
    for unit in units[1 : 1 + others]:
        measure(unit, 4)
    user = officer_of(units[0])
    with django_assert_num_queries(3):
        find_siblings(user, own)
