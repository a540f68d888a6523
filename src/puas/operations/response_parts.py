"""The parts of an answer, checked one by one, the same for every way that it comes by.

Each returns what is stored, or raises BadInput that names the part in `field`.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from puas.errors import BadInput
from puas.methodology.answers import is_complete, parse_profile, parse_scores
from puas.methodology.instruments import Instrument
from puas.models import Channel, Service, Survey

LONGEST_COMMENT = 4000


def check_scores(instrument: Instrument, scores: Sequence[int]) -> tuple[int, ...]:
    """Return one score per item in the instrument's order, 0 = unanswered."""
    if is_complete(instrument, scores):
        return tuple(scores)
    if len(scores) != len(instrument.items):
        raise BadInput(
            "answers_wrong_number",
            "Kuesioner {instrument} mempunyai {expected} butir, bukan {given}.",
            field="",
            instrument=instrument.id,
            expected=len(instrument.items),
            given=len(scores),
        )
    raw = {
        item.key: None if score == 0 else score for item, score in zip(instrument.items, scores, strict=True)
    }
    return parse_scores(instrument, raw)


def check_profile(instrument: Instrument, profile: Mapping[str, Any]) -> dict[str, Any]:
    """Return the profile and ratings as JSON values, as `parse_profile` does, of text that can be stored."""
    return parse_profile(instrument, {key: clean(value) for key, value in profile.items()})


def check_uuid(value: UUID | str) -> UUID:
    """Return the uuid that a value is or writes."""
    try:
        return value if isinstance(value, UUID) else UUID(value)
    except (ValueError, AttributeError, TypeError) as error:
        raise BadInput(
            "response_uuid", "Nomor isian tidak sah; muat ulang formulir.", field="uuid"
        ) from error


def check_channel(value: str) -> str:
    """Return the channel as it is stored."""
    if isinstance(value, Channel):
        return value.value
    if value not in set(Channel):
        raise BadInput(
            "response_channel", "Saluran “{channel}” tidak dikenal.", field="channel", channel=value
        )
    return Channel(value).value


def check_service(survey: Survey, service: Service | None) -> Service | None:
    """Return the service, which is one of the survey's own unit."""
    if service is not None and service.unit_id != survey.unit_id:
        raise BadInput("response_service", "Layanan itu bukan layanan unit ini.", field="service")
    return service


def check_time(value: datetime) -> datetime:
    """Return the time, which has a zone."""
    if timezone.is_naive(value):
        raise BadInput("response_time", "Waktu mengisi harus disertai zona waktu.", field="answered_at")
    return value


def check_comment(value: str) -> str:
    """Return the comment without space around it, at most LONGEST_COMMENT letters."""
    comment: str = clean(value).strip()
    if len(comment) > LONGEST_COMMENT:
        raise BadInput(
            "comment_too_long",
            "Saran paling panjang {longest} huruf; yang ini {length}.",
            field="comment",
            longest=LONGEST_COMMENT,
            length=len(comment),
        )
    return comment


def clean(value: Any) -> Any:
    """Return text that every database can store: without NUL, and with broken characters replaced."""
    if not isinstance(value, str):
        return value
    if value.isascii():
        return value.replace("\x00", "")
    return value.encode("utf-8", "replace").decode().replace("\x00", "")
