"""The fields of an office form: label, hint, what was typed, what is wrong with it."""

import datetime
from dataclasses import dataclass

from puas.errors import BadInput


@dataclass(frozen=True)
class Input:
    """One field. `kind` is text, number, date, long or choice; `options` are (value, label) of a choice."""

    name: str
    label: str
    value: str = ""
    hint: str = ""
    error: str = ""
    kind: str = "text"
    options: tuple[tuple[str, str], ...] = ()
    is_optional: bool = False
    limit: int = 200


def parse_day(text: str) -> datetime.date:
    """Return the day that a date field sent. BadInput `day_unreadable`."""
    try:
        return datetime.date.fromisoformat(text.strip())
    except ValueError as error:
        raise BadInput(
            "day_unreadable", "Tulis tanggal seperti 2026-03-31, atau pilih dari kalender."
        ) from error


def parse_days(text: str) -> int:
    """Return a whole number of days, negative ones too. BadInput `days_unreadable`."""
    try:
        days = int(text.strip())
    except ValueError as error:
        raise BadInput("days_unreadable", "Tulis banyaknya hari sebagai bilangan bulat.") from error
    if abs(days) > 1000:
        raise BadInput("days_unreadable", "Tulis banyaknya hari sebagai bilangan bulat.")
    return days
