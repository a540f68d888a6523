"""A form of the office that is one column of fields: what is asked, what was typed, what is wrong with it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseRedirect
from django.utils.translation import gettext

from puas.errors import BadInput, Conflict, NotNow, PuasError
from puas.methodology.numbers import parse_count
from puas.web.office.doors import StaffRequest
from puas.web.pages import render_page

Option = tuple[str, str]
"""A value and what people read."""


@dataclass
class Field:
    """One field. `kind`: text, number, date, long, select, checks (several), check (yes or nothing)."""

    name: str
    label: str
    kind: str = "text"
    hint: str = ""
    value: str = ""
    values: tuple[str, ...] = ()
    options: Sequence[Option] = ()
    is_optional: bool = False
    limit: int = 200
    error: str = ""


@dataclass
class Form:
    """A page with one form. `notes` say what will happen; `facts` are shown above it."""

    title: str
    overline: str
    fields: Sequence[Field]
    button: str
    back: str
    crumbs: Sequence[tuple[str, str]]
    notes: Sequence[str] = ()
    is_final: bool = False
    error: str = ""
    given: dict[str, str] = field(default_factory=dict)

    def read(self, sent: Any) -> None:
        """Take over what was sent."""
        for one in self.fields:
            if one.kind == "checks":
                one.values = tuple(sent.getlist(one.name))
            else:
                one.value = sent.get(one.name, "").strip()[: one.limit]
        self.given = {one.name: one.value for one in self.fields}

    def chosen(self, name: str) -> tuple[str, ...]:
        """Return the values that were ticked."""
        return next(one.values for one in self.fields if one.name == name)

    def refuse(self, refusal: PuasError) -> None:
        """Show a refusal at its field, or above the form when it belongs to none."""
        sentence = gettext(refusal.message).format(**refusal.data)
        at = next((one for one in self.fields if one.name == refusal.data.get("field")), None)
        if at is None:
            self.error = sentence
        else:
            at.error = sentence


def answer_form(
    request: StaffRequest, form: Form, act: Callable[[Form], str], context: Mapping[str, Any] | None = None
) -> HttpResponse:
    """Show a form, or do what it asks and go to the address that `act` returns; a refusal is shown in it."""
    status = 200
    if request.method == "POST":
        form.read(request.POST)
        try:
            return HttpResponseRedirect(act(form), status=303)
        except (BadInput, Conflict, NotNow) as refusal:
            form.refuse(refusal)
            status = 422
    return render_page(request, "office/form.html", {"form": form, **(context or {})}, status=status)


def read_count(text: str, name: str, *, least: int = 0, most: int = 2_000_000_000) -> int | None:
    """Return a whole number, None for an empty field; BadInput at the field `name`."""
    if not text:
        return None
    try:
        number = parse_count(text)
    except BadInput:
        number = least - 1
    if not least <= number <= most:
        raise BadInput("count_field", "Tulis bilangan bulat, seperti 4.087.", field=name)
    return number


def read_day(text: str, name: str) -> date | None:
    """Return a day, None for an empty field; BadInput at the field `name`."""
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise BadInput("day_field", "Tulis tanggal seperti 2026-01-31.", field=name) from error


def require_day(text: str, name: str) -> date:
    """Return a day; BadInput at the field `name` when there is none."""
    found = read_day(text, name)
    if found is None:
        raise BadInput("day_missing", "Isi tanggalnya.", field=name)
    return found
