"""A unit with a measured survey, so that something can be planned, and the people around it."""

from dataclasses import dataclass

from puas.models import Agency, Role, Survey, Unit, User
from tests.factories import make_user
from tests.factories.plans import SCORES
from tests.factories.results import make_result
from tests.web.scenes import PERIOD, make_units, signed_in

__all__ = ["Scene", "make_scene", "signed_in"]


@dataclass
class Scene:
    """`unit` has a closed survey with a result; the officer plans there, the coordinator everywhere."""

    agency: Agency
    unit: Unit
    other: Unit
    survey: Survey
    officer: User
    coordinator: User

    @property
    def plan(self) -> str:
        """The address of the unit's plan."""
        return f"/kantor/unit/{self.unit.pk}/rencana/{PERIOD}/"


def make_scene() -> Scene:
    """Make an agency with two units; U4, U3 and U2 are the lowest of the first."""
    agency, (unit, other) = make_units(2)
    result = make_result(unit, SCORES)
    survey = Survey.objects.get(unit=unit, period=result.period)
    root = Unit.objects.get(agency=agency, parent=None)
    return Scene(
        agency,
        unit,
        other,
        survey,
        make_user("petugas", Role.OFFICER, unit),
        make_user("koordinator", Role.COORDINATOR, root),
    )
