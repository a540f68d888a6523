"""What is read on a sheet, checked against the questionnaire as every other answer is."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from puas.errors import BadInput
from puas.methodology.answers import parse_profile, parse_scores
from puas.models import Channel, PaperBatch, Service
from puas.operations.response_parts import LONGEST_COMMENT
from puas.operations.responses import Answer
from puas.queries.paper_batches import COMMENT, DATE, SERVICE

NOON = datetime.time(12)


def build_answer(batch: PaperBatch, sheet: int, content: Mapping[str, Any], now: datetime.datetime) -> Answer:
    """Return the answer that a sheet becomes; BadInput with `field` for anything it may not hold."""
    instrument = batch.survey.instrument.parsed
    items = {item.key for item in instrument.items}
    own = {SERVICE, COMMENT, DATE}
    comment = str(content.get(COMMENT, "")).strip()
    if len(comment) > LONGEST_COMMENT:
        raise BadInput(
            "paper_comment",
            "Saran paling panjang {longest} huruf.",
            field=COMMENT,
            longest=LONGEST_COMMENT,
        )
    return Answer(
        uuid=batch.uuid_of(sheet),
        scores=parse_scores(instrument, {key: value for key, value in content.items() if key in items}),
        answered_at=_time_of(content.get(DATE), now),
        channel=Channel.PAPER,
        profile=parse_profile(
            instrument, {key: value for key, value in content.items() if key not in items | own}
        ),
        comment=comment,
        service=_find_service(batch, content.get(SERVICE)),
    )


def _time_of(day: object, now: datetime.datetime) -> datetime.datetime:
    """Return noon of the day written on the sheet, or now when that is still to come."""
    try:
        given = datetime.date.fromisoformat(str(day or ""))
    except ValueError as error:
        raise BadInput(
            "paper_date", "Tulis tanggal pengisian lembar, misalnya 20-11-2026.", field=DATE
        ) from error
    if given > timezone.localdate(now):
        raise BadInput("paper_date_ahead", "Tanggal pengisian lembar belum tiba.", field=DATE)
    noon = datetime.datetime.combine(given, NOON, timezone.get_default_timezone())
    return min(noon, now)


def _find_service(batch: PaperBatch, service_id: object) -> Service | None:
    if service_id is None:
        return None
    services = Service.objects.filter(unit=batch.survey.unit_id)
    service = services.filter(pk=service_id).first() if isinstance(service_id, int) else None
    if service is None:
        raise BadInput("paper_service", "Layanan itu bukan layanan unit ini.", field=SERVICE)
    return service
