"""A small city for the browser: real-looking names, figures that are plainly an example, always the same."""

from dataclasses import dataclass

from puas.methodology.plans import next_quarter, quarter_of
from puas.models import Agency, Period, Role, Survey, Unit, UnitKind, User
from puas.operations.periods import ensure_period
from puas.operations.publications import publish_period
from puas.operations.results import compute_agency, compute_result
from puas.operations.surveys import close_survey
from puas.queries.plans import find_standing_result, propose_priorities
from tests.factories import (
    hand_in,
    make_agency,
    make_open_survey,
    make_responses,
    make_survey,
    make_unit,
    make_user,
)
from tests.factories.plans import make_item

NAMES = (
    "Dinas Kependudukan dan Pencatatan Sipil",
    "Dinas Kesehatan",
    "Dinas Penanaman Modal dan PTSP",
    "Dinas Perhubungan",
    "Kecamatan Timur",
    "Kecamatan Barat",
)
CHILDREN = ("Puskesmas Melati", "Puskesmas Kenanga")
# How many in ten answer 4, for each unit; the rest answer 3, two of them 2 where the unit is weak.
SHARES = (6, 5, 9, 7, 2, 5, 8, 1)
FIRST, SECOND, RUNNING = "2026-Q1", "2026-Q2", "2026-Q3"


@dataclass
class City:
    """What the browser tests need to know."""

    agency: Agency
    units: list[Unit]
    running: Survey
    coordinator: User
    officer: User


def make_city() -> City:
    """Make it: eight units, two published quarters, the third open at one unit and planned at others."""
    agency = make_agency("Kota Contoh")
    units = [make_unit(agency, name, number=place) for place, name in enumerate(NAMES, 1)]
    units += [
        make_unit(agency, name, parent=units[1], number=place)
        for place, name in enumerate(CHILDREN, len(NAMES) + 1)
    ]
    for period, better in ((FIRST, 0), (SECOND, 1)):
        _measure(agency, units, period, better)
    running = make_open_survey(units[1], RUNNING, population=900)
    make_responses(running, *_scores(6, 0, 143))
    for unit in units[2:4]:
        make_survey(unit, RUNNING, population=900)
    root = Unit.objects.get(agency=agency, kind=UnitKind.AGENCY)
    coordinator = make_user("koordinator", Role.COORDINATOR, root)
    make_survey(units[0], RUNNING, population=137)
    return City(agency, units, running, coordinator, make_user("petugas", Role.OFFICER, units[0]))


def _measure(agency: Agency, units: list[Unit], period: str, better: int) -> None:
    row = ensure_period(period)
    for place, unit in enumerate(units):
        survey = make_open_survey(unit, period, population=300)
        make_responses(survey, *_scores(SHARES[place] + better, place, 100 + 7 * place))
        close_survey(survey=survey, by=None)
    for unit in reversed(units):
        compute_result(unit=unit, period=row, by=None)
    _plan(units[0], row)
    for survey in Survey.objects.filter(unit__in=units, period=row):
        hand_in(survey)
    compute_agency(agency=agency, period=row, by=None)
    publish_period(agency=agency, period=row, by=None)


def _plan(unit: Unit, period: Period) -> None:
    """Plan one activity for each of the lowest elements, before the plan is locked."""
    for key in propose_priorities(find_standing_result(unit, period)):
        quarters = (next_quarter(quarter_of(period.ends)).code,)
        make_item(unit, period.code, key, text=f"Memperbaiki {key} {period.code}", quarters=quarters)


def _scores(share: int, shift: int, count: int) -> list[tuple[int, ...]]:
    """Return `count` answers in which element k gets a 4 in about (share + k's own tilt) of ten answers."""
    tilts = (0, -1, -2, 3, 0, 1, 2, -3, -1)

    def score(number: int, item: int) -> int:
        if (number * 3 + item * 7 + shift) % 10 < share + tilts[item]:
            return 4
        return 2 if number % 9 == item else 3

    return [tuple(score(number, item) for item in range(9)) for number in range(count)]
