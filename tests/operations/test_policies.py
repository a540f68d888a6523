import pytest

from puas.errors import BadInput
from puas.models import AuditEvent, Unit
from puas.operations.policies import set_rules
from puas.operations.results import compute_result
from puas.operations.surveys import close_survey
from tests.factories import make_agency, make_open_survey, make_responses, make_unit
from tests.factories.refusals import refused

pytestmark = pytest.mark.django_db


def test_rules_are_stated_once_and_the_rest_of_the_policy_stays():
    agency = make_agency()
    agency.policy = {"weekend": [6], "weighting": "0.11"}
    agency.save()
    for _ in range(2):
        agency = set_rules(
            agency=agency, rollup="agency-pooled", annual="annual-surveys", weighting="", by=None
        )
    assert agency.policy == {"weekend": [6], "rollup": "agency-pooled", "annual": "annual-surveys"}
    assert [event.data for event in AuditEvent.objects.filter(operation="set_rules")] == [
        {
            "before": {"rollup": "", "annual": "", "weighting": "0.11", "minimum_cell": ""},
            "after": {
                "rollup": "agency-pooled",
                "annual": "annual-surveys",
                "weighting": "",
                "minimum_cell": "",
            },
        }
    ]


def state(agency, minimum):
    return set_rules(
        agency=agency,
        rollup="agency-pooled",
        annual="annual-surveys",
        weighting="",
        minimum=minimum,
        by=None,
    )


def test_the_smallest_group_is_chosen_and_given_back_to_the_questionnaire():
    agency = make_agency()
    assert [state(agency, minimum).policy.get("minimum_cell") for minimum in (3, 100, None)] == [3, 100, None]


@pytest.mark.parametrize("minimum", [0, 2, 101])
def test_a_smallest_group_of_a_few_or_a_crowd_is_refused(minimum):
    with refused(BadInput, "rules_minimum"):
        state(make_agency(), minimum)


def test_a_result_carries_the_smallest_group_it_was_measured_with():
    unit = make_unit(make_agency())
    survey = make_open_survey(unit)
    make_responses(survey, (4,) * 9)
    close_survey(survey=survey, by=None)
    found = []
    for minimum in (None, 3, 10, None):
        state(unit.agency, minimum)
        result = compute_result(unit=Unit.objects.get(pk=unit.pk), period=survey.period, by=None)
        found.append((result.version, result.parameters["minimum_cell"]))
    assert found == [(1, 5), (1, 5), (2, 10), (3, 5)]


def test_unknown_rules_are_refused():
    agency = make_agency()
    with refused(BadInput, "rules_unknown"):
        set_rules(agency=agency, rollup="median", annual="annual-surveys", weighting="", by=None)
    with refused(BadInput, "rules_unknown"):
        set_rules(agency=agency, rollup="agency-all", annual="annual-surveys", weighting="0.2", by=None)
