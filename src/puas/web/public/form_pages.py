"""Draws a survey's form. A fresh form is drawn once a minute and kept; only its UUID differs by visit."""

import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext

from puas.errors import NotFound
from puas.methodology.instruments import Instrument
from puas.queries.entries import Entry
from puas.queries.survey_forms import find_form, list_services
from puas.web.languages import NAMES, PARAMETER, link_in
from puas.web.pages import describe_page
from puas.web.public.form_notices import build_notice
from puas.web.public.form_sentences import language_of_sentences, say_in
from puas.web.public.kiosk_screens import kiosk_context
from puas.web.public.packed_pages import PackedPage
from puas.web.public.questions import Given, Questionnaire, build_questionnaire
from puas.web.public.submissions import TOO_FEW

KEPT_SECONDS = 60
MOST_KEPT = 512
HERE = "."
"""The address of a page, as seen from it."""
PLACE_OF_UUID = "00000000-0000-0000-0000-000000000000"

_Key = tuple[str, str, int, int | None, str]
_kept: dict[_Key, tuple[float, PackedPage]] = {}
_kept_surveys: dict[str, tuple[float, Any]] = {}


@dataclass(frozen=True)
class Problem:
    """One line of the summary of what is wrong, and the control it leads to."""

    text: str
    target: str


def language_for(request: HttpRequest, instrument: Instrument) -> str:
    """Return the language of the questions: what the address asks for when the questionnaire has it."""
    asked = request.GET.get(PARAMETER, "")
    return asked if asked in instrument.languages else instrument.languages[0]


def kept_survey(token: str) -> Any:
    """Return the survey with this token, None when there is none; no query when it is kept.

    What an answer is checked against (questionnaire, unit) does not change while a survey takes answers, and
    whether it takes any is asked again by the operation, inside its transaction.
    """
    kept, now = _kept_surveys.get(token), time.monotonic()
    if kept is None or now - kept[0] > KEPT_SECONDS:
        survey = find_form(token)
        if survey is None:
            return None
        if len(_kept_surveys) >= MOST_KEPT:
            _kept_surveys.clear()
        kept = _kept_surveys[token] = (now, survey)
    return kept[1]


def fresh_page(request: HttpRequest, entry: Entry, instrument_id: int) -> PackedPage:
    """Return the empty form around its UUID; no query when it is kept, else at most two.

    Kept under its address, so that no visitor is shown the form of another link; the codes of one batch
    share a form that names none of them. A changed unit name or list
    of services shows after at most KEPT_SECONDS; another questionnaire, survey or service at once.
    """
    asked = request.GET.get(PARAMETER, "")
    service = entry.service.pk if entry.service else None
    key = (
        f"visit {entry.visit.link_id}" if entry.visit else request.path,
        entry.token,
        instrument_id,
        service,
        asked if len(asked) <= 3 else "",
    )
    kept = _kept.get(key)
    now = time.monotonic()
    if kept is None or now - kept[0] > KEPT_SECONDS:
        if len(_kept) >= MOST_KEPT:
            _kept.clear()
        kept = _kept[key] = (now, _pack(draw_form(request, _form_context(request, entry), PLACE_OF_UUID)))
    return kept[1]


def _pack(html: str) -> PackedPage:
    head, tail = html.split(PLACE_OF_UUID)
    return PackedPage(head.encode(), tail.encode())


def _form_context(request: HttpRequest, entry: Entry) -> dict[str, Any]:
    survey = find_form(entry.token)
    if survey is None:
        raise NotFound("survey_gone", "Survei ini baru saja dihapus. Tanyakan alamat barunya kepada petugas.")
    services = () if entry.service else list_services(survey)
    language = language_for(request, survey.instrument.parsed)
    names = [(service.pk, service.name) for service in services]
    return filled_context(survey, language, names, {}, {}) | entry_context(entry) | {"problems": ()}


def entry_context(entry: Entry) -> dict[str, Any]:
    """Return what the form page says about the way that led to it."""
    context = {
        "survey_token": entry.token if entry.link else "",
        "service": entry.service,
        "visited_on": entry.link.visited_on if entry.link else None,
        "own_path": HERE if entry.visit else "",
    }
    if entry.link and entry.is_kiosk:
        return context | kiosk_context(entry.link.code, "isi")
    return context


def survey_context(survey: Any, language: str) -> dict[str, Any]:
    """Return what the form page says about its survey."""
    instrument: Instrument = survey.instrument.parsed
    return {
        "survey": survey,
        "unit": survey.unit,
        "agency": survey.unit.agency,
        "period": survey.period.pure,
        "instrument": instrument,
        "language": language,
        "languages": [(code, NAMES.get(code, code)) for code in instrument.languages],
        "minutes": max(2, round(len(instrument.items) / 4)),
    }


def draw_form(request: HttpRequest, context: Mapping[str, Any], uuid: str) -> str:
    """Return the page's HTML. `context` is a `survey_context` with `questionnaire` and `problems`.

    On a kiosk the same questions stand in another frame.
    """
    path = context.get("own_path") or request.path
    languages = [
        (code, name, link_in(code, path), code == context["language"]) for code, name in context["languages"]
    ]
    page = describe_page(request)
    is_kiosk = "screen" in context
    notice = build_notice(context["language"], page.language, is_kiosk=is_kiosk)
    shown = {**context, **_script_context(context["language"], page.language), "page": page, "uuid": uuid}
    action = link_in(context["language"], path)
    template = "public/kiosk_form.html" if is_kiosk else "public/form.html"
    return render_to_string(
        template, {**shown, "notice": notice, "language_links": languages, "action": action}
    )


def _script_context(language: str, page: str) -> dict[str, Any]:
    """Return what the form's script says, for the page itself and as the script reads it."""
    sentences = say_in(language)
    return {
        "sentences": sentences,
        "sentences_text": json.dumps(sentences, ensure_ascii=False, separators=(",", ":")),
        "sentences_language": language_of_sentences(language, page),
    }


def filled_context(
    survey: Any,
    language: str,
    services: Sequence[tuple[int, str]],
    sent: Given,
    mistakes: Mapping[str, str],
) -> dict[str, Any]:
    """Return what the form page says with all that was filled in still there, and what is wrong with it."""
    shown = build_questionnaire(
        survey.instrument.parsed,
        language,
        services=services,
        given=sent,
        errors=mistakes,
        asks_steering=survey.asks_steering,
    )
    problems = build_problems(shown, mistakes)
    return survey_context(survey, language) | {"questionnaire": shown, "problems": problems}


def build_problems(shown: Questionnaire, mistakes: Mapping[str, str]) -> tuple[Problem, ...]:
    """Return the summary's lines in the page's order; too few answers leads to the first open question."""
    found = [Problem(field.error, field.target) for field in shown.all if field.error]
    if TOO_FEW in mistakes:
        unanswered = (q for q in shown.scales if not any(option.is_chosen for option in q.options))
        found.insert(0, Problem(mistakes[TOO_FEW], next(unanswered, shown.scales[0]).target))
    return tuple(found) or (Problem(gettext("Periksa kembali isian Anda."), shown.scales[0].target),)
