"""Links to a unit's form."""

from typing import Any

from puas.models import FormLink, Unit
from puas.operations.form_links import create_form_link
from puas.operations.visit_codes import create_visit_codes
from puas.queries.visit_codes import derive_slips


def make_form_link(unit: Unit, name: str = "Loket 1", **fields: Any) -> FormLink:
    """Make an open, standing link."""
    return create_form_link(unit=unit, name=name, by=None, **fields)


def make_slips(
    unit: Unit, count: int = 3, name: str = "Loket 1", **fields: Any
) -> tuple[FormLink, list[str]]:
    """Make a batch of one-time codes; return its link and the codes in the order of their numbers."""
    link = create_visit_codes(unit=unit, name=name, count=count, by=None, **fields)
    return link, [code for _, code in derive_slips(link, 1, count)]
