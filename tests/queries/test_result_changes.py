"""A result beside those before it."""

import pytest

from puas.models import Result
from puas.queries.result_changes import find_context, find_target
from tests.factories.results import make_result
from tests.web.scenes import make_units

pytestmark = pytest.mark.django_db

MIXED = [(4,) * 9, (2,) * 9] * 3


@pytest.fixture
def unit():
    return make_units(1)[1][0]


def test_the_first_result_has_nothing_before_it(unit):
    context = find_context(make_result(unit, *MIXED, period="2023-Q1"))
    assert context.change is None
    assert [step.period.code for step in context.trend] == ["2023-Q1"]


@pytest.mark.parametrize(("scores", "difference", "is_real"), [((4,) * 9, 25, True), ((3,) * 9, 0, False)])
def test_a_change_is_larger_than_chance_or_not(unit, scores, difference, is_real):
    make_result(unit, *MIXED, period="2023-Q1")
    change = find_context(make_result(unit, *[scores] * 6, period="2023-Q3")).change
    assert (change.period.code, change.difference, change.is_real) == ("2023-Q1", difference, is_real)
    assert [one.difference for one in change.elements] == [difference] * 9


def test_one_answer_is_too_few_to_tell(unit):
    make_result(unit, (4,) * 9, period="2023-Q1")
    change = find_context(make_result(unit, *MIXED)).change
    assert (change.difference, change.is_real) == (-25, None)


def test_periods_of_another_kind_and_later_ones_are_not_before(unit):
    make_result(unit, *MIXED, period="2022-S1")
    first = make_result(unit, *MIXED, period="2023-Q1")
    make_result(unit, *MIXED, period="2023-Q2")
    context = find_context(Result.objects.get(pk=first.pk))
    assert context.change is None
    assert [step.period.code for step in context.trend] == ["2023-Q1", "2023-Q2"]


def test_without_a_population_there_is_no_target(unit):
    assert find_target(make_result(unit, *MIXED), None) is None
