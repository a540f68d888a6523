"""Requests for more time: those of a survey, and those that wait for a coordinator."""

from puas.errors import NotFound
from puas.lifecycles import ExtensionState
from puas.models import Agency, ExtensionRequest, Survey, User
from puas.permissions import Action
from puas.queries.units import visible_units

MOST = 20
"""So many waiting requests are shown at once, those that wait longest."""


def requests_of(survey: Survey) -> tuple[ExtensionRequest, ...]:
    """Return every request of a survey, the newest first. One query."""
    found = ExtensionRequest.objects.filter(survey=survey).select_related("asked_by", "decided_by")
    return tuple(found.order_by("-id"))


def waiting_requests(user: User, agency: Agency) -> tuple[ExtensionRequest, ...]:
    """Return the requests that wait for this person, the oldest first, MOST of them. One query."""
    units = visible_units(user, Action.OPEN_SURVEY).filter(agency=agency)
    found = ExtensionRequest.objects.filter(state=ExtensionState.WAITING.value, survey__unit__in=units)
    return tuple(found.select_related("survey__unit", "survey__period", "asked_by").order_by("id")[:MOST])


def find_request(survey: Survey, request_id: int) -> ExtensionRequest:
    """Return a request of a survey; NotFound `extension_unknown` for any other."""
    found = ExtensionRequest.objects.filter(survey=survey, pk=request_id).first()
    if found is None:
        raise NotFound("extension_unknown", "Permintaan itu tidak ada. Muat ulang halaman survei.")
    return found
