from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from puas.errors import BadInput
from puas.lifecycles import SurveyState
from puas.methodology.periods import parse_period
from puas.methodology.teams import Team, read_team
from puas.methodology.windows import WindowRule
from puas.models import AuditEvent, Survey
from puas.operations.calendars import set_rule
from puas.operations.openings import (
    close_due_surveys,
    follow_calendar,
    open_by_hand,
    open_due_surveys,
    open_period,
)
from puas.operations.surveys import open_survey
from puas.queries.audits import verify_chain
from puas.queries.openings import window_of
from puas.queries.units import root_of
from tests.factories import classic, make_agency, make_survey, make_unit
from tests.factories.refusals import refused

pytestmark = pytest.mark.django_db

FIRST, SECOND = parse_period("2026-Q1"), parse_period("2026-Q2")


def at(day: date, hour: int = 12) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=timezone.get_current_timezone())


@pytest.fixture
def agency():
    """Two units by quarter, one by semester."""
    found = make_agency()
    set_rule(unit=root_of(found), kind="quarter", instrument=classic(), by=None)
    for number, name in enumerate(("Dinas Satu", "Dinas Dua", "Dinas Semester"), 1):
        make_unit(found, name, number=number)
    set_rule(unit=found.units.get(name="Dinas Semester"), kind="semester", by=None)
    return found


def test_every_expected_survey_is_made_at_once_and_only_once(agency):
    old = make_survey(agency.units.get(name="Dinas Dua"), "2026-Q1")
    made = open_period(agency=agency, period=FIRST, by=None)
    assert [survey.unit.name for survey in made] == ["Dinas Satu"]
    assert open_period(agency=agency, period=FIRST, by=None) == ()
    assert sorted(Survey.objects.values_list("unit__name", "state")) == [
        ("Dinas Dua", "planned"),
        ("Dinas Satu", "planned"),
    ]
    (event,) = AuditEvent.objects.filter(operation="open_period")
    assert event.data == {"period": "2026-Q1", "surveys": [made[0].pk]}
    assert (event.unit_id, verify_chain().is_whole) == (root_of(agency).pk, True)
    old.refresh_from_db()
    assert (old.opens_at, old.due_on) == (None, None)


def test_a_survey_starts_with_its_window_and_plan_and_what_was_known_last_time(agency):
    team = Team("Sekda", "Kepala Bagian", ("A",), ("B",))
    (one, _) = open_period(agency=agency, period=FIRST, by=None)
    one.team, one.population, one.population_source = team.as_dict(), 1240, "Buku tamu loket"
    one.population_on = date(2026, 3, 31)
    one.save()
    survey = open_period(agency=agency, period=SECOND, by=None)[0]
    survey.refresh_from_db()
    local = [timezone.localtime(moment) for moment in (survey.opens_at, survey.closes_at)]
    assert [f"{moment:%Y-%m-%d %H:%M}" for moment in local] == ["2026-04-01 00:00", "2026-06-30 23:59"]
    assert survey.due_on == date(2026, 7, 16)
    assert (survey.population, survey.population_source, survey.population_on) == (
        1240,
        "Buku tamu loket",
        date(2026, 3, 31),
    )
    assert read_team(survey.team) == team
    assert [stage["phase"] for stage in survey.schedule["stages"]] == [
        "preparation",
        "collection",
        "processing",
        "reporting",
    ]
    (half,) = open_period(agency=agency, period=parse_period("2026-S1"), by=None)
    assert (half.unit.name, half.population) == ("Dinas Semester", None)


def test_a_period_in_which_nobody_surveys_is_refused(agency):
    with refused(BadInput, "period_expects_nothing"):
        open_period(agency=agency, period=parse_period("2026"), by=None)


def test_the_calendar_opens_and_closes_what_is_due(agency):
    set_rule(unit=agency.units.get(name="Dinas Dua"), kind="quarter", window=WindowRule(10, -10), by=None)
    one, two = open_period(agency=agency, period=FIRST, by=None)
    assert open_due_surveys(now=at(date(2025, 12, 31))) == ()
    assert open_due_surveys(now=at(date(2026, 1, 2))) == (one,)
    assert open_due_surveys(now=at(date(2026, 1, 11)), agency=agency) == (two,)
    assert open_due_surveys(now=at(date(2026, 1, 11))) == ()
    assert close_due_surveys(now=at(date(2026, 3, 21))) == ()
    assert close_due_surveys(now=at(date(2026, 3, 22))) == (two,)
    assert follow_calendar(now=at(date(2026, 4, 1), 0)) == {"opened": 0, "closed": 1}
    assert set(Survey.objects.values_list("state", flat=True)) == {"closed"}
    assert [(e.by_id, e.operation) for e in AuditEvent.objects.order_by("-sequence")[:2]] == [
        (None, "close_survey"),
        (None, "close_survey"),
    ]


def test_what_was_missed_altogether_or_has_no_dates_is_left_to_people(agency):
    one, _ = open_period(agency=agency, period=FIRST, by=None)
    by_hand = make_survey(agency.units.get(name="Dinas Semester"), "2026-S1")
    assert open_due_surveys(now=at(date(2026, 4, 1))) == ()
    open_survey(survey=by_hand, by=None)
    assert close_due_surveys(now=at(date(2026, 4, 1)) + timedelta(days=900)) == ()
    one.refresh_from_db()
    assert one.stage is SurveyState.PLANNED


def test_a_survey_opened_after_its_window_gets_seven_days_and_ends_again(agency):
    one, two = open_period(agency=agency, period=FIRST, by=None)
    Survey.objects.filter(pk=one.pk).update(state="closed")
    Survey.objects.filter(pk=two.pk).update(closes_at=None)
    one.refresh_from_db()
    two.refresh_from_db()
    before = timezone.localdate()
    open_by_hand(survey=one, by=None)
    open_by_hand(survey=two, by=None)
    one.refresh_from_db()
    two.refresh_from_db()
    last = timezone.localdate(one.closes_at)
    assert last - before in (timedelta(days=6), timedelta(days=7))  # midnight may pass meanwhile
    assert (one.state, one.due_on, two.state, two.closes_at) == ("open", last, "open", None)
    assert close_due_surveys(now=at(last)) == ()
    assert close_due_surveys(now=at(last + timedelta(days=1))) == (one,)
    names = AuditEvent.objects.order_by("-sequence").values_list("operation", flat=True)[:4]
    assert list(names) == ["close_survey", "open_survey", "open_survey", "extend_window"]
    assert window_of(one).closes_on == last


def test_another_agency_is_left_alone(agency):
    other = make_agency("Kota Lain")
    open_period(agency=agency, period=FIRST, by=None)
    assert open_due_surveys(now=at(date(2026, 1, 2)), agency=other) == ()
