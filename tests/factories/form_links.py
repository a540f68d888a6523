"""Links to a unit's form."""

from typing import Any

from puas.models import FormLink, Unit
from puas.operations.form_links import create_form_link


def make_form_link(unit: Unit, name: str = "Loket 1", **fields: Any) -> FormLink:
    """Make an open, standing link."""
    return create_form_link(unit=unit, name=name, by=None, **fields)
