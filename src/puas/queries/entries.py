"""The ways into a survey's form: its own address, or the code of a link that stands somewhere.

Every door resolves what it was given to an `Entry`, and from there on the form is the same for all of them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db.models import F

from puas.models import Channel, FormLink, HeldReason, LinkKind, Service
from puas.models.form_links import normalise_code
from puas.queries.survey_forms import ONLINE, Door, FormState

CHANNELS: Mapping[LinkKind, Channel] = {
    LinkKind.OPEN: ONLINE,
    LinkKind.KIOSK: Channel.KIOSK,
    LinkKind.VISIT: ONLINE,
}
REVOKED = HeldReason.REVOKED
"""Why an answer waits in the tray that came through a link taken back."""
_FAR = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Entry:
    """How somebody came to a form. `token`: the survey's own; `link`: None at the survey's own address."""

    token: str
    channel: Channel = ONLINE
    link: FormLink | None = None

    @property
    def service(self) -> Service | None:
        """The service that the link names; then the form does not ask for it."""
        return self.link.service if self.link else None


@dataclass(frozen=True)
class FoundLink:
    """A link and the surveys it can lead to: the state of each by its token, the oldest first."""

    link: FormLink
    surveys: Mapping[str, FormState]

    @property
    def is_open(self) -> bool:
        """Whether anybody may use it, on a device of their own."""
        return self.link.kind == LinkKind.OPEN

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
        return Entry(token, CHANNELS[LinkKind(self.link.kind)], self.link)


def find_link(code: str) -> FoundLink | None:
    """Return the link with this code as people type it, revoked or not; None when there is none. One query.

    A unit's surveys are joined, a row each (there are as many as periods), so that whatever the link leads
    to is known without a second question.
    """
    state = {
        name: F(f"unit__surveys__{name}") for name in ("instrument_id", "state", "opens_at", "closes_at")
    }
    rows = (
        FormLink.objects.filter(code=normalise_code(code))
        .select_related("service", "replaced_by")
        .annotate(
            joined_id=F("unit__surveys__id"),
            joined_token=F("unit__surveys__token"),
            **{f"joined_{name}": column for name, column in state.items()},
        )
        .order_by("joined_id")
    )
    found = list(rows)
    return FoundLink(found[0], _surveys(found)) if found else None


def _surveys(rows: Sequence[FormLink]) -> dict[str, FormState]:
    """Return the states of what the link can lead to: its own survey alone when it was made for one."""
    return {
        row.joined_token: FormState(  # type: ignore[attr-defined]
            row.joined_instrument_id,  # type: ignore[attr-defined]
            row.joined_state,  # type: ignore[attr-defined]
            row.joined_opens_at,  # type: ignore[attr-defined]
            row.joined_closes_at,  # type: ignore[attr-defined]
        )
        for row in rows
        if row.joined_token and row.survey_id in (None, row.joined_id)  # type: ignore[attr-defined]
    }
