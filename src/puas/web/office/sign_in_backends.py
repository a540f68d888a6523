"""Loads whoever is signed in, with what every page asks about the person, in that one query."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.db.models import Exists, OuterRef

from puas.models import Membership, User
from puas.permissions import Action, roles_with


class StaffBackend(ModelBackend):
    """Checks a user name and a password; an inactive account is nobody."""

    def get_user(self, user_id: Any) -> User | None:
        """Return the active account, with `manages_people` filled in."""
        held = Membership.objects.filter(user=OuterRef("pk"))
        found = User.objects.annotate(manages=Exists(held.filter(role__in=roles_with(Action.MANAGE_USERS))))
        user = found.filter(pk=user_id).first()
        if user is None or not self.user_can_authenticate(user):
            return None
        user.manages_people = user.manages
        return user
