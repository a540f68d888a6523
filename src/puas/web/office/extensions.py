"""More time for a survey: asking for it at the unit, granting or declining it as a coordinator."""

from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from puas.errors import BadInput
from puas.models import ExtensionRequest, Survey
from puas.operations.extensions import ask_extension, decline_extension, grant_extension
from puas.permissions import Action, require
from puas.queries.extensions import find_request
from puas.queries.surveys import find_survey
from puas.web.office.doors import StaffRequest, staff_only
from puas.web.office.surveys import show_survey


@staff_only
@require_POST
def ask(request: StaffRequest, survey_id: int) -> HttpResponse:
    """Ask for more time, with a reason and until a day; what was typed stays when it is refused."""
    found = find_survey(request.user, survey_id)
    require(request.user, Action.SUBMIT, found.unit)
    try:
        _ask(request, found)
    except BadInput as error:
        return _refuse(request, found, "ask", error)
    messages.success(request, gettext("Permintaan terkirim. Koordinator memberi atau menolaknya."))
    return _back(found)


def _ask(request: StaffRequest, found: Survey) -> None:
    ask_extension(
        survey=found,
        reason=request.POST.get("alasan", "")[:2001],
        wanted_on=_read_day(request.POST.get("sampai", "")),
        by=request.user,
    )


@staff_only
@require_POST
def decide(request: StaffRequest, survey_id: int, request_id: int) -> HttpResponse:
    """Grant a request until a day (`putusan` "beri"), or decline it with a reason."""
    found = find_survey(request.user, survey_id)
    require(request.user, Action.OPEN_SURVEY, found.unit)
    asked = find_request(found, request_id)
    try:
        _decide(request, asked)
    except BadInput as error:
        return _refuse(request, found, "decide", error)
    return _back(found)


def _decide(request: StaffRequest, asked: ExtensionRequest) -> None:
    answer = request.POST.get("alasan", "")[:2001]
    if request.POST.get("putusan") == "beri":
        until = _read_day(request.POST.get("sampai", ""))
        grant_extension(request=asked, until=until, answer=answer, by=request.user)
        messages.success(request, gettext("Perpanjangan diberikan. Sesudah hari itu survei menutup sendiri."))
    else:
        decline_extension(request=asked, answer=answer, by=request.user)
        messages.success(request, gettext("Permintaan ditolak; unit melihat alasannya."))


def _refuse(request: StaffRequest, found: Survey, form: str, error: BadInput) -> HttpResponse:
    """Show the survey again with the sentence and what was typed."""
    typed = {name: request.POST.get(name, "") for name in ("sampai", "alasan")}
    sentence = gettext(error.message).format(**error.data)
    return show_survey(request, found.pk, {**typed, "form": form, "error": sentence})


def _read_day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadInput("extension_day", "Pilih tanggal sampai kapan survei dibuka.", field="sampai") from None


def _back(found: Survey) -> HttpResponse:
    return HttpResponseRedirect(f"{reverse('office:survey', args=[found.pk])}#perpanjangan", status=303)
