"""Loads whoever is signed in, with what every page asks about the person, in that one query."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.auth.backends import ModelBackend
from django.db.models import Exists, OuterRef, Q

from puas.models import Membership, User
from puas.permissions import SECOND_FACTOR_ROLES, Action, roles_with
from puas.queries.second_factors import SECOND_FACTORS

STAFF_BACKEND = "puas.web.office.sign_in_backends.StaffBackend"


class StaffBackend(ModelBackend):
    """Checks a user name and a password; an inactive account is nobody."""

    def get_user(self, user_id: Any) -> User | None:
        """Return the active account, with `manages_people` and `lacks_second_factor` filled in."""
        held = Membership.objects.filter(user=OuterRef("pk"))
        asked = held.filter(role__in=SECOND_FACTOR_ROLES, unit__agency__needs_second_factor=True)
        factors = Authenticator.objects.filter(user=OuterRef("pk"), type__in=SECOND_FACTORS)
        found = User.objects.annotate(
            manages=Exists(held.filter(role__in=roles_with(Action.MANAGE_USERS))),
            lacks=Q(Exists(asked)) & ~Q(Exists(factors)),
        )
        user = found.filter(pk=user_id).first()
        if user is None or not self.user_can_authenticate(user):
            return None
        user.manages_people, user.lacks_second_factor = user.manages, user.lacks
        return user
