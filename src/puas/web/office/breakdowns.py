"""A result in parts: by channel, service and profile; and how its elements go together."""

from fractions import Fraction
from typing import Any

from django.http import HttpResponse
from django.utils import translation
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from puas.methodology.breakdowns import GroupIndex, rank_pairs
from puas.methodology.grades import grade_of
from puas.methodology.instruments import Instrument, ProfileField
from puas.methodology.precision import correlate_elements
from puas.methodology.profile_groups import AGE_BANDS, ENOUGH, UNKNOWN
from puas.models import Result
from puas.queries.breakdowns import (
    CHANNEL,
    SERVICE,
    Breakdown,
    find_breakdown,
    find_instrument,
    questions_of,
)
from puas.queries.histories import find_result
from puas.web.charts import print_element
from puas.web.group_names import CHANNEL_NAMES
from puas.web.office.doors import StaffRequest, staff_only
from puas.web.pages import render_page
from puas.web.templatetags.printing import number

STRONGEST = 3
WEAK, STRONG = Fraction("0.3"), Fraction("0.7")


@staff_only
@require_safe
def respondents(request: StaffRequest, result_id: int) -> HttpResponse:
    """Show who answered by one question at a time, with each group's index; small groups are hidden."""
    found = find_result(request.user, result_id)
    instrument = find_instrument(found)
    seen = find_breakdown(found, instrument, request.GET.get("menurut", CHANNEL))
    context = {
        **_frame(found, "respondents"),
        "seen": seen,
        "questions": [(key, _title(key, field)) for key, field in questions_of(instrument)],
        "title": _title(seen.by, seen.field),
        "rows": [(_name(seen, group), group, _grade(group)) for group in seen.groups],
        "hidden": sum(group.is_hidden for group in seen.groups),
        "allows_several": seen.field is not None and seen.field.kind == "multiple",
        "has_moved": seen.counted != found.respondents,
    }
    return render_page(request, "office/result_respondents.html", context)


@staff_only
@require_safe
def relations(request: StaffRequest, result_id: int) -> HttpResponse:
    """Show how every element goes together with every other one, and the strongest pairs in words."""
    found = find_result(request.user, result_id)
    instrument = find_instrument(found)
    tally = found.pure_tally
    assert tally is not None
    table, names = correlate_elements(tally), {e.key: e.name for e in instrument.elements}
    context = {
        **_frame(found, "relations"),
        "keys": list(names),
        "rows": [(key, name, row) for (key, name), row in zip(names.items(), table, strict=True)],
        "sentences": _say_pairs(found, instrument, names),
        "is_small": tally.respondents < ENOUGH,
        "enough": ENOUGH,
    }
    return render_page(request, "office/result_relations.html", context)


def _frame(found: Result, tab: str) -> dict[str, Any]:
    return {"found": found, "unit": found.unit, "period": found.period.pure, "tab": tab, "is_counted": True}


def _say_pairs(found: Result, instrument: Instrument, names: dict[str, str]) -> list[str]:
    tally = found.pure_tally
    assert tally is not None
    sentences = {
        True: gettext(
            "Orang yang menilai “{first}” tinggi cenderung menilai “{second}” tinggi juga: {words}."
        ),
        False: gettext("Orang yang menilai “{first}” tinggi cenderung menilai “{second}” rendah: {words}."),
    }
    return [
        sentences[pair.strength >= 0].format(
            first=print_element(names[pair.first]),
            second=print_element(names[pair.second]),
            words=f"{_say_strength(Fraction(pair.strength))} ({number(pair.strength)})",
        )
        for pair in rank_pairs(tally, instrument)[:STRONGEST]
    ]


def _say_strength(strength: Fraction) -> str:
    if abs(strength) >= STRONG:
        return gettext("hubungan kuat")
    return gettext("hubungan sedang") if abs(strength) >= WEAK else gettext("hubungan lemah")


def _title(by: str, field: ProfileField | None) -> str:
    if field is None:
        return gettext("Layanan") if by == SERVICE else gettext("Saluran")
    return _say(field.label).partition(" (")[0]


def _name(seen: Breakdown, group: GroupIndex) -> str:
    """Return a group's name in the page's language."""
    if group.key == UNKNOWN:
        return gettext("Layanan tidak disebut") if seen.by == SERVICE else gettext("Tidak diisi")
    if seen.by == CHANNEL:
        return gettext(CHANNEL_NAMES[group.key])
    if seen.field is None:
        return seen.names[group.key]
    labels = {option.key: option.label for option in seen.field.options}
    ages = {f"{low}-{high}": {"id": name, "en": english} for low, high, name, english in AGE_BANDS}
    label = (labels or ages).get(group.key)
    return _say(label) if label else group.key


def _say(label: Any) -> str:
    return str(label.get(translation.get_language()) or label["id"])


def _grade(group: GroupIndex) -> str:
    grade = None if group.index is None else grade_of(group.index)
    return grade.letter if grade else ""
