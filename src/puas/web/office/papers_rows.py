"""The columns of the entry grid: what is typed for each field of a sheet, and how it is read.

A choice is typed as the number that is printed in front of it; "0" or "-" is a field left open.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language, gettext

from puas.errors import BadInput
from puas.methodology.instruments import Instrument, Item, ProfileField, Rating
from puas.models import Service
from puas.queries.paper_batches import COMMENT, DATE, SERVICE

OPEN = ("", "0", "-")
_DAY = re.compile(r"(\d{1,2})[-/. ]?(\d{1,2})[-/. ]?(\d{4})")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


@dataclass(frozen=True)
class Column:
    """One field of a sheet. `options` are (number printed, label, value kept); `most` the highest number."""

    key: str
    kind: str
    title: str
    label: str
    options: tuple[tuple[int, str, Any], ...] = ()
    limit: int = 0

    @property
    def most(self) -> int:
        return max((number for number, _, _ in self.options), default=0)

    @property
    def letters(self) -> int:
        """How many letters fit into the box."""
        if self.kind in ("score", "choice"):
            return len(str(self.most))
        return {"date": 10, "multiple": 40, "number": len(str(self.limit))}.get(self.kind, self.limit)

    @property
    def advances(self) -> int:
        """The highest number after which the grid moves on by itself; 0 when it never does."""
        return self.most if self.kind in ("score", "choice") else 0


def columns_of(instrument: Instrument, services: Sequence[Service]) -> tuple[Column, ...]:
    """Return the fields of a sheet in the order in which they are printed."""
    language = _language(instrument)
    return (
        Column(DATE, "date", gettext("Tanggal"), gettext("Tanggal pengisian")),
        *_service_column(services),
        *(_profile_column(field, language) for field in instrument.profile),
        *(_item_column(item, language) for item in instrument.items),
        *(_rating_column(rating, n, language) for n, rating in enumerate(instrument.ratings, 1)),
        Column(COMMENT, "text", gettext("Saran"), gettext("Saran, kritik, atau apresiasi"), limit=2000),
    )


def _language(instrument: Instrument) -> str:
    chosen = get_language() or "id"
    return chosen if chosen in instrument.languages else "id"


def _service_column(services: Sequence[Service]) -> tuple[Column, ...]:
    if not services:
        return ()
    options = tuple((number, service.name, service.pk) for number, service in number_services(services))
    return (Column(SERVICE, "choice", gettext("Layanan"), gettext("Layanan yang diterima"), options),)


def number_services(services: Sequence[Service]) -> list[tuple[int, Service]]:
    """Return the services with their numbers, in the order in which they were made: they never change."""
    return list(enumerate(sorted(services, key=lambda service: service.pk), 1))


def _profile_column(field: ProfileField, language: str) -> Column:
    options = tuple(
        (number, option.label[language], option.key) for number, option in enumerate(field.options, 1)
    )
    kind = {"integer": "number"}.get(field.kind, field.kind)
    label = field.label[language]
    return Column(field.key, kind, label.split(" (")[0], label, options, field.high)


def _item_column(item: Item, language: str) -> Column:
    options = tuple((score, label, score) for score, label in enumerate(item.labels[language], 1))
    return Column(item.key, "score", item.key, item.subject, options)


def _rating_column(rating: Rating, place: int, language: str) -> Column:
    options = tuple((number, str(number), number) for number in range(rating.low, rating.high + 1))
    title = gettext("Percaya {place}").format(place=place)
    return Column(rating.key, "choice", title, rating.label[language], options, rating.high)


def parse_row(columns: Sequence[Column], typed: Mapping[str, str]) -> dict[str, Any]:
    """Return the content of a sheet from what was typed; BadInput with `field` for what cannot be read."""
    values = {column.key: _parse(column, typed.get(column.key, "").strip()) for column in columns}
    return {key: value for key, value in values.items() if value is not None}


def _parse(column: Column, text: str) -> Any:
    if column.kind == "text":
        return text or None
    if text in OPEN and not (column.options and column.options[0][0] == 0):
        return None
    if column.kind in ("score", "choice"):
        return _pick(column, text)
    if column.kind == "multiple":
        return [_pick(column, part) for part in re.split(r"[,; ]+", text) if part]
    if column.kind == "date":
        return _parse_day(column, text)
    if not (text.isascii() and text.isdecimal()):
        raise BadInput("paper_number", "“{value}” bukan angka.", field=column.key, value=text)
    return int(text)


def _pick(column: Column, text: str) -> Any:
    for number, _, value in column.options:
        if text == str(number):
            return value
    raise BadInput(
        "paper_choice",
        "“{value}” bukan pilihan; ketik angka 1 sampai {most}, atau 0 bila tidak dijawab.",
        field=column.key,
        value=text,
        most=column.most,
    )


def _parse_day(column: Column, text: str) -> str:
    if _ISO.fullmatch(text):
        return text
    if found := _DAY.fullmatch(text):
        day, month, year = found.groups()
        return f"{year}-{int(month):02d}-{int(day):02d}"
    raise BadInput(
        "paper_day", "“{value}” bukan tanggal; ketik seperti 20-11-2026.", field=column.key, value=text
    )


def print_row(columns: Sequence[Column], content: Mapping[str, Any]) -> dict[str, str]:
    """Return what would be typed for a content: the way back of `parse_row`."""
    return {column.key: print_typed(column, content.get(column.key)) for column in columns}


def print_typed(column: Column, value: Any) -> str:
    """Return what is typed for one value; nothing for a field left open."""
    if value is None:
        return ""
    if column.kind == "multiple":
        return ", ".join(str(number) for number, _, kept in column.options if kept in value)
    if column.kind == "date":
        return "-".join(reversed(str(value).split("-")))
    return next((str(number) for number, _, kept in column.options if kept == value), str(value))


def say_value(column: Column, value: Any) -> str:
    """Return a value as people read it: the number with its label."""
    typed = print_typed(column, value)
    if not typed:
        return gettext("(kosong)")
    label = next((label for _, label, kept in column.options if kept == value), "")
    return typed if label in ("", typed) else f"{typed} = {label}"
