"""Agencies and units."""

from typing import Any

from puas.models import Agency, Unit, UnitKind
from puas.operations.agencies import create_agency
from puas.operations.units import create_unit


def make_agency(name: str = "Kota Contoh", **fields: Any) -> Agency:
    """Make an agency and its root unit."""
    return create_agency(name=name, by=None, **fields)


def make_unit(agency: Agency, name: str = "Dinas Satu", parent: Unit | None = None, **fields: Any) -> Unit:
    """Make a unit under `parent`, or right under the agency's root."""
    kind = UnitKind.UPP if parent else UnitKind.OPD
    return create_unit(agency=agency, name=name, parent=parent, by=None, **{"kind": kind, **fields})
