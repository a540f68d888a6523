"""Periods by their code."""

from puas.errors import NotFound
from puas.models import Period


def find_period(code: str) -> Period:
    """Return the period of a code like 2023-Q2; NotFound `period_unused` when nothing was ever in it."""
    period = Period.objects.filter(code=code).first()
    if period is None:
        raise NotFound("period_unused", "Periode “{period}” belum ada isinya.", period=code)
    return period
