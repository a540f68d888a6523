"""The door of a survey's form: show it, take an answer, say thank you."""

from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from puas.errors import BadInput
from puas.operations.responses import Answer, record_response
from puas.queries.survey_forms import ONLINE, Door, find_form, find_form_state, find_next_form, list_services
from puas.web.languages import link_in
from puas.web.pages import render_public, wants_json
from puas.web.public.acknowledgements import acknowledge, name_mistakes
from puas.web.public.form_pages import (
    draw_form,
    filled_context,
    fresh_page,
    kept_survey,
    language_for,
    survey_context,
)
from puas.web.public.questions import SERVICE
from puas.web.public.submissions import Submission, build_submission, find_mistakes, read_sent, read_uuid

NOT_KEPT = {"Cache-Control": "no-store", "Vary": "Accept-Encoding"}
"""On a shared phone, going back must not show the previous person's answers."""


# csrf_exempt is safe here: the form acts for nobody. There is no session and no cookie, so another site that
# makes a browser send it does nothing that it could not do by itself; and the UUID makes a repeat harmless.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def form(request: HttpRequest, token: str) -> HttpResponse:
    """Show the form of an open survey, or take one answer and go on to the thank-you page."""
    return _take(request, token) if request.method == "POST" else _show(request, token)


def _show(request: HttpRequest, token: str) -> HttpResponse:
    state = find_form_state(token)
    if state is None:
        return unknown_survey(request)
    door = state.door(timezone.now())
    if door is not Door.OPEN:
        return _explain_door(request, token, door)
    page, uuid = fresh_page(request, token, state), str(uuid4()).encode()
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        return HttpResponse(page.gzipped(uuid), headers={**NOT_KEPT, "Content-Encoding": "gzip"})
    return HttpResponse(page.plain(uuid), headers=NOT_KEPT)


def _take(request: HttpRequest, token: str) -> HttpResponse:
    survey = kept_survey(token)
    if survey is None:
        return unknown_survey(request)
    instrument = survey.instrument.parsed
    sent = read_sent(instrument, dict(request.POST.lists()))
    uuid = read_uuid(sent)
    services = _services(survey) if sent.get(SERVICE) else {}
    try:
        submission = build_submission(instrument, sent, tuple(services))
    except BadInput:
        services = _services(survey)
        mistakes = find_mistakes(instrument, language_for(request, instrument), sent, tuple(services))
        names = [(key, service.name) for key, service in services.items()]
        context = filled_context(survey, language_for(request, instrument), names, sent, mistakes)
        if wants_json(request):
            return name_mistakes(context["problems"])
        return HttpResponse(draw_form(request, context, str(uuid)), status=422, headers=NOT_KEPT)
    is_held = _store(survey, submission, services)
    language = language_for(request, instrument)
    late = {"susulan": "1"} if is_held else {}
    following = link_in(language, reverse("public:thanks", args=[token]), **late)
    if wants_json(request):
        return acknowledge(uuid, following, is_held=is_held)
    return HttpResponseRedirect(following, status=303, headers=NOT_KEPT)


def _services(survey: Any) -> dict[int, Any]:
    return {service.pk: service for service in list_services(survey)}


def _store(survey: Any, submission: Submission, services: dict[int, Any]) -> bool:
    """Store the answer durably; say whether it went to the tray (the survey had closed meanwhile)."""
    answer = Answer(
        uuid=submission.uuid,
        scores=submission.scores,
        profile=submission.profile,
        comment=submission.comment,
        channel=ONLINE,
        service=services[submission.service] if submission.service else None,
        answered_at=submission.given_at or timezone.now(),
        seconds=submission.seconds,
        was_steered=submission.was_steered,
    )
    row, _ = record_response(survey=survey, answer=answer)
    return row.is_held


@require_safe
def thanks(request: HttpRequest, token: str) -> HttpResponse:
    """Say that the answer is kept and what happens with it. The same page for everyone."""
    survey = find_form(token)
    if survey is None:
        return unknown_survey(request)
    language = language_for(request, survey.instrument.parsed)
    context = survey_context(survey, language) | {"is_late": "susulan" in request.GET}
    return render_public(request, "public/thanks.html", context)


def _explain_door(request: HttpRequest, token: str, door: Door) -> HttpResponse:
    """Answer for a form that cannot be filled in now: 409 before it opens, 410 after it closed."""
    survey = find_form(token)
    if survey is None:
        return unknown_survey(request)
    context = survey_context(survey, language_for(request, survey.instrument.parsed))
    if door is Door.NOT_YET:
        return render_public(request, "public/form_not_yet.html", context, status=409)
    now = timezone.now()
    context |= {"following": find_next_form(survey, now), "now": now}
    return render_public(request, "public/form_shut.html", context, status=410)


def unknown_survey(request: HttpRequest) -> HttpResponse:
    """Answer for an address that belongs to no survey."""
    sentence = gettext(
        "Tidak ada survei di alamat ini. "
        "Pindai kembali kode QR di tempat pelayanan, atau minta alamatnya kepada petugas."
    )
    if wants_json(request):
        return JsonResponse({"code": "survey_unknown", "error": sentence}, status=404)
    context = {"title": gettext("Survei ini tidak ditemukan"), "sentence": sentence, "status": 404}
    return render_public(request, "errors/error.html", context, status=404)
