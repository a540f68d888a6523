"""Taking what a phone in the field sends. Nothing is lost: it is counted, or it waits where people look."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils import timezone

from puas.errors import BadInput, NotFound
from puas.exchange.xforms import parse_form_id, parse_form_version
from puas.exchange.xforms_answers import XFormAnswer, parse_answer, parse_survey_number
from puas.exchange.xforms_documents import XFormDocument, parse_document
from puas.methodology.instruments import Instrument
from puas.models import Channel, CollectLink, InstrumentVersion, Service, Survey
from puas.operations.corrections import supersede_response
from puas.operations.held_documents import hold_document
from puas.operations.origins import Origin
from puas.operations.responses import Answer, believe_time, record_response
from puas.queries.collect_links import (
    find_collect_service,
    find_collect_survey,
    find_instrument,
    is_known_instrument,
)

OTHER_VERSION = "other_version"
"""Flag of an answer given to another version of the questionnaire, with the same items in other words."""


class Taken(StrEnum):
    """What became of a document; every one of them means that it need not be sent again."""

    COUNTED = "counted"
    LATE = "late"
    CORRECTED = "corrected"
    CORRECTION = "correction"
    UNKNOWN_VERSION = "unknown_version"


@dataclass(frozen=True)
class _Reading:
    """A document with the survey it answers and, when we have it, the questionnaire it was made from."""

    survey: Survey
    document: XFormDocument
    asked: InstrumentVersion | None
    origin: Origin


def record_document(*, link: CollectLink, content: bytes, device: str = "") -> Taken:
    """Store the filled form in `content` durably and say what became of it; sent again, the same.

    `device`: what the phone calls itself, "" when it does not say.

    BadInput: it is no answer to its form. NotFound `collect_form_missing`: no form of ours. NotAllowed: a
    survey out of the link's reach. Conflict `response_conflict`: other content is stored under its number
    (this one is kept in the tray). NotNow: the survey has not started, or a correction came after its end.
    """
    document = parse_document(content)
    asked = _find_asked(document)
    survey = find_collect_survey(link, parse_survey_number(document))
    reading = _Reading(survey, document, asked, Origin(device=device))
    answer = None if asked is None else parse_answer(asked.parsed, document)
    taken = None if answer is None else _take(reading, answer)
    if taken is None:
        hold_document(survey=survey, link=link, document=document, content=content)
    return taken or Taken.UNKNOWN_VERSION


def _find_asked(document: XFormDocument) -> InstrumentVersion | None:
    """Return the version that was filled in; None for a version we never had of a questionnaire we have."""
    form = parse_form_id(document.form_id)
    if form is None or not is_known_instrument(form[0]):
        raise NotFound(
            "collect_form_missing",
            "Formulir {form} bukan formulir kami. Isian tetap ada di ponsel; periksa alamat servernya.",
            form=document.form_id,
        )
    version = parse_form_version(document.version) if document.version else form
    return find_instrument(*form) if version == form else None


def _take(reading: _Reading, answer: XFormAnswer) -> Taken | None:
    """Return what became of an answer; None when the survey's questionnaire asks something else."""
    assert reading.asked is not None
    if reading.asked == reading.survey.instrument:
        return _record(reading, answer, ())
    if not _asks_the_same(reading.asked.parsed, reading.survey.instrument.parsed):
        return None
    try:
        return _record(reading, answer, (OTHER_VERSION,))
    except BadInput:  # a choice of its own in the profile, say
        return None


def _asks_the_same(a: Instrument, b: Instrument) -> bool:
    return [(i.key, i.element, i.group) for i in a.items] == [(i.key, i.element, i.group) for i in b.items]


def _record(reading: _Reading, answer: XFormAnswer, flags: tuple[str, ...]) -> Taken:
    survey, document = reading.survey, reading.document
    fields: dict[str, Any] = {
        "uuid": document.uuid,
        "scores": answer.scores,
        "profile": answer.profile,
        "comment": answer.comment,
        "channel": Channel.INTERVIEW,
        "answered_at": believe_time(answer.answered_at, timezone.now()),
        "service": _find_service(survey, answer.service),
        "flags": flags,
        "origin": reading.origin,
    }
    if document.corrects is not None:
        row, _ = supersede_response(survey=survey, corrects=document.corrects, answer=Answer(**fields))
        return Taken.CORRECTION if row.is_held else Taken.CORRECTED
    row, _ = record_response(survey=survey, answer=Answer(**fields))
    return Taken.LATE if row.is_held else Taken.COUNTED


def _find_service(survey: Survey, number: int | None) -> Service | None:
    if number is None:
        return None
    service = find_collect_service(survey, number)
    if service is None:
        raise BadInput("response_service", "Layanan itu bukan layanan unit ini.", field="service")
    return service
