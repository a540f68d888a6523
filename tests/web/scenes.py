"""What most tests of pages start from."""

import time
from dataclasses import dataclass

from django.test import Client

from puas.lifecycles import SurveyState
from puas.models import Agency, Result, Role, Survey, Unit, User
from puas.operations.periods import ensure_period
from puas.operations.publications import publish_period
from puas.operations.results import compute_agency, compute_result
from puas.operations.surveys import close_survey
from tests.factories import hand_in, make_agency, make_open_survey, make_responses, make_unit, make_user

PERIOD = "2023-Q2"


def make_units(count: int) -> tuple[Agency, list[Unit]]:
    """Make an agency with `count` units, "Dinas 1" first."""
    agency = make_agency()
    return agency, [make_unit(agency, f"Dinas {n}", number=n) for n in range(1, count + 1)]


def measure(unit: Unit, period: str = PERIOD, *scores: int) -> Result:
    """Give a unit one answer for each of `scores` (the same score for all nine), close and compute."""
    survey = make_open_survey(unit, period)
    make_responses(survey, *((score,) * 9 for score in scores or (4,)))
    close_survey(survey=survey, by=None)
    return compute_result(unit=unit, period=survey.period, by=None)


def publish(agency: Agency, period: str = PERIOD) -> None:
    """Compute the agency and publish everything of a period."""
    row = ensure_period(period)
    compute_agency(agency=agency, period=row, by=None)
    for survey in Survey.objects.filter(unit__agency=agency, period=row, state=SurveyState.CLOSED.value):
        hand_in(survey)
    publish_period(agency=agency, period=row, by=None, reason="")


def publish_units(count: int, period: str = PERIOD) -> tuple[Agency, list[Unit]]:
    """Make, measure and publish `count` units with indices 100, 75, 50 and again."""
    agency, units = make_units(count)
    for place, unit in enumerate(units):
        measure(unit, period, 4 - place % 3)
    publish(agency, period)
    return agency, units


@dataclass
class Office:
    """An agency with two units, its coordinator, an officer of the first unit, and nobody's account."""

    agency: Agency
    units: list[Unit]
    survey: Survey
    coordinator: User
    officer: User
    stranger: User


def make_office(count: int = 2) -> Office:
    """Make the cast of the office tests; the first unit's survey is open."""
    agency, units = make_units(count)
    root = Unit.objects.get(agency=agency, parent=None)
    return Office(
        agency,
        units,
        make_open_survey(units[0], PERIOD, population=100),
        make_user("koordinator", Role.COORDINATOR, root),
        make_user("petugas", Role.OFFICER, units[0]),
        make_user("orang-lain"),
    )


def signed_in(user: User) -> Client:
    """Return a browser in which `user` signed in with a password just now."""
    client = Client()
    client.force_login(user)
    session = client.session
    record = {"method": "password", "at": time.time(), "username": user.get_username()}
    session["account_authentication_methods"] = [record]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    return client
