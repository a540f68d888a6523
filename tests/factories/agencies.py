"""Agencies and units."""

from typing import Any

from puas.lifecycles import Need
from puas.models import Agency, Unit, UnitKind
from puas.operations.agencies import create_agency
from puas.operations.units import create_unit


def make_agency(name: str = "Kota Contoh", **fields: Any) -> Agency:
    """Make an agency and its root unit; of the needs of a step it asks only that the tray is decided.

    Most tests are about something else than plans and findings; those that are not give a policy.
    """
    return create_agency(name=name, by=None, **{"policy": {"needs": [Need.TRAY]}, **fields})


def make_unit(agency: Agency, name: str = "Dinas Satu", parent: Unit | None = None, **fields: Any) -> Unit:
    """Make a unit under `parent`, or right under the agency's root."""
    kind = UnitKind.UPP if parent else UnitKind.OPD
    return create_unit(agency=agency, name=name, parent=parent, by=None, **{"kind": kind, **fields})
