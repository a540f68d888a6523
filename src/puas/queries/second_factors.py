"""Who has a second factor, and who still has to set one up."""

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef, QuerySet

from puas.models import Agency, Membership, User
from puas.permissions import SECOND_FACTOR_ROLES

SECOND_FACTORS = (Authenticator.Type.TOTP.value, Authenticator.Type.WEBAUTHN.value)
"""What counts; recovery codes only stand in for one of these."""


def has_second_factor(user: User) -> bool:
    """Say whether `user` signs in with more than a password."""
    return bool(Authenticator.objects.filter(user=user, type__in=SECOND_FACTORS).exists())


def kept_factors(user: User) -> set[tuple[str, int, str]]:
    """Return what an account keeps: kind, number, and the name of a key."""
    kept = Authenticator.objects.filter(user=user)
    return {(one.type, one.pk, one.data.get("name", "")) for one in kept}


def missing_in(agency: Agency) -> QuerySet[User]:
    """Return the active people of an agency who would have to set up a second factor, by name."""
    held = Membership.objects.filter(user=OuterRef("pk"), unit__agency=agency, role__in=SECOND_FACTOR_ROLES)
    factors = Authenticator.objects.filter(user=OuterRef("pk"), type__in=SECOND_FACTORS)
    people = User.objects.filter(Exists(held), ~Exists(factors), is_active=True)
    return people.order_by("first_name", "username", "id")
