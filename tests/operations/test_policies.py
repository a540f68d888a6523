import pytest

from puas.errors import BadInput
from puas.models import AuditEvent
from puas.operations.policies import set_rules
from tests.factories import make_agency
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
            "before": {"rollup": "", "annual": "", "weighting": "0.11"},
            "after": {"rollup": "agency-pooled", "annual": "annual-surveys", "weighting": ""},
        }
    ]


def test_unknown_rules_are_refused():
    agency = make_agency()
    with refused(BadInput, "rules_unknown"):
        set_rules(agency=agency, rollup="median", annual="annual-surveys", weighting="", by=None)
    with refused(BadInput, "rules_unknown"):
        set_rules(agency=agency, rollup="agency-all", annual="annual-surveys", weighting="0.2", by=None)
