"""Instrument versions: the exact questionnaire, stored once and for ever."""

from django.db import transaction
from django.utils import timezone

from puas.errors import Conflict
from puas.methodology.instruments import parse_instrument
from puas.models import InstrumentVersion, User
from puas.operations.audits import append_event


@transaction.atomic
def store_instrument(*, content: str, by: User | None) -> InstrumentVersion:
    """Store the questionnaire in the TOML `content`; the same content again returns the row that is there.

    BadInput names the line of a faulty file; Conflict `instrument_version_taken` when this key and version
    are stored with other content (a changed word needs a new version).
    """
    instrument = parse_instrument(content)
    taken = {"key": instrument.key, "version": instrument.version}
    stored: InstrumentVersion | None = InstrumentVersion.objects.filter(**taken).first()
    if stored is not None and stored.content != content:
        raise Conflict(
            "instrument_version_taken",
            "Kuesioner {instrument} sudah disimpan dengan isi lain; naikkan nomor versinya.",
            instrument=instrument.id,
        )
    if stored is not None:
        return stored
    row = InstrumentVersion.objects.create(**taken, content=content, created_at=timezone.now())
    append_event(by=by, operation="store_instrument", subject=row, unit=None, data={"id": instrument.id})
    return row
