"""Invitations: those that wait in a person's units, and the one that a token opens."""

from django.db.models import QuerySet
from django.utils import timezone

from puas.errors import NotFound, NotNow
from puas.models import Invitation, InvitationState, Role, User
from puas.models.invitations import digest_invitation
from puas.permissions import Action, manageable_roles, units_of


def list_invitations(reader: User) -> QuerySet[Invitation]:
    """Return the invitations of the reader's units that nobody accepted or withdrew, newest first."""
    units = units_of(reader, Action.MANAGE_USERS)
    waiting = Invitation.objects.filter(unit__in=units, accepted_at=None, withdrawn_at=None)
    return waiting.select_related("unit", "created_by")


def find_invitation(reader: User, invitation_id: int) -> Invitation:
    """Return one of `list_invitations`; NotFound `invitation_unknown`."""
    found = list_invitations(reader).filter(pk=invitation_id).first()
    if found is None:
        raise NotFound("invitation_unknown", "Undangan itu tidak ada, atau sudah dipakai.")
    return found


def open_invitation(token: str) -> Invitation:
    """Return the waiting invitation of a token.

    NotFound `invitation_link_unknown`; NotNow as `require_waiting`.
    """
    found = Invitation.objects.select_related("unit__agency").filter(digest=digest_invitation(token)).first()
    if found is None:
        raise NotFound(
            "invitation_link_unknown",
            "Tautan undangan ini tidak dikenal. Periksa apakah alamatnya utuh, atau minta yang baru.",
        )
    require_waiting(found)
    return found


def require_waiting(invitation: Invitation) -> None:
    """Raise NotNow `invitation_accepted`, `_withdrawn`, `_expired` or `_void` unless it can be accepted."""
    state = invitation.state_at(timezone.now())
    if state is InvitationState.WAITING:
        return _require_inviter(invitation)
    if state is InvitationState.ACCEPTED:
        raise NotNow(
            "invitation_accepted", "Undangan ini sudah dipakai. Masuk dengan akun yang dibuat waktu itu."
        )
    if state is InvitationState.WITHDRAWN:
        raise NotNow(
            "invitation_withdrawn",
            "Undangan ini sudah ditarik. Minta undangan baru kepada yang mengundang Anda.",
        )
    raise NotNow(
        "invitation_expired",
        "Undangan ini sudah lewat 7 hari. Minta undangan baru kepada yang mengundang Anda.",
    )


def _require_inviter(invitation: Invitation) -> None:
    """Refuse the role when whoever invited may not give it any more: nobody leaves a door open behind."""
    inviter = invitation.created_by
    if inviter is not None and Role(invitation.role) not in manageable_roles(inviter, invitation.unit):
        raise NotNow(
            "invitation_void",
            "Yang mengundang Anda tidak lagi berwenang di {unit}. Minta undangan baru kepada koordinator.",
            unit=invitation.unit.name,
        )
