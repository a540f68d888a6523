"""The door of a one-time visit code: the same form, for one answer."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from puas.limits import count_guess
from puas.queries.entries import FoundLink, find_visit
from puas.web.languages import language_of, link_in
from puas.web.pages import render_public, wants_json
from puas.web.public.forms import show_form, take_answer
from puas.web.public.links import explain_revoked, survey_sent, survey_shown


# csrf_exempt is safe here for the same reason as at the survey's own address (`puas.web.public.forms`).
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def visit(request: HttpRequest, code: str) -> HttpResponse:
    """Show the form to whoever holds an unused slip, or take the one answer that comes by it.

    An answer is taken in any case: whether its code is used up is for the operation to say, because the same
    answer may come again, and another one goes to the tray.
    """
    found = find_visit(code)
    if found is None:
        return _unknown(request)
    if request.method == "POST":
        entry = found.enter(survey_sent(request, found))
        return take_answer(request, entry, reverse("public:thanks", args=[entry.token]))
    if found.visit and found.visit.is_used:
        return _explain_used(request, found)
    if found.link.is_revoked:
        return explain_revoked(request, found)
    if code != found.plain:
        return HttpResponseRedirect(
            link_in(language_of(request), reverse("public:visit", args=[found.plain]))
        )
    token = survey_shown(found)
    return show_form(request, found.enter(token), found.surveys[token])


def _explain_used(request: HttpRequest, found: FoundLink) -> HttpResponse:
    """Answer for a code by which an answer is counted already, and say where to go from here."""
    unit = found.link.unit
    return render_public(request, "public/visit_used.html", {"unit": unit, "agency": unit.agency}, status=410)


def _unknown(request: HttpRequest) -> HttpResponse:
    """Answer for a code that is on no slip; TooOften `visit_guesses` when it happens too often."""
    count_guess()
    sentence = gettext(
        "Kode ini tidak ada pada slip mana pun. Periksa hurufnya bila diketik sendiri, pindai kembali kode "
        "QR pada slip, atau minta slip baru kepada petugas."
    )
    if wants_json(request):
        return JsonResponse({"code": "visit_unknown", "error": sentence}, status=404)
    context = {"title": gettext("Kode slip ini tidak dikenal"), "sentence": sentence, "status": 404}
    return render_public(request, "errors/error.html", context, status=404)
