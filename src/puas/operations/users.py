"""Staff accounts and the roles they hold."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from puas.errors import BadInput, Conflict, NotFound, NotNow
from puas.models import Membership, Role, Unit, User
from puas.operations.audits import append_event
from puas.operations.passwords import check_new_password
from puas.permissions import above
from puas.queries.users import held_roles, home_of

LONGEST_NAME = 150


@transaction.atomic
def create_user(
    *, username: str, password: str, by: User | None, full_name: str = "", email: str = ""
) -> User:
    """Create a staff account. Raises as `make_account`."""
    user = make_account(username, password, full_name, email)
    append_event(by=by, operation="create_user", subject=user, unit=None, data={})
    return user


def make_account(username: str, password: str, full_name: str, email: str) -> User:
    """Store a new account, as a part of an operation that writes the event.

    BadInput `user_name`, `password_length` or `user_password`, Conflict `user_exists`.
    """
    user = User(username=User.normalize_username(username.strip()), first_name=full_name, email=email)
    if not user.username or len(user.username) > LONGEST_NAME or user.username.split() != [user.username]:
        raise BadInput(
            "user_name",
            "Tulis nama pengguna tanpa spasi, paling banyak {longest} huruf.",
            field="nama-pengguna",
            longest=LONGEST_NAME,
        )
    if User.objects.filter(username__iexact=user.username).exists():
        raise Conflict(
            "user_exists",
            "Nama pengguna “{username}” sudah dipakai. Pilih nama lain.",
            field="nama-pengguna",
            username=user.username,
        )
    check_new_password(password, user)
    user.set_password(password)
    user.save()
    return user


@transaction.atomic
def grant_role(*, user: User, unit: Unit, role: Role, by: User | None) -> Membership:
    """Give `user` a role at `unit`; granting it twice changes nothing.

    NotNow `user_inactive`: an account that is switched off gets no role.
    """
    if not user.is_active:
        raise NotNow(
            "user_inactive", "Akun {user} nonaktif. Aktifkan dahulu, lalu beri perannya.", user=user.full_name
        )
    membership, created = hold_role(user, unit, role, by)
    if created:
        data = {"user": user.pk, "role": membership.role}
        append_event(by=by, operation="grant_role", subject=membership, unit=unit, data=data)
    return membership


def hold_role(user: User, unit: Unit, role: Role, by: User | None) -> tuple[Membership, bool]:
    """Store that `user` holds `role` at `unit`, as a part of an operation; say whether it is new."""
    return Membership.objects.get_or_create(
        user=user,
        unit=unit,
        role=Role(role).value,
        defaults={"granted_at": timezone.now(), "granted_by": by},
    )


@transaction.atomic
def revoke_role(*, user: User, unit: Unit, role: Role, by: User | None) -> None:
    """Take a role at `unit` away.

    NotFound `role_not_held` when the person does not hold it, NotNow `last_administrator`.
    """
    membership = Membership.objects.filter(user=user, unit=unit, role=Role(role).value).first()
    if membership is None:
        raise NotFound(
            "role_not_held", "{user} tidak memegang peran itu di {unit}.", user=user.full_name, unit=unit.name
        )
    require_another_administrator(user, [membership])
    data = {"user": user.pk, "role": membership.role}
    append_event(by=by, operation="revoke_role", subject=membership, unit=unit, data=data)
    membership.delete()


def require_another_administrator(user: User, leaving: list[Membership]) -> None:
    """Raise NotNow `last_administrator` when nobody else would administer a unit that `user` leaves.

    The units are locked first, so that two administrators cannot leave at the same moment.
    """
    for unit in [one.unit for one in leaving if one.role == Role.ADMINISTRATOR and user.is_active]:
        Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
        others = Membership.objects.filter(role=Role.ADMINISTRATOR.value, unit__in=above(unit))
        if not others.filter(user__is_active=True).exclude(user=user).exists():
            raise NotNow(
                "last_administrator",
                "{user} administrator terakhir di {unit}. Jadikan orang lain administrator dahulu.",
                user=user.full_name,
                unit=unit.name,
            )


@transaction.atomic
def deactivate_user(*, user: User, by: User | None) -> User:
    """Switch an account off: every session of it ends, its roles stay for the day it comes back.

    NotNow `user_inactive_already` or `last_administrator`.
    """
    stored = User.objects.select_for_update().get(pk=user.pk)
    if not stored.is_active:
        raise NotNow("user_inactive_already", "Akun {user} sudah nonaktif.", user=stored.full_name)
    require_another_administrator(stored, held_roles(stored))
    return _switch(stored, by, is_active=False)


@transaction.atomic
def reactivate_user(*, user: User, by: User | None) -> User:
    """Switch an account on again, with the roles it had; NotNow `user_active_already`."""
    stored = User.objects.select_for_update().get(pk=user.pk)
    if stored.is_active:
        raise NotNow("user_active_already", "Akun {user} sudah aktif.", user=stored.full_name)
    return _switch(stored, by, is_active=True)


def _switch(user: User, by: User | None, is_active: bool) -> User:
    user.is_active = is_active
    user.save(update_fields=["is_active"])
    operation = "reactivate_user" if is_active else "deactivate_user"
    append_event(by=by, operation=operation, subject=user, unit=home_of(user), data={})
    return user


@transaction.atomic
def change_details(*, user: User, full_name: str, email: str, by: User | None) -> User:
    """Change how a person is called and written to. BadInput `person_name` or `person_email`."""
    stored = User.objects.select_for_update().get(pk=user.pk)
    stored.first_name, stored.last_name = check_name(full_name), ""
    stored.email = check_email(email)
    stored.save(update_fields=["first_name", "last_name", "email"])
    append_event(by=by, operation="change_details", subject=stored, unit=home_of(stored), data={})
    return stored


def check_name(name: str) -> str:
    """Return a person's name with single spaces; BadInput `person_name`."""
    name = " ".join(name.split())
    if not 1 <= len(name) <= LONGEST_NAME:
        raise BadInput(
            "person_name",
            "Tulis nama orangnya (1 sampai {longest} huruf).",
            field="nama",
            longest=LONGEST_NAME,
        )
    return name


def check_email(email: str) -> str:
    """Return an e-mail address or nothing; BadInput `person_email`."""
    email = email.strip()
    try:
        if email:
            validate_email(email)
    except ValidationError as error:
        raise BadInput(
            "person_email",
            "Alamat surel “{email}” tidak lengkap. Tulis seperti nama@contoh.go.id, atau kosongkan.",
            field="surel",
            email=email[:100],
        ) from error
    return email
