"""The door of a link: the same form as at a survey's own address, with what the link says about the visit."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from puas.errors import BadInput, NotNow
from puas.queries.entries import FoundLink, find_link
from puas.web.languages import language_of, link_in
from puas.web.pages import render_public, wants_json
from puas.web.public.forms import show_form, take_answer
from puas.web.public.submissions import SURVEY_FIELD


# csrf_exempt is safe here for the same reason as at the survey's own address (`puas.web.public.forms`).
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def link(request: HttpRequest, code: str) -> HttpResponse:
    """Show the form that an open link leads to now, or take one answer that came by it."""
    found = find_link(code)
    if found is None or not found.is_open:
        return unknown_link(request)
    if request.method == "POST":
        entry = found.enter(survey_sent(request, found))
        return take_answer(request, entry, reverse("public:thanks", args=[entry.token]))
    if found.link.is_revoked:
        return explain_revoked(request, found)
    if code != found.link.code:
        return HttpResponseRedirect(
            link_in(language_of(request), reverse("public:link", args=[found.link.code]))
        )
    token = survey_shown(found)
    return show_form(request, found.enter(token), found.surveys[token])


def survey_shown(found: FoundLink) -> str:
    """Return the token of the survey that the link leads to now. NotNow `link_without_survey`."""
    token = found.leads_to(timezone.now())
    if token is None:
        raise NotNow(
            "link_without_survey",
            "Unit di balik kode ini belum mengadakan survei. Kodenya benar: kembali ke alamat ini beberapa "
            "hari lagi, atau tanyakan kepada petugas kapan surveinya dibuka.",
        )
    return token


def survey_sent(request: HttpRequest, found: FoundLink) -> str:
    """Return the token of the survey whose form was filled in: what the page carried, else what is shown now.

    BadInput `link_survey` for a survey that this link does not lead to.
    """
    named = request.POST.get(SURVEY_FIELD, "")
    if not named:
        return survey_shown(found)
    if named not in found.surveys:
        raise BadInput(
            "link_survey", "Kode ini bukan untuk survei itu. Pindai kembali kodenya, lalu isi lagi."
        )
    return named


def explain_revoked(request: HttpRequest, found: FoundLink) -> HttpResponse:
    """Answer for a link that was taken back, and lead to the one in its place when there is one."""
    context = {"following": found.link.replaced_by}
    return render_public(request, "public/link_revoked.html", context, status=410)


def unknown_link(request: HttpRequest) -> HttpResponse:
    """Answer for a code that belongs to no link."""
    sentence = gettext(
        "Kode ini tidak dikenal. Periksa hurufnya bila diketik sendiri, pindai kembali kode QR di tempat "
        "pelayanan, atau minta alamatnya kepada petugas."
    )
    if wants_json(request):
        return JsonResponse({"code": "link_unknown", "error": sentence}, status=404)
    context = {"title": gettext("Kode ini tidak dikenal"), "sentence": sentence, "status": 404}
    return render_public(request, "errors/error.html", context, status=404)
