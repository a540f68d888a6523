"""What a few units of the demonstration have besides figures."""

import io
from dataclasses import replace

import pytest

from puas.commands import demo_cities, demo_follow_up, demo_logins
from puas.commands.demo_progress import Progress
from puas.demonstration.cities import load_city
from puas.methodology.teams import read_team
from puas.models import AuditEvent, Period, PlanItem, Response, Result, Survey
from puas.queries.schedules import read_schedule
from puas.queries.unit_reports import unit_report_input

SURAKARTA = load_city("surakarta")
HEAD, CHILD = "Dinas Kesehatan", "UPT. Puskesmas Pajang"
NAMES = {demo_logins.LIVE_UNIT, HEAD, CHILD, "UPT. Laboratorium Kesehatan"}
FOUR = replace(
    SURAKARTA, figures=tuple(row for row in SURAKARTA.figures if row.unit in NAMES and row.kind != "agency")
)


@pytest.fixture
def agency(db):
    agency = demo_cities.ensure_city(FOUR)
    login = demo_logins.COORDINATOR_SURAKARTA
    by = demo_logins.ensure_user(login, agency, "a secret key of the installation")
    _run(agency, by)
    return agency


def _run(agency, by):
    quiet = Progress("", 1, io.StringIO())
    demo_cities.import_history(FOUR, agency)
    demo_cities.adopt_period(FOUR, agency, "2023-Q1", by)
    demo_follow_up.write_plans(agency, "2023-Q1")
    demo_follow_up.ensure_services(agency)
    demo_cities.hold_surveys(FOUR, agency, "2023-Q2", quiet)
    demo_follow_up.name_team(agency, "2023-Q2")
    demo_follow_up.carry_out_plans(agency, "2023-Q1", by)
    demo_cities.compute_surveys(agency, "2023-Q2", by, quiet)
    demo_follow_up.write_plans(agency, "2023-Q2")


def report_of(agency, name):
    return unit_report_input(demo_cities.units_by_name(agency)[name], Period.objects.get(code="2023-Q2"))


def test_a_units_report_has_its_team_its_days_its_plan_and_what_came_of_the_last_one(agency):
    found = report_of(agency, demo_logins.LIVE_UNIT)
    assert (len(found.plan), len(found.last_plan.items)) == (3, 3)
    assert (found.last_plan.done, found.last_plan.planned, found.last_plan.percent) == (3, 3, 100)
    survey = Survey.objects.get(unit__name=demo_logins.LIVE_UNIT)
    assert read_team(survey.team).chair == f"Sekretaris {demo_logins.LIVE_UNIT}"
    stages = read_schedule(survey.schedule).stages
    assert (str(stages[1].starts), str(stages[1].ends)) == ("2023-04-01", "2023-06-30")


def test_answers_are_of_two_services_and_the_printed_index_stays(agency):
    counts = [
        Response.objects.filter(service__name=name).count() for name in (*demo_follow_up.SERVICES, "Lain")
    ]
    assert (counts, sum(counts)) == ([94, 46, 0], 140)
    result = Result.objects.get(unit__name=demo_logins.LIVE_UNIT, period__code="2023-Q2")
    row = next(r for r in FOUR.surveys("2023-Q2") if r.unit == demo_logins.LIVE_UNIT)
    assert abs(result.printed - row.index) < 1


def test_a_unit_with_units_below_it_and_one_of_these_have_plans_and_another_has_none(agency):
    assert [len(report_of(agency, name).plan or ()) for name in (HEAD, CHILD)] == [3, 3]
    assert report_of(agency, "UPT. Laboratorium Kesehatan").plan is None


def test_the_same_again_changes_nothing(agency):
    before = PlanItem.objects.count(), AuditEvent.objects.count()
    _run(agency, demo_logins.ensure_user(demo_logins.COORDINATOR_SURAKARTA, agency, "key"))
    assert (PlanItem.objects.count(), AuditEvent.objects.count()) == before
