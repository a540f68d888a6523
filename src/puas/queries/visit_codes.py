"""Batches of one-time visit codes as the office sees them: how many are used, never which nor by whom."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count

from puas.errors import NotFound, NotNow
from puas.models import FormLink, LinkKind, Unit, User, VisitCode
from puas.models.visit_codes import derive_code, digest_code
from puas.permissions import Action
from puas.queries.units import visible_units


@dataclass(frozen=True)
class BatchRow:
    """A batch with the number of its slips and of those by which an answer is counted."""

    link: FormLink
    slips: int
    used: int

    @property
    def unused(self) -> int:
        return self.slips - self.used


def list_batches(unit: Unit) -> tuple[BatchRow, ...]:
    """Return the batches of a unit, those in force first, the newest of them first. Two queries."""
    links = FormLink.objects.filter(unit=unit, kind=LinkKind.VISIT.value)
    rows = _count(list(links.select_related("survey__period", "service")))
    return tuple(sorted(rows, key=lambda row: (row.link.is_revoked, -row.link.pk)))


def find_batch(user: User, link_id: int, action: Action = Action.VIEW) -> BatchRow:
    """Return a batch of a unit where `user` may do `action`; NotFound `visit_batch_missing` for any other."""
    links = FormLink.objects.filter(pk=link_id, kind=LinkKind.VISIT.value)
    joined = links.select_related("unit__agency", "survey__period", "survey__instrument", "service")
    link = joined.filter(unit__in=visible_units(user, action)).first()
    if link is None:
        raise NotFound("visit_batch_missing", "Slip kunjungan itu tidak ada, atau bukan milik unit Anda.")
    return _count([link])[0]


def _count(links: Sequence[FormLink]) -> list[BatchRow]:
    counted = (
        VisitCode.objects.filter(link__in=[link.pk for link in links])
        .order_by()
        .values_list("link")
        .annotate(slips=Count("id"), used=Count("used_on"))
    )
    numbers = {link: (slips, used) for link, slips, used in counted}
    return [BatchRow(link, *numbers.get(link.pk, (0, 0))) for link in links]


def derive_slips(link: FormLink, first: int, last: int) -> tuple[tuple[int, str], ...]:
    """Return (number, code) of the slips `first` to `last` of a batch, as they were made. One query.

    NotNow `visit_secret` when this installation's secret is not the one that they were made under: a slip
    whose code opens nothing must not be printed.
    """
    kept = VisitCode.objects.filter(link=link, number__range=(first, last)).order_by("number")
    slips = [(row, derive_code(settings.SECRET_KEY, link.code, row.number)) for row in kept]
    if any(digest_code(code) != row.digest for row, code in slips):
        raise NotNow(
            "visit_secret",
            "Kunci rahasia pemasangan ini sudah berganti, jadi slip {name} tidak dapat dicetak lagi. "
            "Slip yang sudah tercetak tetap berlaku. Untuk yang lain, buat slip baru.",
            name=link.name,
        )
    return tuple((row.number, code) for row, code in slips)
