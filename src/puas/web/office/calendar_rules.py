"""The calendar of one unit: how often it surveys, with what, when; and single periods by date."""

from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.http.response import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from puas.errors import BadInput, PuasError
from puas.methodology.periods import Period, PeriodKind, parse_period
from puas.methodology.windows import Phase, WindowRule
from puas.models import CalendarRule, InstrumentVersion, Unit
from puas.operations.calendars import clear_rule, clear_window, set_rule, set_window
from puas.permissions import Action
from puas.queries.calendars import UnitRule, find_week, list_windows, own_rules, unit_rules
from puas.queries.histories import find_unit, known_instruments
from puas.web.office.calendar_words import (
    KIND_WORDS,
    describe_closing_day,
    describe_due_day,
    describe_opening_day,
)
from puas.web.office.calendars import periods_around
from puas.web.office.doors import StaffRequest, staff_only
from puas.web.office.inputs import Input, parse_day, parse_days
from puas.web.pages import render_page

PHASE_FIELDS = ("persiapan", "pengumpulan", "pengolahan", "pelaporan")
NAMES = ("sering", "kuesioner", "jendela", "buka", "tutup", "tenggat", "rencana", *PHASE_FIELDS, "turun")


@dataclass
class Draft:
    """What was typed, and what is wrong with it, by field."""

    given: dict[str, str]
    errors: dict[str, str] = field(default_factory=dict)

    def note(self, name: str, error: PuasError) -> None:
        self.errors[name] = gettext(error.message).format(**error.data)


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def rule(request: StaffRequest, unit_id: int) -> HttpResponse:
    """Show what holds for a unit, and change what it says itself."""
    unit = find_unit(request.user, unit_id, Action.MANAGE_AGENCY)
    if request.method != "POST":
        return _show(request, unit, Draft(_typed(own_rules(unit.agency).get(unit.pk))))
    if request.POST.get("ikut"):
        clear_rule(unit=unit, by=request.user)
        messages.success(request, gettext("Unit ini mengikuti kalender di atasnya."))
        return _back(unit)
    draft = Draft({name: request.POST.get(name, "").strip()[:80] for name in NAMES})
    chosen = read_rule(draft, request.POST)
    if draft.errors:
        return _show(request, unit, draft, status=422)
    set_rule(unit=unit, by=request.user, **chosen)
    messages.success(request, gettext("Kalender disimpan. Berlaku untuk survei yang dibuat sesudah ini."))
    return _back(unit)


def _typed(rule: CalendarRule | None) -> dict[str, str]:
    """Return a stored rule as the form shows it."""
    days = rule.phase_days if rule and rule.phase_days else []
    has_window = rule is not None and rule.opens_after is not None
    return {
        "sering": rule.kind if rule else "",
        "kuesioner": str(rule.instrument) if rule and rule.instrument else "",
        "jendela": "sendiri" if has_window else "",
        "buka": str(rule.opens_after) if rule and has_window else "0",
        "tutup": _number(rule.closes_after) if rule and has_window else "0",
        "tenggat": _number(rule.due_after) if rule and has_window else "",
        "rencana": "sendiri" if days else "",
        **dict(zip(PHASE_FIELDS, map(str, days or (6, 6, 6, 6)), strict=True)),
        "turun": "" if rule and not rule.is_handed_down else "ya",
    }


def _number(value: int | None) -> str:
    return "" if value is None else str(value)


def read_rule(draft: Draft, sent: QueryDict) -> dict[str, Any]:
    """Return what was chosen, as `set_rule` takes it; what is wrong goes to `draft.errors`."""
    return {
        "kind": _read_kind(draft),
        "instrument": _read_instrument(draft),
        "window": _read_window(draft) if draft.given["jendela"] == "sendiri" else None,
        "phase_days": _read_days(draft) if draft.given["rencana"] == "sendiri" else None,
        "is_handed_down": "turun" in sent,
    }


def _read_kind(draft: Draft) -> str:
    if draft.given["sering"] not in KIND_WORDS:
        draft.errors["sering"] = gettext("Pilih seberapa sering unit ini survei.")
    return draft.given["sering"]


def _read_instrument(draft: Draft) -> InstrumentVersion | None:
    given = draft.given["kuesioner"]
    chosen = next((one for one in known_instruments() if str(one) == given), None)
    if given and chosen is None:
        draft.errors["kuesioner"] = gettext("Pilih kuesioner yang dipakai.")
    return chosen


def _read_window(draft: Draft) -> WindowRule | None:
    days: dict[str, int | None] = {}
    for name in ("buka", "tutup", "tenggat"):
        try:
            days[name] = parse_days(draft.given[name]) if draft.given[name] or name == "buka" else None
        except BadInput as error:
            draft.note(name, error)
    if len(days) < 3:
        return None
    try:
        return WindowRule(days["buka"] or 0, days["tutup"], days["tenggat"])
    except BadInput as error:
        draft.note("buka", error)
        return None


