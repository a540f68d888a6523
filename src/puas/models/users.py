"""User (staff account) and Membership (a role at a unit, over its subtree)."""

from enum import StrEnum

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q

from puas.models.privacy import classify
from puas.models.units import Unit


class Role(StrEnum):
    """What a person is at a unit; what each role may do is in `puas.permissions`."""

    COORDINATOR = "coordinator"
    OPD_COORDINATOR = "opd_coordinator"
    OFFICER = "officer"
    ENUMERATOR = "enumerator"
    LEADER = "leader"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"

    @property
    def label(self) -> str:
        """The Indonesian name that people read."""
        return ROLE_LABELS[self]


ROLE_LABELS = {
    Role.COORDINATOR: "Koordinator instansi",
    Role.OPD_COORDINATOR: "Koordinator perangkat daerah",
    Role.OFFICER: "Petugas unit",
    Role.ENUMERATOR: "Pencacah",
    Role.LEADER: "Pimpinan",
    Role.AUDITOR: "Auditor",
    Role.ADMINISTRATOR: "Administrator",
}


class User(AbstractUser):
    """A member of staff. Respondents never have an account."""

    PRIVACY = classify(
        internal="id is_superuser is_staff is_active date_joined last_login groups user_permissions",
        personal="username first_name last_name email",
        secret="password",  # noqa: S106 - a field's name
    )

    # StaffBackend finds these out, in the query that loads the person
    manages_people = False
    lacks_second_factor = False  # the agency asks for one, and there is none

    @property
    def full_name(self) -> str:
        """The name people call the person by; the user name when none was given."""
        return self.get_full_name() or self.get_username()


class Membership(models.Model):
    """A role of a user at a unit; it reaches over the unit's whole subtree."""

    PRIVACY = classify(internal="id user unit role granted_at granted_by")

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20)
    granted_at = models.DateTimeField()
    granted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("user", "unit", "role"), name="membership_once"),
            models.CheckConstraint(
                condition=Q(role__in=[r.value for r in Role]), name="membership_role_known"
            ),
        )

    def __str__(self) -> str:
        return f"{self.user} {self.role} {self.unit}"

    @property
    def label(self) -> str:
        """The Indonesian name of the role."""
        return Role(self.role).label
