"""Staff accounts and the roles they hold."""

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from puas.errors import BadInput, Conflict, NotFound
from puas.models import Membership, Role, Unit, User
from puas.operations.audits import append_event


@transaction.atomic
def create_user(
    *, username: str, password: str, by: User | None, full_name: str = "", email: str = ""
) -> User:
    """Create a staff account. BadInput `user_name` or `user_password`, Conflict `user_exists`."""
    user = User(username=User.normalize_username(username.strip()), first_name=full_name, email=email)
    if not user.username:
        raise BadInput("user_name", "Nama pengguna harus diisi.")
    if User.objects.filter(username=user.username).exists():
        raise Conflict("user_exists", "Nama pengguna “{username}” sudah dipakai.", username=user.username)
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise BadInput("user_password", "{reasons}", reasons=" ".join(error.messages)) from error
    user.set_password(password)
    user.save()
    append_event(by=by, operation="create_user", subject=user, unit=None, data={})
    return user


@transaction.atomic
def grant_role(*, user: User, unit: Unit, role: Role, by: User | None) -> Membership:
    """Give `user` a role at `unit`; granting it twice changes nothing."""
    membership, created = Membership.objects.get_or_create(
        user=user,
        unit=unit,
        role=Role(role).value,
        defaults={"granted_at": timezone.now(), "granted_by": by},
    )
    if created:
        data = {"user": user.pk, "role": membership.role}
        append_event(by=by, operation="grant_role", subject=membership, unit=unit, data=data)
    return membership


@transaction.atomic
def revoke_role(*, user: User, unit: Unit, role: Role, by: User | None) -> None:
    """Take a role at `unit` away; NotFound `role_not_held` when the person does not hold it."""
    membership = Membership.objects.filter(user=user, unit=unit, role=Role(role).value).first()
    if membership is None:
        raise NotFound(
            "role_not_held", "{user} tidak memegang peran itu di {unit}.", user=user, unit=unit.name
        )
    data = {"user": user.pk, "role": membership.role}
    append_event(by=by, operation="revoke_role", subject=membership, unit=unit, data=data)
    membership.delete()
