"""What a browser sent, read strictly against the instrument.

Two kinds of refusal: a *mistake* a citizen can make (left open, out of range) comes back beside its field;
what the page could never have sent (an unknown field, a field twice, no UUID) is BadInput for all of it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext

from puas.errors import BadInput
from puas.methodology.answers import parse_profile, parse_scores
from puas.methodology.instruments import Instrument, ProfileField
from puas.web.languages import PARAMETER
from puas.web.public.questions import COMMENT, COMMENT_LIMIT, SERVICE, STEERED, Given
from puas.web.public.sendings import DEVICE, GIVEN_AT, SECONDS, read_device, read_given_at, read_seconds

UUID_FIELD = "uuid"
SURVEY_FIELD = "survei"
"""On the form of a link: the token of the survey that was shown; by now the link may lead elsewhere."""
TOO_FEW = ""
"""The name under which `find_mistakes` keeps what belongs to no single field."""


@dataclass(frozen=True)
class Submission:
    """One answer, checked: what `operations.responses.record_response` stores."""

    uuid: UUID
    scores: tuple[int, ...]
    profile: dict[str, str | int | list[str]]
    comment: str
    service: int | None
    was_steered: bool | None = None
    given_at: datetime | None = None
    seconds: int | None = None
    device: str = field(default="", repr=False)


def read_sent(instrument: Instrument, posted: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Return every field with its values, blanks and NUL characters removed.

    Raises BadInput `form_field_unknown` and `form_field_twice`.
    """
    several = {field.key for field in instrument.profile if field.kind == "multiple"}
    known = _names(instrument)
    sent: dict[str, list[str]] = {}
    for name, values in posted.items():
        if name not in known:
            raise BadInput(
                "form_field_unknown",
                "Formulir ini tidak punya isian “{field}”. Muat ulang halamannya lalu isi kembali.",
                field=name,
            )
        if len(values) > 1 and name not in several:
            raise BadInput(
                "form_field_twice",
                "Isian “{field}” terkirim dua kali. Muat ulang halamannya lalu isi kembali.",
                field=name,
            )
        sent[name] = [value.replace("\x00", "").strip() for value in values]
    return sent


def _names(instrument: Instrument) -> set[str]:
    return {
        UUID_FIELD,
        SURVEY_FIELD,
        PARAMETER,
        SERVICE,
        COMMENT,
        STEERED,
        GIVEN_AT,
        SECONDS,
        DEVICE,
        *(item.key for item in instrument.items),
        *(rating.key for rating in instrument.ratings),
        *(field.key for field in instrument.profile),
    }


def read_uuid(sent: Given) -> UUID:
    """Return the UUID that the page carried. BadInput `form_uuid` when it is missing or not one."""
    try:
        return UUID((sent.get(UUID_FIELD) or [""])[0])
    except ValueError as error:
        raise BadInput(
            "form_uuid",
            "Formulir ini tidak lengkap (nomor isian hilang). Muat ulang halamannya lalu isi kembali.",
        ) from error


def build_submission(instrument: Instrument, sent: Given, services: Sequence[int]) -> Submission:
    """Return the checked submission; raises BadInput for anything wrong, the first thing found."""
    comment = (sent.get(COMMENT) or [""])[0].replace("\r\n", "\n")
    if len(comment) > COMMENT_LIMIT:
        raise BadInput("form_comment_long", "Saran terlalu panjang.", field=COMMENT)
    return Submission(
        uuid=read_uuid(sent),
        scores=parse_scores(instrument, _single(sent, [item.key for item in instrument.items])),
        profile=parse_profile(instrument, _profile_sent(instrument, sent)),
        comment=comment,
        service=_read_service(sent, services),
        was_steered=_read_steered(sent),
        given_at=read_given_at(sent),
        seconds=read_seconds(sent),
        device=read_device(sent),
    )


def _single(sent: Given, names: Sequence[str]) -> dict[str, object]:
    return {name: sent[name][0] for name in names if sent.get(name)}


def _profile_sent(instrument: Instrument, sent: Given) -> dict[str, object]:
    several = {field.key for field in instrument.profile if field.kind == "multiple"}
    names = [field.key for field in instrument.profile] + [rating.key for rating in instrument.ratings]
    return {name: list(sent[name]) if name in several else sent[name][0] for name in names if sent.get(name)}