def _read_days(draft: Draft) -> tuple[int, ...]:
    days = []
    for name in PHASE_FIELDS:
        try:
            count = parse_days(draft.given[name])
        except BadInput as error:
            draft.note(name, error)
            continue
        if not 1 <= count <= 120:
            draft.errors[name] = gettext("Tiap tahap perlu 1 sampai 120 hari kerja.")
        days.append(count)
    return tuple(days)


def _show(request: StaffRequest, unit: Unit, draft: Draft, status: int = 200) -> HttpResponse:
    held = unit_rules(unit.agency)[unit.pk]
    today = timezone.localdate()
    context: dict[str, Any] = {
        "unit": unit,
        "agency": unit.agency,
        "held": held,
        "words": {
            "kind": gettext(KIND_WORDS[held.kind]),
            "opens": describe_opening_day(held.window),
            "closes": describe_closing_day(held.window, held.phase_days),
            "due": describe_due_day(held.window, held.phase_days),
        },
        "phases": list(zip(Phase, held.phase_days, strict=True)),
        "example": _example(unit, held),
        "has_own": own_rules(unit.agency).get(unit.pk) is not None,
        "windows": list_windows(unit),
        "periods": [p for p in periods_around(today.year) if not held.kind or p.kind.value == held.kind],
        "errors": draft.errors,
        "given": draft.given,
        **_inputs(unit, draft),
    }
    return render_page(request, "office/calendar_rule.html", context, status=status)


def _example(unit: Unit, held: UnitRule) -> Any:
    """Return the present period of the unit with its window; None when it has none."""
    if held.kind not in tuple(PeriodKind):
        return None
    today = timezone.localdate()
    period = next(
        p for p in periods_around(today.year) if p.kind.value == held.kind and p.starts <= today <= p.ends
    )
    shown = unit_rules(unit.agency, period)[unit.pk]
    try:
        return {"period": period, "window": shown.find_window(period, find_week(unit.agency))}
    except BadInput:
        return {"period": period, "window": None}


def _inputs(unit: Unit, draft: Draft) -> dict[str, Any]:
    def make(name: str, label: str, hint: str = "", kind: str = "number") -> Input:
        return Input(name, label, draft.given[name], hint, draft.errors.get(name, ""), kind)

    above = gettext("Ikut unit di atasnya") if unit.parent_id else gettext("Belum diatur")
    kinds = tuple((value, gettext(words) if value else above) for value, words in KIND_WORDS.items())
    instruments = (("", above), *((str(one), str(one)) for one in known_instruments()))
    often, form = make("sering", gettext("Seberapa sering survei"), kind="choice"), "kuesioner"
    phases = zip(PHASE_FIELDS, Phase, strict=True)
    return {
        "often": Input(**{**vars(often), "options": tuple(sorted(kinds, key=lambda kind: kind[0] != ""))}),
        "form": Input(
            form,
            gettext("Kuesioner"),
            draft.given[form],
            error=draft.errors.get(form, ""),
            kind="choice",
            options=instruments,
        ),
        "window_fields": [
            make("buka", gettext("Buka"), gettext("Hari sesudah hari pertama periode; 0 = hari pertama.")),
            make(
                "tutup",
                gettext("Tutup"),
                gettext(
                    "Hari sesudah hari terakhir periode; -5 = lima hari sebelumnya. "
                    "Kosong: menurut rencana kerja."
                ),
            ),
            make(
                "tenggat",
                gettext("Tenggat pengajuan"),
                gettext("Hari sesudah hari terakhir periode. Kosong: menurut rencana kerja."),
            ),
        ],
        "phase_fields": [make(name, gettext(phase.label)) for name, phase in phases],
    }


@staff_only
@require_POST
def dates(request: StaffRequest, unit_id: int) -> HttpResponse:
    """Give a period its dates at a unit, or take them away (`hapus`)."""
    unit = find_unit(request.user, unit_id, Action.MANAGE_AGENCY)
    removed = request.POST.get("hapus", "")
    if removed:
        clear_window(unit=unit, period=parse_period(removed), by=request.user)
        messages.success(request, gettext("Tanggal periode itu dihapus; aturannya berlaku lagi."))
        return _back(unit)
    due = request.POST.get("batas", "")
    period: Period = parse_period(request.POST.get("periode", ""))
    set_window(
        unit=unit,
        period=period,
        opens_on=parse_day(request.POST.get("mulai", "")),
        closes_on=parse_day(request.POST.get("selesai", "")),
        due_on=parse_day(due) if due else None,
        by=request.user,
    )
    messages.success(request, gettext("Tanggal periode disimpan. Survei yang sudah dibuat tidak berubah."))
    return _back(unit)


def _back(unit: Unit) -> HttpResponse:
    return HttpResponseRedirect(reverse("office:calendar_rule", args=[unit.pk]), status=303)
