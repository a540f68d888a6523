"""A filled form against the questionnaire it was made from: the answer that the document holds."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from puas.errors import BadInput
from puas.exchange import xforms
from puas.exchange.xforms_documents import XFormDocument
from puas.methodology.answers import parse_profile, parse_scores
from puas.methodology.instruments import Instrument, ProfileField

NO_SERVICE = "0"
"""What the list of services calls a service that is not in it."""

_NUMBER = re.compile(r"[1-9][0-9]{0,17}", re.ASCII)
_GROUPS = (xforms.PROFILE, xforms.ANSWERS, xforms.RATINGS)
_OWN = frozenset(
    (
        *_GROUPS,
        xforms.STARTED_AT,
        xforms.ENDED_AT,
        xforms.SURVEY,
        xforms.SERVICE,
        xforms.ANSWERED,
        xforms.TOO_FEW,
        xforms.COMMENT,
    )
)


@dataclass(frozen=True)
class XFormAnswer:
    """The answer in a document. `answered_at` None: the client gave no time that can be used."""

    scores: tuple[int, ...]
    profile: dict[str, str | int | list[str]]
    comment: str
    service: int | None
    answered_at: datetime | None


def parse_survey_number(document: XFormDocument) -> int:
    """Return the survey that the document says it answers; BadInput `xform_survey`."""
    given = document.values.get(xforms.SURVEY, "")
    if not _NUMBER.fullmatch(given):
        raise BadInput("xform_survey", "Isian ini tidak menyebut survei unit mana yang dijawab.")
    return int(given)


def parse_answer(instrument: Instrument, document: XFormDocument) -> XFormAnswer:
    """Return what the document answers.

    Raises BadInput with the field: `xform_field_unknown`, `xform_service`, and all of
    `puas.methodology.answers`.
    """
    values = document.values
    _check_names(instrument, values)
    answers = _group(values, xforms.ANSWERS)
    return XFormAnswer(
        scores=parse_scores(instrument, answers),
        profile=parse_profile(instrument, _profile(instrument, values)),
        comment=values.get(xforms.COMMENT, ""),
        service=_service(values.get(xforms.SERVICE, "")),
        answered_at=_moment(values.get(xforms.ENDED_AT, "")) or _moment(values.get(xforms.STARTED_AT, "")),
    )


def _check_names(instrument: Instrument, values: Mapping[str, str]) -> None:
    """Refuse every element that no form of this instrument has, and a text where only a group can be."""
    asked = {f"{xforms.ANSWERS}/{item.key}" for item in instrument.items}
    asked |= {f"{xforms.PROFILE}/{field.key}" for field in instrument.profile}
    asked |= {f"{xforms.RATINGS}/{rating.key}" for rating in instrument.ratings}
    for path, text in values.items():
        if path not in asked and (path not in _OWN or (path in _GROUPS and text)):
            raise BadInput(
                "xform_field_unknown",
                "Formulir ini tidak punya isian {field}. Unduh ulang formulirnya, lalu isi kembali.",
                field=path,
            )


def _group(values: Mapping[str, str], group: str) -> dict[str, str]:
    start = f"{group}/"
    return {path.removeprefix(start): text for path, text in values.items() if path.startswith(start)}


def _profile(instrument: Instrument, values: Mapping[str, str]) -> dict[str, object]:
    given = _group(values, xforms.PROFILE)
    fields = {field.key: field for field in instrument.profile}
    profile: dict[str, object] = {key: _value(fields[key], text) for key, text in given.items()}
    return profile | _group(values, xforms.RATINGS)


def _value(field: ProfileField, text: str) -> object:
    """Return the keys behind the names that a form uses; what is no name is left to be refused."""
    names = xforms.choice_names(field.options)
    if field.kind == "multiple":
        return [names.get(name, name) for name in text.split()]
    return names.get(text, text) if field.kind == "choice" else text


def _service(text: str) -> int | None:
    if text in ("", NO_SERVICE):
        return None
    if not _NUMBER.fullmatch(text):
        raise BadInput(
            "xform_service", "Layanan pada isian ini tidak dikenal; unduh ulang daftar layanannya."
        )
    return int(text)


def _moment(text: str) -> datetime | None:
    """Return a time with its zone; None for what a broken clock or another client may send."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.utcoffset() is not None and 2000 <= moment.year <= 9000 else None
