"""The door of a survey's form: show it, take an answer, say thank you.

`show_form` and `take_answer` are the form itself, for every door that leads to it (`puas.queries.entries`).
"""

from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from puas.addresses import address_of
from puas.errors import BadInput, TooOften
from puas.limits import require_room
from puas.operations.origins import Origin
from puas.operations.responses import Answer, believe_time, record_response
from puas.queries.entries import REVOKED, USED, Entry
from puas.queries.survey_forms import (
    Door,
    FormState,
    find_form,
    find_form_state,
    find_next_form,
    list_services,
)
from puas.web.errors import say_when
from puas.web.languages import link_in
from puas.web.pages import render_public, wants_json
from puas.web.public.acknowledgements import acknowledge, name_mistakes
from puas.web.public.form_pages import (
    Problem,
    draw_form,
    entry_context,
    filled_context,
    fresh_page,
    kept_survey,
    language_for,
    survey_context,
)
from puas.web.public.questions import SERVICE, Given
from puas.web.public.submissions import Submission, build_submission, find_mistakes, read_sent, read_uuid

NOT_KEPT = {"Cache-Control": "no-store", "Vary": "Accept-Encoding"}
"""On a shared phone, going back must not show the previous person's answers."""


LATE = "susulan"
"""In the address of the thank-you page: the answer went to the tray; "1" when late, else as in HELD."""
HELD = {REVOKED: "tautan", USED: "kunjungan"}


# csrf_exempt is safe here: the form acts for nobody. There is no session and no cookie, so another site that
# makes a browser send it does nothing that it could not do by itself; and the UUID makes a repeat harmless.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def form(request: HttpRequest, token: str) -> HttpResponse:
    """Show the form of an open survey, or take one answer and go on to the thank-you page."""
    entry = Entry(token)
    if request.method == "POST":
        return take_answer(request, entry, reverse("public:thanks", args=[token]))
    state = find_form_state(token)
    return show_form(request, entry, state) if state else unknown_survey(request)


def show_form(request: HttpRequest, entry: Entry, state: FormState) -> HttpResponse:
    """Show the form of the survey that `entry` leads to, or say when and where it can be filled in."""
    door = state.door(timezone.now())
    if door is not Door.OPEN:
        return _explain_door(request, entry, door)
    page, uuid = fresh_page(request, entry, state.instrument_id), str(uuid4()).encode()
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        return HttpResponse(page.gzipped(uuid), headers={**NOT_KEPT, "Content-Encoding": "gzip"})
    return HttpResponse(page.plain(uuid), headers=NOT_KEPT)


def take_answer(request: HttpRequest, entry: Entry, following: str) -> HttpResponse:
    """Take one answer that came by `entry` and go on to `following`; with mistakes the form comes back."""
    survey = kept_survey(entry.token)
    if survey is None:
        return unknown_survey(request)
    instrument = survey.instrument.parsed
    sent = read_sent(instrument, dict(request.POST.lists()))
    uuid = read_uuid(sent)
    if entry.service:
        sent.pop(SERVICE, None)
    services = _services(survey) if sent.get(SERVICE) else {}
    try:
        submission = build_submission(instrument, sent, tuple(services))
    except BadInput:
        return _show_again(request, entry, survey, sent, str(uuid))
    try:
        require_room(link=entry.link.pk if entry.link else None, survey=entry.token)
    except TooOften as error:
        if wants_json(request):
            raise
        return say_when(_ask_to_wait(request, entry, survey, sent, error), error)
    service = entry.service or (services[submission.service] if submission.service else None)
    origin = Origin(submission.device, address_of(request))
    row = _store(survey, submission, service, entry, origin)
    language = language_for(request, instrument)
    after = link_in(language, following, **({LATE: HELD.get(row.reason, "1")} if row.is_held else {}))
    if wants_json(request):
        return acknowledge(uuid, after, is_held=row.is_held)
    return HttpResponseRedirect(after, status=303, headers=NOT_KEPT)


def _show_again(request: HttpRequest, entry: Entry, survey: Any, sent: Given, uuid: str) -> HttpResponse:
    """Return the form with all that was filled in, and what is wrong with it."""
    instrument = survey.instrument.parsed
    language = language_for(request, instrument)
    services = {} if entry.service else _services(survey)
    mistakes = find_mistakes(instrument, language, sent, tuple(services))
    context = _filled(entry, survey, language, services, sent, mistakes)
    if wants_json(request):
        return name_mistakes(context["problems"])
    return HttpResponse(draw_form(request, context, uuid), status=422, headers=NOT_KEPT)


def _ask_to_wait(
    request: HttpRequest, entry: Entry, survey: Any, sent: Given, error: TooOften
) -> HttpResponse:
    """Return the form with all that was filled in, and when to send it: going back would have lost it."""
    language = language_for(request, survey.instrument.parsed)
    services = {} if entry.service else _services(survey)
    problem = Problem(gettext(error.message).format(**error.data), "")
    context = _filled(entry, survey, language, services, sent, {}) | {"problems": (problem,)}
    html = draw_form(request, context, str(read_uuid(sent)))
    return HttpResponse(html, status=error.status, headers=NOT_KEPT)


def _filled(
    entry: Entry, survey: Any, language: str, services: dict[int, Any], sent: Given, mistakes: dict[str, str]
) -> dict[str, Any]:
    names = [(key, service.name) for key, service in services.items()]
    return filled_context(survey, language, names, sent, mistakes) | entry_context(entry)


def _services(survey: Any) -> dict[int, Any]:
    return {service.pk: service for service in list_services(survey)}


def _store(survey: Any, submission: Submission, service: Any, entry: Entry, origin: Origin) -> Any:
    """Store the answer durably; return its row, in the tray when it cannot be counted (`is_held`)."""
    answer = Answer(
        uuid=submission.uuid,
        scores=submission.scores,
        profile=submission.profile,
        comment=submission.comment,
        channel=entry.channel,
        service=service,
        answered_at=believe_time(submission.given_at, timezone.now()),
        link=entry.link,
        visit=entry.visit,
        seconds=submission.seconds,
        was_steered=submission.was_steered,
        origin=origin,
    )
    return record_response(survey=survey, answer=answer)[0]


@require_safe
def thanks(request: HttpRequest, token: str) -> HttpResponse:
    """Say that the answer is kept and what happens with it. The same page for everyone."""
    survey = find_form(token)
    if survey is None:
        return unknown_survey(request)
    language = language_for(request, survey.instrument.parsed)
    context = survey_context(survey, language) | {"held_reason": request.GET.get(LATE, "")}
    return render_public(request, "public/thanks.html", context)


def _explain_door(request: HttpRequest, entry: Entry, door: Door) -> HttpResponse:
    """Answer for a form that cannot be filled in now: 409 before it opens, 410 after it closed."""
    survey = find_form(entry.token)
    if survey is None:
        return unknown_survey(request)
    context = survey_context(survey, language_for(request, survey.instrument.parsed))
    if door is Door.NOT_YET:
        return render_public(request, "public/form_not_yet.html", context, status=409)
    now = timezone.now()
    stays = entry.link is not None and entry.link.survey_id is None
    context |= {"following": find_next_form(survey, now), "now": now, "address_stays": stays}
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
