"""What the script of the form adds to an answer: when it was given, and how long it took.

Both come from a clock that may be wrong and neither is worth losing an answer for: what cannot be read or
cannot be true is unknown. A clock that runs ahead is the operation's matter (`CLOCK_AHEAD`).
"""

from datetime import datetime, timedelta

from django.utils import timezone

from puas.web.public.questions import Given

GIVEN_AT = "waktu_isi"
SECONDS = "detik"
LONGEST_WAIT = timedelta(days=366)
"""An answer that claims to have waited on a phone for longer was given on a device whose clock is wrong."""
MOST_SECONDS = 24 * 3600


def read_given_at(sent: Given) -> datetime | None:
    """Return when the answer was given; None when the page did not say, or said nothing that can be true."""
    try:
        given = datetime.fromisoformat((sent.get(GIVEN_AT) or [""])[0])
    except ValueError:
        return None
    if timezone.is_naive(given) or given < timezone.now() - LONGEST_WAIT:
        return None
    return given


def read_seconds(sent: Given) -> int | None:
    """Return the seconds from opening the form to sending it; None when unknown or longer than a day."""
    given = (sent.get(SECONDS) or [""])[0]
    if not (given.isascii() and given.isdecimal() and len(given) < 8):
        return None
    return int(given) if int(given) <= MOST_SECONDS else None
