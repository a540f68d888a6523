"""The doors of a kiosk: one device of the unit, one person after another, and nothing left of the last one.

No screen is kept by a cache, none has a cookie or a session, and none but the form knows an answer. With
JavaScript (`static/kiosks.js`) all of it stays one page in full screen; without, each screen is a page.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from puas.queries.entries import FoundLink, find_link
from puas.queries.survey_forms import Door, find_form
from puas.web.languages import language_of, link_in
from puas.web.pages import describe_page
from puas.web.public.form_pages import language_for, survey_context
from puas.web.public.forms import LATE, NOT_KEPT, show_form, take_answer
from puas.web.public.kiosk_screens import THANKS_SECONDS, kiosk_context
from puas.web.public.links import survey_sent, unknown_link
from puas.web.templatetags.printing import moment


def kiosk_door(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Hand a view the link behind `code`; any code that is no kiosk's is unknown."""

    @wraps(view)
    def opened(request: HttpRequest, code: str) -> HttpResponse:
        found = find_link(code)
        if found is None or not found.is_kiosk:
            return unknown_link(request)
        if request.method != "POST" and code != found.link.code:
            name = f"public:{request.resolver_match.url_name}"  # type: ignore[union-attr]
            return HttpResponseRedirect(link_in(language_of(request), reverse(name, args=[found.link.code])))
        return view(request, found)

    return opened


def draw_screen(
    request: HttpRequest, found: FoundLink, screen: str, template: str, status: int = 200, **context: Any
) -> HttpResponse:
    """Return one screen, never kept by a cache."""
    told = kiosk_context(found.link.code, screen) | {"page": describe_page(request)} | context
    return HttpResponse(render_to_string(template, told), status=status, headers=NOT_KEPT)


@require_safe
@kiosk_door
def kiosk(request: HttpRequest, found: FoundLink) -> HttpResponse:
    """Show the screen that waits for somebody, in the questionnaire's first language."""
    survey, door = _survey_now(found)
    if survey is None or found.link.is_revoked or door is not Door.OPEN:
        return _explain(request, found, survey, door)
    context = survey_context(survey, language_for(request, survey.instrument.parsed))
    start = reverse("public:kiosk_form", args=[found.link.code])
    first, *others = context["languages"]
    languages = [(code, name, link_in(code, start)) for code, name in others]
    context |= {"start_address": link_in(first[0], start), "other_languages": languages}
    return draw_screen(request, found, "awal", "public/kiosk_attract.html", **context)


# csrf_exempt is safe here for the same reason as at the survey's own address (`puas.web.public.forms`).
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@kiosk_door
def kiosk_form(request: HttpRequest, found: FoundLink) -> HttpResponse:
    """Show an empty form, or take one answer and say thank you."""
    if request.method == "POST":
        entry = found.enter(survey_sent(request, found))
        return take_answer(request, entry, reverse("public:kiosk_thanks", args=[found.link.code]))
    survey, door = _survey_now(found)
    if survey is None or found.link.is_revoked or door is not Door.OPEN:
        return _explain(request, found, survey, door)
    return show_form(request, found.enter(survey.token), found.surveys[survey.token])


@require_safe
@kiosk_door
def kiosk_thanks(request: HttpRequest, found: FoundLink) -> HttpResponse:
    """Say that the answer is kept; a few seconds later the screen waits for the next person."""
    survey, _ = _survey_now(found)
    if survey is None:
        return _explain(request, found, None, Door.NOT_YET)
    context = survey_context(survey, language_for(request, survey.instrument.parsed))
    context |= {"held_reason": request.GET.get(LATE, ""), "stays": THANKS_SECONDS}
    return draw_screen(request, found, "selesai", "public/kiosk_thanks.html", **context)


def _survey_now(found: FoundLink) -> tuple[Any, Door]:
    """Return the survey that the kiosk shows now, None without one, and whether it takes answers."""
    now = timezone.now()
    token = found.leads_to(now)
    survey = find_form(token) if token else None
    return (survey, found.surveys[survey.token].door(now)) if survey else (None, Door.NOT_YET)


def _explain(request: HttpRequest, found: FoundLink, survey: Any, door: Door) -> HttpResponse:
    """Answer for a kiosk that takes nothing now; its screen looks again by itself."""
    heading, sentence, status = _refusal(found, survey, door)
    new = found.link.replaced_by
    context = {
        "unit": found.link.unit,
        "agency": found.link.unit.agency,
        "heading": heading,
        "sentence": sentence,
        "following": reverse("public:kiosk", args=[new.code]) if new else "",
    }
    return draw_screen(request, found, "tutup", "public/kiosk_shut.html", status, **context)


def _refusal(found: FoundLink, survey: Any, door: Door) -> tuple[str, str, int]:
    """Return heading, sentence and status."""
    if found.link.is_revoked:
        sentence = gettext("Kode kios ini sudah ditarik. Petugas dapat membuka kios dengan kode yang baru.")
        return gettext("Kios ini tidak dipakai lagi"), sentence, 410
    if door is Door.SHUT:
        sentence = gettext("Survei berikutnya terbuka sendiri di layar ini.")
        return gettext("Survei sudah ditutup"), sentence, 410
    if survey and survey.opens_at:
        sentence = gettext("Survei ini dibuka pada {moment}, dan terbuka sendiri di layar ini.")
        return gettext("Survei belum dibuka"), sentence.format(moment=moment(survey.opens_at)), 409
    sentence = gettext("Petugas belum membuka surveinya. Setelah dibuka, layar ini siap dengan sendirinya.")
    return gettext("Survei belum dibuka"), sentence, 409
