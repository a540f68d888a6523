"""Inviting people: a one-time link that gives a role, to a new account or to one that is there already."""

from collections.abc import Callable

from django.db import transaction
from django.utils import timezone

from puas.errors import NotNow
from puas.models import Invitation, Role, Unit, User
from puas.models.collect_links import new_secret
from puas.models.invitations import LIFETIME, digest_invitation
from puas.operations.audits import append_event
from puas.operations.invitation_mails import mail_invitation, will_be_mailed
from puas.operations.users import check_email, check_name, hold_role, make_account
from puas.queries.invitations import require_waiting

LinkFor = Callable[[str], str]
"""Makes the address that opens an invitation out of its token."""


@transaction.atomic
def invite_person(
    *, name: str, email: str, unit: Unit, role: Role, by: User | None, link_for: LinkFor | None = None
) -> tuple[Invitation, str]:
    """Invite somebody to a role at `unit`; return the invitation and its token, which is never told again.

    With `link_for` the address that it makes of the token is mailed as well, where mail is sent.
    BadInput `person_name` or `person_email`.
    """
    token, now = new_secret(), timezone.now()
    invitation = Invitation.objects.create(
        unit=unit,
        role=Role(role).value,
        name=check_name(name),
        email=check_email(email),
        digest=digest_invitation(token),
        created_at=now,
        created_by=by,
        expires_at=now + LIFETIME,
    )
    data = {"role": invitation.role}
    append_event(by=by, operation="invite_person", subject=invitation, unit=unit, data=data)
    _mail(invitation, token, link_for)
    return invitation, token


@transaction.atomic
def renew_invitation(
    *, invitation: Invitation, by: User | None, link_for: LinkFor | None = None
) -> tuple[Invitation, str]:
    """Give an invitation a new link for another seven days; the one sent before stops working.

    NotNow when it was accepted or withdrawn.
    """
    stored = _lock(invitation)
    _require_open(stored)
    token = new_secret()
    stored.digest, stored.expires_at = digest_invitation(token), timezone.now() + LIFETIME
    stored.save(update_fields=["digest", "expires_at"])
    append_event(by=by, operation="renew_invitation", subject=stored, unit=stored.unit, data={})
    _mail(stored, token, link_for)
    return stored, token


@transaction.atomic
def withdraw_invitation(*, invitation: Invitation, by: User | None) -> Invitation:
    """Take an invitation back for good: its link opens nothing any more. NotNow when it is over already."""
    stored = _lock(invitation)
    _require_open(stored)
    stored.withdrawn_at, stored.withdrawn_by = timezone.now(), by
    stored.save(update_fields=["withdrawn_at", "withdrawn_by"])
    append_event(by=by, operation="withdraw_invitation", subject=stored, unit=stored.unit, data={})
    return stored


@transaction.atomic
def accept_invitation(*, invitation: Invitation, username: str, full_name: str, password: str) -> User:
    """Make the account of the person who was invited, with the role; the link is used up.

    Raises as `make_account` and `check_name`; NotNow when the invitation is over.
    """
    stored = _lock(invitation)
    require_waiting(stored)
    user = make_account(username, password, check_name(full_name), stored.email)
    _use(stored, user)
    return user


@transaction.atomic
def take_invited_role(*, invitation: Invitation, by: User) -> User:
    """Give the invited role to the account that is signed in; the link is used up."""
    stored = _lock(invitation)
    require_waiting(stored)
    _use(stored, by)
    return by


def _mail(invitation: Invitation, token: str, link_for: LinkFor | None) -> None:
    if link_for is not None and will_be_mailed(invitation):
        link = link_for(token)
        transaction.on_commit(lambda: mail_invitation(invitation, link))


def _lock(invitation: Invitation) -> Invitation:
    return (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("unit__agency")
        .get(pk=invitation.pk)
    )


def _require_open(invitation: Invitation) -> None:
    if invitation.accepted_at or invitation.withdrawn_at:
        raise NotNow("invitation_closed", "Undangan {name} sudah dipakai atau ditarik.", name=invitation.name)


def _use(invitation: Invitation, user: User) -> None:
    hold_role(user, invitation.unit, Role(invitation.role), invitation.created_by)
    invitation.accepted_at, invitation.accepted_by = timezone.now(), user
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    data = {"user": user.pk, "role": invitation.role}
    append_event(by=user, operation="accept_invitation", subject=invitation, unit=invitation.unit, data=data)
