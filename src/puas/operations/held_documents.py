"""Keeping filled forms of unknown versions: nothing that an enumerator sent is lost."""

import hashlib

from django.db import transaction
from django.utils import timezone

from puas.exchange.xforms_documents import XFormDocument
from puas.models import CollectLink, HeldDocument, Survey


def hold_document(
    *, survey: Survey, link: CollectLink, document: XFormDocument, content: bytes
) -> tuple[HeldDocument, bool]:
    """Keep `content` as it came; return (row, created). The same bytes again are the same row."""
    with transaction.atomic(durable=True):
        return HeldDocument.objects.get_or_create(
            uuid=document.uuid,
            digest=hashlib.sha256(content).hexdigest(),
            defaults={
                "survey": survey,
                "link": link,
                "form_id": document.form_id,
                "version": document.version,
                "content": content,
                "received_at": timezone.now(),
            },
        )
