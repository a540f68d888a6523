"""Moving the mark of a stored tally forward. A cache of what the rows say, so no audit event."""

from typing import Any

from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone

from puas.engines.database import Scope, tally_surveys
from puas.methodology.tallies import Tally
from puas.models import Response, StoredTally, Survey


def advance_tally(*, survey: Survey) -> StoredTally:
    """Add the rows after the mark to a survey's stored tally and move the mark; safe while answers arrive.

    Answers that are left out are in it too: `queries.tallies.live_tally` takes them off, so a decision about
    an answer never makes the cache wrong.
    """
    stored = StoredTally.objects.filter(survey=survey).first()
    mark = safe_mark()  # after reading the stored one, so that it is never behind it
    last_id = stored.last_id if stored else 0
    instrument = survey.instrument.parsed
    counted = tally_surveys([survey.pk], instrument, after_id=last_id, up_to_id=mark, scope=Scope.EVERY)[None]
    tally = counted if stored is None else Tally.from_dict(stored.tally) + counted
    return _store(survey, tally, last_id, mark)


@transaction.atomic
def safe_mark() -> int:
    """Return an id below which every row is visible for good.

    On PostgreSQL a row with a smaller id may become visible after one with a larger id, when its transaction
    commits later. SHARE MODE waits until no insert is in flight and keeps new ones out for the moment of
    reading. On SQLite one writer at a time gives ids in the order of commits.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {Response._meta.db_table} IN SHARE MODE")
    return Response.objects.aggregate(last=Max("id"))["last"] or 0


@transaction.atomic
def _store(survey: Survey, tally: Tally, last_id: int, mark: int) -> StoredTally:
    """Store the tally unless someone moved the mark meanwhile; theirs is as right as ours."""
    defaults: dict[str, Any] = {"tally": tally.to_dict(), "last_id": mark, "updated_at": timezone.now()}
    stored, created = StoredTally.objects.select_for_update().get_or_create(survey=survey, defaults=defaults)
    if not created and stored.last_id == last_id:
        stored.tally, stored.last_id, stored.updated_at = defaults["tally"], mark, defaults["updated_at"]
        stored.save()
    return stored
