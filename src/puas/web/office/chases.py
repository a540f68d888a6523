"""Whom to chase, as the pages show it: the reason in words, and a message to send."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext

from puas.models import Period
from puas.queries.chases import Chase
from puas.queries.overviews import OverviewRow
from puas.reports.posters import share_address
from puas.web.templatetags.printing import print_period, told


@dataclass(frozen=True)
class ChaseItem:
    """One line of the list. `text` is a message to copy; `share` opens WhatsApp with it."""

    row: OverviewRow
    address: str
    reason: str
    text: str
    share: str


def describe_chases(request: HttpRequest, period: Period, chases: Iterable[Chase]) -> list[ChaseItem]:
    """Return the lines of a list of chases, each with the message that can be sent to its unit."""
    label = print_period(period.pure)
    return [_describe(request, label, chase) for chase in chases]


def _describe(request: HttpRequest, period: str, chase: Chase) -> ChaseItem:
    survey, reason = chase.row.status.survey, told(chase.reason)
    name, key = ("office:survey", survey.pk) if survey else ("office:unit", chase.row.unit.pk)
    address = reverse(name, args=[key])
    text = gettext(
        "Yth. {unit}, tentang survei kepuasan masyarakat {period}: {reason} "
        "Mohon ditindaklanjuti di {address}"
    ).format(
        unit=chase.row.unit.name, period=period, reason=reason, address=request.build_absolute_uri(address)
    )
    return ChaseItem(chase.row, address, reason, text, share_address(text))
