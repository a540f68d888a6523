"""A period measured at once gives what `compute_result` gives one by one."""

import pytest

from puas.models import AuditEvent, Response, Result
from puas.operations.exclusions import exclude_responses
from puas.operations.period_measurements import compute_all_results
from puas.operations.results import compute_result
from puas.operations.surveys import close_survey
from puas.queries.audits import verify_chain
from tests.factories import make_agency, make_open_survey, make_responses, make_survey, make_unit, make_user

pytestmark = pytest.mark.django_db

FOURS, THREES = (4,) * 9, (3, 0, 3, 3, 3, 3, 3, 3, 3)


def hold(unit, *scores, closed=True):
    survey = make_open_survey(unit)
    make_responses(survey, *scores)
    return close_survey(survey=survey, by=None) if closed else survey


@pytest.fixture
def office():
    """An office with two units below it; one more unit planned only, and one still open elsewhere."""
    agency = make_agency()
    office = make_unit(agency, "Dinas")
    surveys = [
        hold(office, FOURS),
        hold(make_unit(agency, "Loket 1", office), FOURS, THREES),
        hold(make_unit(agency, "Loket 2", office)),
    ]
    make_survey(make_unit(agency, "Loket 3", office))
    hold(make_unit(agency, "Dinas Lain"), FOURS, closed=False)
    return surveys


def compute(surveys):
    return compute_all_results(agency=surveys[0].unit.agency, period=surveys[0].period, by=None)


def test_every_closed_unit_gets_the_result_of_its_own_operation(office):
    found = compute(office)
    assert [(row.unit.name, row.basis, row.respondents, row.index == "") for row in found] == [
        ("Dinas", "pooled", 3, False),
        ("Loket 1", "own", 2, False),
        ("Loket 2", "own", 0, True),
    ]
    for row in found:
        assert compute_result(unit=row.unit, period=row.period, by=None) == row
    assert Result.objects.count() == 3
    assert verify_chain().is_whole


def test_again_gives_the_same_rows_and_no_event(office):
    found = compute(office)
    events = AuditEvent.objects.count()
    assert compute(office) == found
    assert AuditEvent.objects.count() == events


def test_what_is_left_out_makes_the_next_version(office):
    before = {row.unit_id: row for row in compute(office)}
    answer = Response.objects.filter(survey=office[1]).first()
    exclude_responses(survey=office[1], responses=[answer.pk], reason="Petugas mengisi", by=make_user())
    after = {row.unit_id: row for row in compute(office)}
    versions = {row.unit.name: (row.version, row.respondents) for row in after.values()}
    assert versions == {"Dinas": (2, 2), "Loket 1": (2, 1), "Loket 2": (1, 0)}
    assert after[office[2].unit_id] == before[office[2].unit_id]
