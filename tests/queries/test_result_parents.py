"""A parent unit in its parts."""

from fractions import Fraction

import pytest

from puas.operations.results import compute_result
from puas.queries.histories import find_survey_of
from puas.queries.result_parents import OwnFigure, find_parent_view
from tests.factories import make_agency, make_unit
from tests.factories.results import make_result

pytestmark = pytest.mark.django_db


def test_own_answers_children_and_all_of_them_stand_beside_each_other():
    agency = make_agency()
    head = make_unit(agency, "Dinas Induk")
    children = [make_unit(agency, name, parent=head) for name in ("UPT A", "UPT B")]
    only = make_result(children[0], (2,) * 9, (2,) * 9)
    pooled = make_result(head, (4,) * 9)
    view = find_parent_view(pooled, find_survey_of(pooled))
    assert view.own == OwnFigure(Fraction(100), 1)
    assert view.children == ((children[0], only), (children[1], None))
    assert pooled.exact_index == Fraction(200, 3)


def test_a_parent_that_does_not_survey_has_no_figure_of_its_own():
    agency = make_agency()
    head = make_unit(agency, "Dinas Induk")
    only = make_result(make_unit(agency, "UPT", parent=head), (3,) * 9)
    pooled = compute_result(unit=head, period=only.period, by=None)
    assert find_parent_view(pooled, find_survey_of(pooled)).own is None
    assert find_parent_view(only, find_survey_of(only)) is None
