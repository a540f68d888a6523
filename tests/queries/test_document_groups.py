"""What a printed report leaves out about respondents, because of what else is public."""

import pytest

from puas.models import Unit
from puas.operations.responses import record_responses
from puas.operations.results import compute_result
from puas.operations.surveys import close_survey
from puas.queries.unit_reports import unit_report_input
from tests.factories import make_agency, make_open_survey, make_unit
from tests.factories.public_worlds import leave_out
from tests.factories.responses import make_answer
from tests.factories.results import release

pytestmark = pytest.mark.django_db


def hold(unit, sexes):
    """Hold a survey that these people answer, by paper."""
    survey = make_open_survey(unit)
    answers = [
        make_answer(survey.pk * 1000 + place, (3,) * 9, profile={"sex": sex}, channel="paper")
        for place, sex in enumerate(sexes)
    ]
    record_responses(survey=survey, answers=answers, by=None)
    return close_survey(survey=survey, by=None)


def measure(unit):
    return compute_result(unit=Unit.objects.get(pk=unit.pk), period=unit.surveys.get().period, by=None)


def printed(unit):
    """Return the questions that the report prints, and whether it says that some are left out."""
    given = unit_report_input(Unit.objects.get(pk=unit.pk), unit.surveys.get().period)
    return [table.key for table in given.profiles], given.withholds_profiles


@pytest.mark.parametrize(
    ("below", "expected"),
    [
        ("L" * 9 + "P" * 7, (["profile:sex", "channel"], False)),
        ("L" * 9 + "P" * 3, (["channel"], True)),
    ],
)
def test_a_parent_prints_a_question_where_nothing_of_its_parts_is_hidden(below, expected):
    parent = make_unit(make_agency(), "Induk")
    hold(make_unit(parent.agency, "Anak", parent=parent), below)
    hold(parent, "L" * 20 + "P" * 20)
    measure(parent)
    assert printed(parent) == expected


def test_a_parents_own_few_people_are_hidden_too():
    parent = make_unit(make_agency(), "Induk")
    hold(make_unit(parent.agency, "Anak", parent=parent), "L" * 20 + "P" * 20)
    hold(parent, "LLP")
    measure(parent)
    assert printed(parent) == ([], True)


def test_a_report_of_other_people_than_the_one_before_prints_no_groups():
    unit = make_unit(make_agency())
    hold(unit, "L" * 9 + "P" * 7)
    release(measure(unit))
    assert printed(unit) == (["profile:sex", "channel"], False)
    unit.agency.policy |= {"weighting": "0.11"}
    unit.agency.save()
    release(measure(unit), "bobot diperbaiki")
    assert printed(unit) == (["profile:sex", "channel"], False)
    leave_out(unit)
    release(measure(unit), "ganda")
    assert printed(unit) == ([], True)
