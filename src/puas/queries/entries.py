"""The ways into a survey's form: its own address, or the code of a link that stands somewhere.

Every door resolves what it was given to an `Entry`, and from there on the form is the same for all of them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import F, QuerySet

from puas.models import Channel, FormLink, HeldReason, LinkKind, Service, VisitCode
from puas.models.form_links import normalise_code
from puas.models.visit_codes import digest_code
from puas.queries.survey_forms import ONLINE, Door, FormState

CHANNELS: Mapping[LinkKind, Channel] = {
    LinkKind.OPEN: ONLINE,
    LinkKind.KIOSK: Channel.KIOSK,
    LinkKind.VISIT: ONLINE,
}
REVOKED = HeldReason.REVOKED
"""Why an answer waits in the tray that came through a link taken back."""
USED = HeldReason.USED
"""Why an answer waits in the tray that came with a one-time code by which another one is counted."""
_FAR = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Entry:
    """How somebody came to a form. `token`: the survey's own; `link`: None at the survey's own address.

    `visit`: the one-time code that an answer uses up.
    """

    token: str
    channel: Channel = ONLINE
    link: FormLink | None = None
    visit: VisitCode | None = None

    @property
    def service(self) -> Service | None:
        """The service that the link names; then the form does not ask for it."""
        return self.link.service if self.link else None

    @property
    def is_kiosk(self) -> bool:
        """Whether the form is filled in on a device of the unit, one person after another."""
        return self.channel is Channel.KIOSK


@dataclass(frozen=True)
class FoundLink:
    """A link and the surveys it can lead to: the state of each by its token, the oldest first.

    `visit`: the one-time code by which it was found, `plain` that code without what people add in typing it.
    """

    link: FormLink
    surveys: Mapping[str, FormState]
    visit: VisitCode | None = None
    plain: str = ""

    @property
    def is_open(self) -> bool:
        """Whether anybody may use it, on a device of their own."""
        return self.link.kind == LinkKind.OPEN

    @property
    def is_kiosk(self) -> bool:
        """Whether it belongs to a device of the unit."""
        return self.link.kind == LinkKind.KIOSK

    def leads_to(self, now: datetime) -> str | None:
        """Return the token of the survey that a visitor is shown: open, else next to open, else last held.

        None when the unit has never planned one.
        """
        by_door: dict[Door, list[str]] = {door: [] for door in Door}
        for token, state in self.surveys.items():
            by_door[state.door(now)].append(token)
        if by_door[Door.OPEN]:
            return by_door[Door.OPEN][-1]
        coming = min(
            by_door[Door.NOT_YET], key=lambda token: self.surveys[token].opens_at or _FAR, default=None
        )
        return coming or next(iter(reversed(by_door[Door.SHUT])), None)

    def enter(self, token: str) -> Entry:
        """Return the way through this link into one of its surveys."""
        return Entry(token, CHANNELS[LinkKind(self.link.kind)], self.link, self.visit)


def find_link(code: str) -> FoundLink | None:
    """Return the link with this code as people type it, revoked or not; None when there is none. One query.

    A unit's surveys are joined, a row each (there are as many as periods), so that whatever the link leads
    to is known without a second question.
    """
    links = FormLink.objects.filter(code=normalise_code(code))
    links = links.select_related("unit__agency", "service", "replaced_by")
    rows = list(_join_surveys(links, "unit__surveys"))
    return FoundLink(rows[0], _surveys(rows, rows[0])) if rows else None


def find_visit(code: str) -> FoundLink | None:
    """Return the link of a one-time code as people type it, used or not; None when unknown. One query."""
    plain = normalise_code(code)
    visits = VisitCode.objects.filter(digest=digest_code(plain)).select_related(
        "link__unit__agency", "link__service"
    )
    rows = list(_join_surveys(visits, "link__unit__surveys"))
    return FoundLink(rows[0].link, _surveys(rows, rows[0].link), rows[0], plain) if rows else None


def _join_surveys(rows: QuerySet[Any], surveys: str) -> QuerySet[Any]:
    names = ("id", "token", "instrument_id", "state", "opens_at", "closes_at")
    joined = {f"joined_{name}": F(f"{surveys}__{name}") for name in names}
    annotated: QuerySet[Any] = rows.annotate(**joined)
    return annotated.order_by("joined_id")


def _surveys(rows: Sequence[Any], link: FormLink) -> dict[str, FormState]:
    """Return the states of what the link can lead to: its own survey alone when it was made for one."""
    return {
        row.joined_token: FormState(
            row.joined_instrument_id, row.joined_state, row.joined_opens_at, row.joined_closes_at
        )
        for row in rows
        if row.joined_token and link.survey_id in (None, row.joined_id)
    }
