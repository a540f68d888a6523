"""What came from a kiosk today, for the staff who look after it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Max
from django.utils import timezone

from puas.models import FormLink, HeldResponse, Response
from puas.queries.held_responses import undecided


@dataclass(frozen=True)
class KioskDay:
    """The answers of one local day: counted ones, when the last one came, and those that wait in the tray."""

    answers: int
    last_at: datetime | None
    held: int


def describe_kiosk_day(link: FormLink, now: datetime) -> KioskDay:
    """Return what came by `link` on the day of `now`, in the agency's time zone. Two queries."""
    start = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    day = {"link": link, "received_at__gte": start, "received_at__lt": start + timedelta(days=1)}
    # through the unit's surveys, because links have no index
    stored = Response.objects.filter(survey__unit=link.unit_id, **day).order_by()
    found = stored.aggregate(answers=Count("id"), last_at=Max("received_at"))
    held = undecided(HeldResponse.objects.filter(survey__unit=link.unit_id, **day)).count()
    return KioskDay(found["answers"], found["last_at"], held)
