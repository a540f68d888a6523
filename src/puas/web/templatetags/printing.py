"""How pages print numbers, dates, states and addresses. A built-in of every template."""

import datetime
import hashlib
from collections.abc import Sequence
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

from django import template
from django.contrib.staticfiles import finders
from django.db.models import Model
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.dateformat import format as format_date
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_noop

from puas.lifecycles import SurveyState
from puas.methodology.numbers import Number, format_number
from puas.methodology.periods import Period
from puas.methodology.plans import Timing, timing_of
from puas.queries.audit_searches import HISTORY, object_history
from puas.queries.realisations import ItemStatus
from puas.web.audit_words import describe_event
from puas.web.charts import print_element
from puas.web.languages import link_in

WAITING = gettext_noop("Menunggu dipastikan")
DUE_WORDS = {Timing.DUE: gettext_noop("Jatuh tempo triwulan ini"), Timing.OVERDUE: gettext_noop("Terlambat")}
METHODS = {"online": gettext_noop("SKM daring"), "offline": gettext_noop("SKM luring (manual)")}
PERIOD_WORDS = (gettext_noop("Triwulan"), gettext_noop("Semester"), gettext_noop("Tahun"))

register = template.Library()

ZONES = {7: "WIB", 8: "WITA", 9: "WIT"}
"""The three times of Indonesia, by hours ahead of UTC."""


@register.filter
def number(value: Number | str | None, places: int = 2) -> str:
    """Print a number the Indonesian way, "88,31"; what is unknown as a dash."""
    if value is None or value == "":
        return "–"
    return format_number(Fraction(value) if isinstance(value, str) else value, places)


@register.filter
def count(value: int | None) -> str:
    """Print a count of people or units, "4.087"."""
    return number(value, 0)


@register.filter
def day(value: datetime.date | datetime.datetime | None) -> str:
    """Print a day, "20 November 2026"."""
    if value is None:
        return "–"
    local = timezone.localtime(value) if isinstance(value, datetime.datetime) else value
    return format_date(local, "j F Y")


@register.filter
def moment(value: datetime.datetime | None) -> str:
    """Print a day and a time of the clock, "20 November 2026 pukul 14.30 WIB"."""
    if value is None:
        return "–"
    local = timezone.localtime(value)
    hours = int((local.utcoffset() or datetime.timedelta()).total_seconds() // 3600)
    return gettext("{day} pukul {time} {zone}").format(
        day=format_date(local, "j F Y"), time=local.strftime("%H.%M"), zone=ZONES.get(hours, local.tzname())
    )


@register.filter("period")
def print_period(value: Period) -> str:
    """Print a period, "Triwulan I 2023"; in English "Quarter I 2023"."""
    word, _, rest = value.label.partition(" ")
    return f"{gettext(word)} {rest}"


@register.filter
def element(name: str) -> str:
    """Print an element's name in the page's language."""
    return print_element(name)


@register.filter
def method(methods: Sequence[str]) -> str:
    """Print how answers were collected, as recaps call it."""
    return ", ".join(gettext(METHODS.get(name, name)) for name in methods) or "–"


@register.filter
def said(sentence: object) -> str:
    """Print a sentence that comes from below (a state, a rule, a grade) in the page's language."""
    return gettext(str(sentence)) if sentence else ""


@register.filter
def told(reason: Any) -> str:
    """Print a sentence with its places filled (a refusal, a reason) in the page's language."""
    if not reason:
        return ""
    data = {
        name: gettext(value) if value and isinstance(value, str) else value
        for name, value in reason.data.items()
    }
    return gettext(reason.message).format(**data)


@register.simple_tag
def chip(state: str) -> SafeString:
    """Print the status chip of a survey state."""
    return format_html('<span class="chip chip--{}">{}</span>', state, gettext(SurveyState(state).label))


@register.simple_tag
def item_chip(status: ItemStatus) -> SafeString:
    """Print the status chip of an activity; "done" counts only when a second person confirmed it."""
    if status.is_waiting:
        return format_html('<span class="chip chip--submitted">{}</span>', gettext(WAITING))
    look = "confirmed" if status.is_done else status.state.value
    return format_html('<span class="chip chip--{}">{}</span>', look, gettext(status.state.label))


@register.simple_tag
def due_chip(status: ItemStatus, today: datetime.date) -> SafeString:
    """Print that an activity is late, or due in this quarter; nothing for one that is settled or later."""
    timing = timing_of(status.item.pure_quarters, today)
    if not status.is_open or timing not in DUE_WORDS:
        return SafeString("")
    return format_html('<span class="chip chip--{}">{}</span>', timing.value, gettext(DUE_WORDS[timing]))


@register.simple_tag
def grade(letter: str, performance: str = "") -> SafeString:
    """Print a grade's letter in its box, read out as "Mutu B"; a dash when there is none."""
    spoken = gettext("Mutu {letter}").format(letter=letter) if letter else gettext("Belum ada mutu")
    title = f"{spoken}: {performance}" if performance else spoken
    return format_html(
        '<span class="grade{}"><span aria-hidden="true">{}</span>'
        '<span class="hidden-visually">{}</span></span>',
        f" grade--{letter}" if letter else "",
        letter or "–",
        title,
    )


@register.simple_tag
def link(name: str, *args: str) -> str:
    """Return the address of a citizens' page in the language of this one."""
    return link_in(translation.get_language(), reverse(name, args=args))


@cache
def _fingerprint(path: str) -> str:
    found = finders.find(path)
    assert found is not None, f"{path} is not among the static files"
    return hashlib.sha256(Path(found).read_bytes()).hexdigest()[:12]


@register.simple_tag
def asset(path: str) -> str:
    """Return the address of a static file with its fingerprint, so that browsers may keep it for a year."""
    return f"{static(path)}?v={_fingerprint(path)}"


@register.inclusion_tag("components/history.html")
def history(subject: Model) -> dict[str, object]:
    """Show what was done to an object, newest first, folded. One query."""
    events = object_history(subject)
    return {"events": [describe_event(event) for event in events], "is_cut": len(events) == HISTORY}
