"""Where evidence lies, who may see it, and what of it is published."""

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet

from puas.errors import NotFound
from puas.models import Evidence, Publication, User
from puas.permissions import Action
from puas.queries.units import visible_units

FOLDER = "evidence"


def path_of(evidence: Evidence) -> Path:
    """Return where the file of a piece lies: PUAS_DATA/evidence, in folders by the first two digits of
    its name.
    """
    return Path(settings.DATA_DIR) / FOLDER / evidence.name[:2] / evidence.name


def find_evidence(user: User, evidence_id: int, action: Action = Action.VIEW) -> Evidence:
    """Return a piece of a unit where `user` may do `action`; NotFound `evidence_unknown` for any other."""
    units = visible_units(user, action)
    found = _joined().filter(
        Q(progress__item__plan__unit__in=units) | Q(forum__unit__in=units), pk=evidence_id
    )
    return _first(found)


def find_public_evidence(evidence_id: int) -> Evidence:
    """Return a piece that is published, for anybody; NotFound `evidence_unknown` for any other.

    Minutes are published with the result of their period. What was done about a plan is published with
    the next result of the unit, whose recap row tells the realisation; before that, and before a second
    person accepted the report, nobody outside sees it.
    """
    of_period = Publication.objects.filter(unit=OuterRef("forum__unit"), period=OuterRef("forum__period"))
    later = Publication.objects.filter(
        unit=OuterRef("progress__item__plan__unit"),
        period__starts__gt=OuterRef("progress__item__plan__period__ends"),
        published_at__gte=OuterRef("progress__confirmation__confirmed_at"),
    )
    accepted = Q(progress__confirmation__is_accepted=True) & Exists(later)
    return _first(_joined().filter(Exists(of_period) | accepted, pk=evidence_id))


def _joined() -> QuerySet[Evidence]:
    joined = Evidence.objects.select_related("progress__item__plan__unit", "forum__unit")
    return joined.filter(withdrawn_at=None)


def _first(found: QuerySet[Evidence]) -> Evidence:
    evidence = found.first()
    if evidence is None:
        raise NotFound("evidence_unknown", "Bukti itu tidak ada, sudah ditarik, atau bukan bukti unit Anda.")
    return evidence


def damaged_files() -> Iterator[Evidence]:
    """Yield the pieces whose file is missing or has another size than was stored; reads no content."""
    kept = Evidence.objects.exclude(name="").filter(withdrawn_at=None).only("name", "bytes", "title")
    for evidence in kept.order_by("id").iterator(chunk_size=2000):
        path = path_of(evidence)
        if not path.is_file() or path.stat().st_size != evidence.bytes:
            yield evidence


def count_files() -> int:
    """Return how many files evidence should have on disk."""
    return Evidence.objects.exclude(name="").filter(withdrawn_at=None).count()
