"""Putting answers into the tray: late ones, second contents under one uuid, corrections."""

import hashlib
import json
from typing import Any
from uuid import UUID

from django.db import transaction

from puas.models import HeldReason, HeldResponse, Response

# The content of an answer. Times, flags and the way it took differ between two sendings of one answer.
_CONTENT = ("survey_id", "instrument_id", "channel", "service_id", "word_a", "word_b", "profile", "comment")
_WAY = (
    "answered_at",
    "received_at",
    "flags",
    "link_id",
    "seconds",
    "was_steered",
    "device_hash",
    "address_hash",
)


def digest_of(response: Response) -> str:
    """Return SHA-256 (hex) of an answer's content: equal for the same answer sent again."""
    content: dict[str, Any] = {name: getattr(response, name) for name in _CONTENT}
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def hold_response(
    response: Response, reason: HeldReason, corrects: UUID | None = None
) -> tuple[HeldResponse, bool]:
    """Keep an unsaved answer in the tray; the same content under the same uuid is kept once.

    `corrects`: the uuid of the answer that a correction is to replace.
    """
    fields = {name: getattr(response, name) for name in (*_CONTENT, *_WAY)}
    with transaction.atomic():
        return HeldResponse.objects.get_or_create(
            uuid=response.uuid,
            digest=digest_of(response),
            defaults={**fields, "reason": reason.value, "corrects": corrects},
        )
