"""One unit in the office: its surveys through the periods, and planning the next one."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.http.response import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from puas.errors import BadInput, PuasError
from puas.methodology.numbers import parse_count
from puas.methodology.periods import Period, PeriodKind, parse_period
from puas.models import InstrumentVersion, Survey, Unit
from puas.operations.periods import ensure_period
from puas.operations.surveys import plan_survey
from puas.permissions import Action, can, require
from puas.queries.histories import find_unit, known_instruments, unit_history
from puas.queries.unit_years import find_years
from puas.web.office.doors import StaffRequest, staff_only
from puas.web.pages import render_page


@dataclass
class Draft:
    """What was typed into the planning form, and what is wrong with it, by field."""

    given: Mapping[str, str]
    errors: dict[str, str] = field(default_factory=dict)


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def unit(request: StaffRequest, unit_id: int) -> HttpResponse:
    """Show a unit's surveys, or plan another one."""
    found = find_unit(request.user, unit_id)
    if request.method != "POST":
        return _show(request, found, Draft({"kuesioner": "", "periode": "", "penerima": "", "arahan": "ya"}))
    require(request.user, Action.OPEN_SURVEY, found)
    names = ("kuesioner", "periode", "penerima", "arahan")
    draft = Draft({name: request.POST.get(name, "").strip()[:80] for name in names})
    survey = _plan(request, found, draft)
    if survey is None:
        return _show(request, found, draft, status=422)
    messages.success(request, gettext("Survei direncanakan. Buka saat periodenya mulai."))
    return HttpResponseRedirect(reverse("office:survey", args=[survey.pk]), status=303)


def _show(request: StaffRequest, found: Unit, draft: Draft, status: int = 200) -> HttpResponse:
    today = timezone.localdate()
    context = {
        "unit": found,
        "agency": found.agency,
        "history": unit_history(found),
        "years": find_years(found),
        "can_plan": can(request.user, Action.OPEN_SURVEY, found),
        "instruments": known_instruments(),
        "periods": periods_to_plan(today.year),
        "given": draft.given,
        "errors": draft.errors,
    }
    return render_page(request, "office/unit.html", context, status=status)


def periods_to_plan(year: int) -> list[Period]:
    """Return the periods offered for a new survey: all of this year and of the next."""
    periods = []
    for shown in (year, year + 1):
        periods += [Period(PeriodKind.QUARTER, shown, number) for number in (1, 2, 3, 4)]
        periods += [Period(PeriodKind.SEMESTER, shown, number) for number in (1, 2)]
        periods.append(Period(PeriodKind.YEAR, shown))
    return periods


def _plan(request: StaffRequest, found: Unit, draft: Draft) -> Survey | None:
    """Return the planned survey, or None with the reasons in `draft.errors`."""
    instrument = _read_instrument(draft)
    period = _read_period(draft)
    population = _read_population(draft)
    if instrument is None or period is None or draft.errors:
        return None
    try:
        with transaction.atomic():
            row = ensure_period(period)
            return plan_survey(
                unit=found,
                period=row,
                instrument=instrument,
                population=population,
                asks_steering=bool(draft.given["arahan"]),
                by=request.user,
            )
    except PuasError as error:
        draft.errors["periode"] = gettext(error.message).format(**error.data)
        return None


def _read_instrument(draft: Draft) -> InstrumentVersion | None:
    chosen = next((i for i in known_instruments() if str(i) == draft.given["kuesioner"]), None)
    if chosen is None:
        draft.errors["kuesioner"] = gettext("Pilih kuesioner yang dipakai.")
    return chosen


def _read_period(draft: Draft) -> Period | None:
    try:
        return parse_period(draft.given["periode"])
    except BadInput:
        draft.errors["periode"] = gettext("Pilih periode survei.")
        return None


def _read_population(draft: Draft) -> int | None:
    given = draft.given["penerima"]
    if not given:
        return None
    try:
        number = parse_count(given)
    except BadInput:
        number = 0
    if not 1 <= number <= 100_000_000:
        draft.errors["penerima"] = gettext("Tulis banyaknya penerima layanan sebagai angka, seperti 4.087.")
        return None
    return number
