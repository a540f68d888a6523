"""What the script of the form adds to an answer: when it was given, how long it took, and from which phone.

None of it is worth losing an answer for, and a clock may be wrong: what cannot be read is unknown. A time
that cannot be true is the operation's matter (`believe_time`, `CLOCK_AHEAD`).
"""

from datetime import datetime
from uuid import UUID

from django.utils import timezone

from puas.web.public.questions import Given

GIVEN_AT = "waktu_isi"
SECONDS = "detik"
DEVICE = "perangkat"
MOST_SECONDS = 24 * 3600


def read_given_at(sent: Given) -> datetime | None:
    """Return when the device says the answer was given; None when it did not say."""
    try:
        given = datetime.fromisoformat((sent.get(GIVEN_AT) or [""])[0])
    except ValueError:
        return None
    return None if timezone.is_naive(given) else given


def read_seconds(sent: Given) -> int | None:
    """Return the seconds from opening the form to sending it; None when unknown or longer than a day."""
    given = (sent.get(SECONDS) or [""])[0]
    if not (given.isascii() and given.isdecimal() and len(given) < 8):
        return None
    return int(given) if int(given) <= MOST_SECONDS else None


def read_device(sent: Given) -> str:
    """Return the number that the phone made up for today; "" when there is none: no script, or no storage."""
    try:
        return str(UUID((sent.get(DEVICE) or [""])[0]))
    except ValueError:
        return ""
