from datetime import date

import pytest

from puas.errors import BadInput, NotNow
from puas.methodology.periods import parse_period
from puas.methodology.teams import Team, read_team
from puas.methodology.windows import Window
from puas.models import AuditEvent, Survey
from puas.operations.calendars import set_rule
from puas.operations.openings import open_period
from puas.operations.survey_details import change_dates, change_phases, change_population, change_team
from puas.operations.surveys import open_survey
from puas.queries.openings import window_of
from puas.queries.units import root_of
from tests.factories import classic, make_agency, make_survey, make_unit
from tests.factories.refusals import refused

pytestmark = pytest.mark.django_db

WINDOW = Window(date(2026, 1, 5), date(2026, 2, 27), date(2026, 3, 6))


@pytest.fixture
def survey():
    agency = make_agency()
    make_unit(agency)
    set_rule(unit=root_of(agency), kind="quarter", instrument=classic(), by=None)
    (made,) = open_period(agency=agency, period=parse_period("2026-Q1"), by=None)
    return made


def trail():
    events = AuditEvent.objects.order_by("-sequence").values_list("operation", "data")
    return events[0]


def test_a_population_names_its_source_and_day(survey):
    day = date(2025, 12, 31)
    stored = change_population(survey=survey, population=1240, source=" Buku  tamu ", taken_on=day, by=None)
    assert (stored.population, stored.population_source, stored.population_on) == (1240, "Buku tamu", day)
    assert trail() == (
        "change_population",
        {"from": None, "to": 1240, "source": "Buku tamu", "on": "2025-12-31"},
    )
    change_population(survey=survey, population=None, source="", taken_on=None, by=None)
    for source, taken_on in (("", day), ("Buku tamu", None)):
        with refused(BadInput, "population_source"):
            change_population(survey=survey, population=10, source=source, taken_on=taken_on, by=None)
    with refused(BadInput, "population_range"):
        change_population(survey=survey, population=0, source="x", taken_on=day, by=None)


def test_a_team_is_kept_and_its_names_stay_out_of_the_trail(survey):
    stored = change_team(survey=survey, team=Team("Sekda", "Kabag", ("A", "B"), ("C",)), by=None)
    assert read_team(stored.team).chair == "Kabag"
    assert trail() == ("change_team", {"members": 2, "secretariat": 1})


def test_dates_move_the_plan_and_an_opened_survey_keeps_its_first_day(survey):
    stored = change_dates(survey=survey, window=WINDOW, by=None)
    assert (window_of(stored), stored.schedule["stages"][1]["days"]) == (WINDOW, 40)
    open_survey(survey=survey, by=None)
    longer = Window(WINDOW.opens_on, date(2026, 3, 31), date(2026, 4, 10))
    assert window_of(change_dates(survey=survey, window=longer, by=None)) == longer
    with refused(NotNow, "survey_opened"):
        change_dates(
            survey=survey, window=Window(date(2026, 1, 6), *list(vars(longer).values())[1:]), by=None
        )


def test_an_opened_survey_without_dates_can_be_given_some():
    survey = make_survey(make_unit(make_agency()), "2026-Q1")
    with refused(NotNow, "survey_undated"):
        change_phases(survey=survey, days=(1, 1, 1, 1), by=None)
    open_survey(survey=survey, by=None)
    assert window_of(change_dates(survey=survey, window=WINDOW, by=None)) == WINDOW


def test_own_phases_are_kept(survey):
    stored = change_phases(survey=survey, days=(2, 6, 3, 4), by=None)
    assert (stored.schedule["is_own"], stored.schedule["days"]) == (True, [2, 6, 3, 4])
    assert [stage["days"] for stage in stored.schedule["stages"]] == [2, 64, 3, 4]
    with refused(BadInput, "phase_days"):
        change_phases(survey=survey, days=(0, 6, 3, 4), by=None)


def test_what_was_handed_in_is_locked(survey):
    Survey.objects.update(state="submitted")
    with refused(NotNow, "details_locked"):
        change_team(survey=survey, team=Team(), by=None)
