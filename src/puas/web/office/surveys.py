"""One survey in the office: how many answered, where to answer, and the steps that are possible now."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import segno
from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from puas.errors import BadInput
from puas.lifecycles import EXTENSION_STATES, LOCKED_STATES, ExtensionState, SurveyState
from puas.models import Survey
from puas.operations.results import compute_result
from puas.permissions import Action, can, require
from puas.queries.extensions import requests_of
from puas.queries.paper_batches import count_waiting_sheets
from puas.queries.plan_overviews import find_former
from puas.queries.plans import missing_plan_elements
from puas.queries.return_changes import find_return_changes
from puas.queries.surveys import SurveyStatus, find_survey, survey_status
from puas.web.office.doors import StaffRequest, staff_only
from puas.web.office.moves import MOVES, list_buttons
from puas.web.pages import render_page

REOPENED_DAYS = 7
"""How long a survey is opened again when nobody chooses another day."""


@staff_only
@require_safe
def survey(request: StaffRequest, survey_id: int) -> HttpResponse:
    """Show a survey of a unit that this person sees."""
    return show_survey(request, survey_id)


def show_survey(
    request: StaffRequest, survey_id: int, typed: Mapping[str, Any] | None = None
) -> HttpResponse:
    """Return the page of a survey; with what was `typed` into a refused form of it: `form` (whose), `error`,
    `sampai` and `alasan`.
    """
    status = survey_status(request.user, survey_id)
    found = status.survey
    address = request.build_absolute_uri(reverse("public:form", args=[found.token]))
    newest = status.results[0] if status.results else None
    in_force = status.publications[0] if status.publications else None
    is_locked = status.state in LOCKED_STATES
    context = {
        "status": status,
        "survey": found,
        "unit": found.unit,
        "period": found.period.pure,
        "buttons": list_buttons(request.user, found),
        "can_compute": is_locked and can(request.user, Action.COMPUTE, found.unit),
        "newest": newest,
        "in_force": in_force,
        "can_publish": status.state in (SurveyState.VERIFIED, SurveyState.PUBLISHED)
        and _is_waiting(newest, in_force)
        and can(request.user, Action.PUBLISH, found.unit),
        "can_import": status.state is SurveyState.OPEN
        and can(request.user, Action.ENTER_RESPONSES, found.unit),
        "can_type": can(request.user, Action.ENTER_RESPONSES, found.unit),
        "tray": tray_of(request, found),
        "waiting_sheets": count_waiting_sheets(found),
        "address": address,
        "code": draw_code(address),
        "steps": _steps(status),
        **_extensions(request, found),
        "changes": find_return_changes(found),
        "reopen_until": timezone.localdate() + timedelta(days=REOPENED_DAYS),
        **(_follow_up(found) if status.results else {}),
    }
    context["typed"] = typed
    return render_page(request, "office/survey.html", context, status=422 if typed else 200)


def _extensions(request: StaffRequest, found: Survey) -> dict[str, Any]:
    """Return the requests for more time, and whether this person may ask or decide."""
    requests = requests_of(found)
    waits = any(one.stage is ExtensionState.WAITING for one in requests)
    can_open = can(request.user, Action.OPEN_SURVEY, found.unit)
    can_ask = found.stage in EXTENSION_STATES and not waits and not can_open
    return {
        "extensions": requests,
        "can_decide_extension": can_open,
        "can_grant": found.stage in EXTENSION_STATES,
        "can_ask": can_ask and can(request.user, Action.SUBMIT, found.unit),
    }


def tray_of(request: StaffRequest, found: Survey) -> str:
    """Return how much this person sees of the tray: "open", "count", or nothing."""
    if can(request.user, Action.DECIDE_TRAY, found.unit) or can(request.user, Action.VIEW_AUDIT, found.unit):
        return "open"
    return "count" if can(request.user, Action.SUBMIT, found.unit) else ""


def _follow_up(survey: Survey) -> dict[str, Any]:
    """Return which priorities have no activity yet, and how far the plan before is."""
    return {
        "missing_elements": missing_plan_elements(survey),
        "former": find_former(survey.unit, survey.period),
    }


def _is_waiting(newest: Any, in_force: Any) -> bool:
    return bool(newest and newest.index and not (in_force and in_force.result_id == newest.pk))


def draw_code(address: str) -> SafeString:
    """Return the QR code of an address as SVG without styles; its quiet zone lets it scan on dark pages."""
    svg = segno.make_qr(address, error="m").svg_inline(omitsize=True, border=3, svgclass=None, lineclass=None)
    return mark_safe(svg)  # noqa: S308 - made by segno from an address of ours


def _steps(status: SurveyStatus) -> list[tuple[str, str]]:
    """Return the six steps with "done", "now" or "": open, close, compute, submit, verify, publish."""
    state = status.state
    done = [
        state is not SurveyState.PLANNED,
        state in LOCKED_STATES,
        bool(status.results),
        state in (SurveyState.SUBMITTED, SurveyState.VERIFIED, SurveyState.PUBLISHED),
        state in (SurveyState.VERIFIED, SurveyState.PUBLISHED),
        bool(status.publications),
    ]
    names = (
        *(gettext("Buka"), gettext("Tutup"), gettext("Hitung")),
        *(gettext("Ajukan"), gettext("Periksa"), gettext("Terbitkan")),
    )
    now = done.index(False) if False in done else -1
    return [(name, "done" if done[n] else "now" if n == now else "") for n, name in enumerate(names)]


@staff_only
@require_POST
def move(request: StaffRequest, survey_id: int) -> HttpResponse:
    """Take one step of the survey's life; NotNow when its state has no such step."""
    found = find_survey(request.user, survey_id)
    chosen = next((m for m in MOVES.values() if m.to.value == request.POST.get("ke", "")), None)
    if chosen is None:
        raise BadInput(
            "survey_step", "Langkah itu tidak ada. Kembali ke halaman survei lalu pilih tombolnya."
        )
    require(request.user, chosen.action, found.unit)
    extra: dict[str, Any] = {"reason": request.POST.get("alasan", "")} if chosen.needs_reason else {}
    if chosen.to is SurveyState.OPEN and found.stage is not SurveyState.PLANNED:
        extra = {"until": _read_day(request.POST.get("sampai", ""))}
    chosen.operation(survey=found, by=request.user, **extra)
    messages.success(request, gettext(chosen.done))
    return _back(found)


@staff_only
@require_POST
def compute(request: StaffRequest, survey_id: int) -> HttpResponse:
    """Measure the unit of a closed survey, then show the result before anybody publishes it."""
    found = find_survey(request.user, survey_id)
    require(request.user, Action.COMPUTE, found.unit)
    result = compute_result(unit=found.unit, period=found.period, by=request.user)
    if not result.index:
        messages.warning(request, gettext("Belum ada jawaban, jadi belum ada IKM. Buka kembali survei ini."))
        return _back(found)
    messages.success(request, gettext("Hasil sudah dihitung. Periksa, lalu terbitkan."))
    return HttpResponseRedirect(reverse("office:result", args=[result.pk]), status=303)


def _read_day(text: str) -> date | None:
    """Return the last day of a survey that is opened again, None when none is named; BadInput for no day."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise BadInput(
            "reopen_day", "Pilih tanggal sampai kapan survei dibuka kembali.", field="sampai"
        ) from None


def _back(found: Any) -> HttpResponse:
    return HttpResponseRedirect(reverse("office:survey", args=[found.pk]), status=303)
