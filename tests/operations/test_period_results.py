"""Every result of a period: what can be measured is, and what cannot be is named."""

import pytest

from puas.models import Job, JobState, Result, Unit
from puas.operations.period_results import start_period_results
from tests.factories import make_open_survey, make_survey, make_user
from tests.factories.jobs import work
from tests.web.scenes import PERIOD, make_units, measure

pytestmark = pytest.mark.django_db


def run(unit, period):
    job = start_period_results(unit=unit, period=period, by=make_user())
    work()
    return Job.objects.get(pk=job.pk)


def test_one_open_survey_does_not_stop_the_rest():
    agency, units = make_units(4)
    measure(units[0])
    measure(units[1], PERIOD, 3)
    survey = make_open_survey(units[2], PERIOD)
    make_survey(units[3], PERIOD)
    root = Unit.objects.get(agency=agency, parent=None)
    before = Result.objects.count()
    job = run(root, survey.period)
    assert (job.stage, job.done, job.total) == (JobState.DONE, 4, 4)
    assert job.result == {"agency": agency.slug, "period": PERIOD, "computed": 3}
    assert [(p["about"], p["code"]) for p in job.problems] == [("Dinas 3", "result_survey_open")]
    assert Result.objects.count() == before + 1  # two were there already: only the agency's is new
    assert Result.objects.get(unit=root).respondents == 2


def test_below_an_office_only_its_own_units_are_computed():
    _, units = make_units(2)
    result = measure(units[0])
    measure(units[1])
    job = run(units[0], result.period)
    assert (job.result["computed"], job.total) == (1, 1)


def test_without_any_result_the_agency_says_why():
    agency, units = make_units(1)
    survey = make_open_survey(units[0], PERIOD)
    job = run(Unit.objects.get(agency=agency, parent=None), survey.period)
    assert [(p["about"], p["code"]) for p in job.problems] == [
        ("Dinas 1", "result_survey_open"),
        (agency.name, "agency_no_results"),
    ]
