"""Putting answers into the tray: late ones, second contents under one uuid, corrections."""

from uuid import UUID

from django.db import transaction

from puas.models import HeldReason, HeldResponse, Response, VisitCode
from puas.models.held_responses import CONTENT, WAY, digest_of


def hold_response(
    response: Response, reason: HeldReason, corrects: UUID | None = None, visit: VisitCode | None = None
) -> tuple[HeldResponse, bool]:
    """Keep an unsaved answer in the tray; the same content under the same uuid is kept once.

    `corrects`: the uuid of the answer that a correction is to replace. `visit`: the one-time code that the
    answer came with and did not use up.
    """
    fields = {name: getattr(response, name) for name in (*CONTENT, *WAY)}
    with transaction.atomic():
        return HeldResponse.objects.get_or_create(
            uuid=response.uuid,
            digest=digest_of(response),
            defaults={**fields, "reason": reason.value, "corrects": corrects, "visit": visit},
        )
