"""More time for a survey: asking for it at the unit, granting or declining it as a coordinator."""

from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from puas.errors import BadInput
from puas.models import Survey
from puas.operations.extensions import ask_extension, decline_extension, grant_extension
from puas.permissions import Action, require
from puas.queries.extensions import find_request
from puas.queries.surveys import find_survey
from puas.web.office.doors import StaffRequest, staff_only


@staff_only
@require_POST
def ask(request: StaffRequest, survey_id: int) -> HttpResponse:
    """Ask for more time, with a reason and until a day."""
    found = find_survey(request.user, survey_id)
    require(request.user, Action.SUBMIT, found.unit)
    ask_extension(
        survey=found,
        reason=request.POST.get("alasan", "")[:2001],
        wanted_on=_read_day(request.POST.get("sampai", "")),
        by=request.user,
    )
    messages.success(request, gettext("Permintaan terkirim. Koordinator memberi atau menolaknya."))
    return _back(found)


@staff_only
@require_POST
def decide(request: StaffRequest, survey_id: int, request_id: int) -> HttpResponse:
    """Grant a request until a day (`putusan` "beri"), or decline it with a reason."""
    found = find_survey(request.user, survey_id)
    require(request.user, Action.OPEN_SURVEY, found.unit)
    asked = find_request(found, request_id)
    answer = request.POST.get("alasan", "")[:2001]
    if request.POST.get("putusan") == "beri":
        until = _read_day(request.POST.get("sampai", ""))
        grant_extension(request=asked, until=until, answer=answer, by=request.user)
        messages.success(request, gettext("Perpanjangan diberikan. Sesudah hari itu survei menutup sendiri."))
    else:
        decline_extension(request=asked, answer=answer, by=request.user)
        messages.success(request, gettext("Permintaan ditolak; unit melihat alasannya."))
    return _back(found)


def _read_day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadInput("extension_day", "Pilih tanggal sampai kapan survei dibuka.", field="sampai") from None


def _back(found: Survey) -> HttpResponse:
    return HttpResponseRedirect(f"{reverse('office:survey', args=[found.pk])}#perpanjangan", status=303)
