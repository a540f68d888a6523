"""Who answered is shown by the threshold that the published result carries, at every public door."""

import pytest

from puas.models import Unit
from puas.operations.responses import record_responses
from puas.operations.results import compute_result
from puas.operations.surveys import close_survey
from puas.queries.publications import published_unit
from puas.queries.unit_reports import unit_report_input
from tests.factories import make_agency, make_open_survey, make_unit
from tests.factories.responses import make_answer
from tests.factories.results import release

pytestmark = pytest.mark.django_db

SEXES = "P" * 7 + "L" * 12
"""Seven women are shown from 5 on, hidden below 10."""


def hold(agency, name, period="2023-Q2"):
    """Hold a survey of a unit; return the unit."""
    unit = make_unit(agency, name)
    survey = make_open_survey(unit, period)
    answers = [
        make_answer(survey.pk * 1000 + place, (3,) * 9, profile={"sex": sex})
        for place, sex in enumerate(SEXES)
    ]
    record_responses(survey=survey, answers=answers, by=None)
    close_survey(survey=survey, by=None)
    return unit


def publish(unit, reason=""):
    survey = unit.surveys.get()
    release(compute_result(unit=Unit.objects.get(pk=unit.pk), period=survey.period, by=None), reason)


def choose(agency, minimum):
    agency.policy |= {"minimum_cell": minimum}
    agency.save()


def sexes(unit):
    """Return the smallest group that the page tells of, and what it shows of men and women."""
    groups = published_unit("kota-contoh", unit.slug, "2023-Q2").groups
    found = [one.groups for one in groups.questions if one.key == "sex"]
    return groups.minimum, {one.key: one.respondents for one in found[0]} if found else None


def table(client, unit):
    """Return the same from the open data."""
    found = client.get(f"/api/v1/profiles?unit={unit.slug}").json()["records"]
    return {one["group"]: one["group_n"] for one in found if one["question"] == "sex"} or None


def test_what_is_published_later_is_shown_by_its_own_threshold_and_the_earlier_by_its(client):
    agency = make_agency()
    before, after = hold(agency, "Dinas Satu"), hold(agency, "Dinas Dua")
    publish(before)
    choose(agency, 10)
    publish(after)
    assert (sexes(before), table(client, before)) == ((5, {"L": 12, "P": 7}), {"L": 12, "P": 7})
    assert (sexes(after), table(client, after)) == ((10, None), None)  # one of two tells the other


def test_two_versions_with_different_thresholds_show_no_groups():
    """Together they would tell on which side of each threshold a hidden group lies."""
    agency = make_agency()
    unit = hold(agency, "Dinas Satu")
    publish(unit)
    choose(agency, 6)
    publish(unit, "batas kelompok dinaikkan")
    assert sexes(unit) == (6, None)
    assert unit_report_input(Unit.objects.get(pk=unit.pk), unit.surveys.get().period).profiles == ()
