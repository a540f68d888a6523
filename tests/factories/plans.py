"""Follow-up plans and what becomes of them."""

from typing import Any

from puas.lifecycles import ItemState
from puas.methodology.plan_items import ItemContent
from puas.models import PlanItem, Progress, Unit, User
from puas.operations.periods import ensure_period
from puas.operations.plans import add_item
from puas.operations.realisations import confirm_progress, report_progress

SCORES = (4, 3, 2, 1, 4, 3, 4, 4, 4)
"""Answers after which U4, U3 and U2 are the lowest; U6 is as low as U2."""
LOWEST = ("U4", "U3", "U2")


def make_content(
    element: str = "U4", text: str = "Papan tarif di setiap loket", **fields: Any
) -> ItemContent:
    """Return a plain activity for the quarter after 2023-Q2."""
    given = {"quarters": ("2023-Q3",), "person": "Kepala Seksi Pelayanan"} | fields
    return ItemContent(element=element, text=text, **given)


def make_item(
    unit: Unit, period: str = "2023-Q2", element: str = "U4", by: User | None = None, **fields: Any
) -> PlanItem:
    """Add an activity to the unit's plan of a period that has a result."""
    content = make_content(element, **{"text": f"Memperbaiki {element} di {unit.name}", **fields})
    return add_item(unit=unit, period=ensure_period(period), content=content, by=by)


def report(
    item: PlanItem, state: ItemState = ItemState.DONE, by: User | None = None, **fields: Any
) -> Progress:
    """Report progress of an item."""
    given = {"note": "Sudah dipasang", **fields}
    return report_progress(item=item, state=state, by=by, **given)


def finish(item: PlanItem, confirmer: User) -> Progress:
    """Report an item as done, and have it confirmed."""
    made = report(item)
    confirm_progress(progress=made, is_accepted=True, by=confirmer)
    return made
