"""The preview of a form that has not opened: all of it can be tried, nothing is stored.

Anybody with the address may look. What is asked is public (it is the regulation's questionnaire or the
ministry's), and a unit shows its form to colleagues, to the coordinator and to a focus group before it opens.
"""

from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from puas.errors import BadInput
from puas.queries.survey_forms import Door, find_form, find_form_state, list_services
from puas.web.languages import link_in
from puas.web.pages import render_public
from puas.web.public.form_pages import draw_form, filled_context, language_for, survey_context
from puas.web.public.forms import NOT_KEPT, unknown_survey
from puas.web.public.submissions import build_submission, find_mistakes, read_sent


# csrf_exempt is safe here: nothing is stored, and the page acts for nobody.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: HttpRequest, token: str) -> HttpResponse:
    """Show the form of a survey that has not opened; check what is sent as the form would, and forget it."""
    survey, state = find_form(token), find_form_state(token)
    if survey is None or state is None:
        return unknown_survey(request)
    language = language_for(request, survey.instrument.parsed)
    if request.method == "POST":
        return _try(request, survey, language)
    if state.door(timezone.now()) is not Door.NOT_YET:
        return HttpResponseRedirect(link_in(language, reverse("public:form", args=[token])))
    names = [(service.pk, service.name) for service in list_services(survey)]
    context = filled_context(survey, language, names, {}, {}) | {"problems": ()}
    return _draw(request, context)


def _try(request: HttpRequest, survey: object, language: str) -> HttpResponse:
    """Answer as the open form would to the same answer, but for the storing."""
    instrument = survey.instrument.parsed  # type: ignore[attr-defined]
    sent = read_sent(instrument, dict(request.POST.lists()))
    names = [(service.pk, service.name) for service in list_services(survey)]  # type: ignore[arg-type]
    keys = [key for key, _ in names]
    try:
        build_submission(instrument, sent, keys)
    except BadInput:
        mistakes = find_mistakes(instrument, language, sent, keys)
        return _draw(request, filled_context(survey, language, names, sent, mistakes), status=422)
    return render_public(request, "public/preview_done.html", survey_context(survey, language))


def _draw(request: HttpRequest, context: dict[str, object], status: int = 200) -> HttpResponse:
    html = draw_form(request, context | {"is_preview": True}, str(uuid4()))
    return HttpResponse(html, status=status, headers=NOT_KEPT)
