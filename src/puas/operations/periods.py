"""Period rows, made when first needed; they follow from the calendar, so nobody decides about them."""

from puas.methodology import periods
from puas.models import Period


def ensure_period(period: periods.Period | str) -> Period:
    """Return the row of a period, given as such or as its code; BadInput for a code that is none."""
    pure = periods.parse_period(period) if isinstance(period, str) else period
    row, _ = Period.objects.get_or_create(
        code=pure.code,
        defaults={
            "kind": pure.kind.value,
            "year": pure.year,
            "number": pure.number,
            "starts": pure.starts,
            "ends": pure.ends,
        },
    )
    return row