def _read_service(sent: Given, services: Sequence[int]) -> int | None:
    given = (sent.get(SERVICE) or [""])[0]
    if not given:
        return None
    if given not in {str(key) for key in services}:
        raise BadInput("form_service", "Layanan ini tidak ada pada unit ini.", field=SERVICE)
    return int(given)


def _read_steered(sent: Given) -> bool | None:
    given = (sent.get(STEERED) or [""])[0]
    if given not in ("", "ya", "tidak"):
        raise BadInput("form_steered", "Jawab pertanyaan ini dengan ya atau tidak.", field=STEERED)
    return given == "ya" if given else None


def find_mistakes(
    instrument: Instrument, language: str, sent: Given, services: Sequence[int]
) -> dict[str, str]:
    """Return a sentence for every field that is wrong, by name and in the order of the page; {} when none is.

    Each field is read alone by the same methodology that reads them together, so there is one set of rules.
    """
    mistakes = _mistaken_items(instrument, language, sent)
    mistakes |= _mistaken_profile(instrument, language, sent)
    if len((sent.get(COMMENT) or [""])[0]) > COMMENT_LIMIT:
        text = gettext("Saran paling panjang {limit} huruf; pendekkan dahulu.")
        mistakes[COMMENT] = text.format(limit=COMMENT_LIMIT)
    return mistakes | _mistaken_rest(sent, services)


def _mistaken_rest(sent: Given, services: Sequence[int]) -> dict[str, str]:
    """Return what is wrong with the service and the control item, by name."""
    mistakes: dict[str, str] = {}
    try:
        _read_service(sent, services)
    except BadInput as error:
        mistakes[SERVICE] = gettext(error.message)
    try:
        _read_steered(sent)
    except BadInput as error:
        mistakes[STEERED] = gettext(error.message)
    return mistakes


def _mistaken_items(instrument: Instrument, language: str, sent: Given) -> dict[str, str]:
    mistakes: dict[str, str] = {}
    for number, item in enumerate(instrument.items, 1):
        alone = replace(instrument, items=(item,), minimum_answered=0)
        try:
            parse_scores(alone, _single(sent, [item.key]))
        except BadInput as error:
            text = {
                "answer_required": gettext("Pertanyaan {number} belum dijawab."),
                "answer_invalid": gettext("Jawaban pertanyaan {number} tidak ada pada pilihannya."),
            }[error.code]
            mistakes[item.key] = text.format(number=number)
    if not mistakes:
        try:
            parse_scores(instrument, _single(sent, [item.key for item in instrument.items]))
        except BadInput as error:
            mistakes[TOO_FEW] = gettext(error.message).format(**error.data)
    return mistakes


def _mistaken_profile(instrument: Instrument, language: str, sent: Given) -> dict[str, str]:
    mistakes: dict[str, str] = {}
    raw = _profile_sent(instrument, sent)
    parts = [replace(instrument, profile=(field,), ratings=()) for field in instrument.profile]
    parts += [replace(instrument, profile=(), ratings=(rating,)) for rating in instrument.ratings]
    for part in parts:
        asked = part.profile[0] if part.profile else part.ratings[0]
        try:
            parse_profile(part, {asked.key: raw[asked.key]} if asked.key in raw else {})
        except BadInput as error:
            kind = asked.kind if isinstance(asked, ProfileField) else "choice"
            mistakes[asked.key] = _explain(error.code, kind, asked, asked.label[language])
    return mistakes


def _explain(code: str, kind: str, asked: object, label: str) -> str:
    if code == "profile_required":
        return gettext("“{label}” belum diisi.").format(label=label)
    if kind == "integer" and isinstance(asked, ProfileField):
        text = gettext("“{label}” harus berupa angka {low} sampai {high}.")
        return text.format(label=label, low=asked.low, high=asked.high)
    if kind == "date":
        return gettext("“{label}” harus berupa tanggal, seperti 2026-11-20.").format(label=label)
    if kind == "text" and isinstance(asked, ProfileField):
        return gettext("“{label}” paling panjang {high} huruf.").format(label=label, high=asked.high)
    return gettext("“{label}” harus salah satu dari pilihannya.").format(label=label)
