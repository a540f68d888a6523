"""The people who work with the survey: who holds which role, and whom a person may look after."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.tokens import default_token_generator
from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.http import urlsafe_base64_decode

from puas.errors import NotAllowed, NotFound
from puas.models import Membership, Role, Unit, User
from puas.permissions import Action, manageable_roles, units_of

PAGE = 50


@dataclass(frozen=True)
class Person:
    """An account with the roles that the reader may know of: those in the reader's own units."""

    user: User
    roles: tuple[Membership, ...]


@dataclass(frozen=True)
class Grip:
    """What a person may do with another one's account.

    `roles` are the ids of the memberships that may be taken away; `is_whole` says that these are all that
    the other holds, so that the account itself may be switched off or given a new password.
    """

    roles: frozenset[int]
    is_whole: bool


def held_roles(user: User) -> list[Membership]:
    """Return every role of `user`, oldest first, units joined."""
    return list(Membership.objects.filter(user=user).select_related("unit").order_by("id"))


def home_of(user: User) -> Unit | None:
    """Return the unit under which an event about an account is found: where the first role is held."""
    return next((one.unit for one in held_roles(user)), None)


def is_administrator(user: User) -> bool:
    """Say whether `user` administers anything; administrators also see accounts without a role."""
    return Membership.objects.filter(user=user, role=Role.ADMINISTRATOR.value).exists()


def list_people(reader: User, search: str = "", number: int = 1) -> tuple[Page[User], tuple[Person, ...]]:
    """Return a page of the people in the reader's units, by name, with the roles they hold there.

    `search` finds a part of a name, user name or e-mail address. Four queries, however many people.
    """
    found = visible_users(reader)
    if search:
        found = found.filter(
            Q(first_name__icontains=search)
            | Q(last_name__icontains=search)
            | Q(username__icontains=search)
            | Q(email__icontains=search)
        )
    page = Paginator(found.order_by("first_name", "username", "id"), PAGE).get_page(number)
    users = list(page)
    roles = _roles_in_sight(reader, users)
    return page, tuple(Person(user, tuple(roles.get(user.pk, ()))) for user in users)


def visible_users(reader: User) -> QuerySet[User]:
    """Return the accounts that hold a role where `reader` manages people.

    An administrator also sees the accounts that hold no role at all: somebody must be able to.
    """
    here = Membership.objects.filter(user=OuterRef("pk"), unit__in=units_of(reader, Action.MANAGE_USERS))
    in_sight = Q(Exists(here))
    if is_administrator(reader):
        in_sight |= ~Q(Exists(Membership.objects.filter(user=OuterRef("pk"))))
    return User.objects.filter(in_sight)


def _roles_in_sight(reader: User, users: Iterable[User]) -> dict[int, list[Membership]]:
    found: dict[int, list[Membership]] = {}
    units = units_of(reader, Action.MANAGE_USERS)
    rows = Membership.objects.filter(user__in=[user.pk for user in users], unit__in=units)
    for one in rows.select_related("unit").order_by("unit__name", "id"):
        found.setdefault(one.user_id, []).append(one)
    return found


def find_person(reader: User, user_id: int) -> Person:
    """Return one person in the reader's units; NotFound `user_unknown`."""
    user = visible_users(reader).filter(pk=user_id).first()
    if user is None:
        raise NotFound("user_unknown", "Orang itu tidak ada, atau bukan di unit Anda.")
    return Person(user, tuple(_roles_in_sight(reader, [user]).get(user.pk, ())))


def find_grip(reader: User, person: User) -> Grip:
    """Say which roles of `person`, and whether the whole account, `reader` may look after.

    Nobody looks after oneself. One query for the roles held, one for each unit they are held at.
    """
    if reader.pk == person.pk:
        return Grip(frozenset(), is_whole=False)
    held = held_roles(person)
    mine = {
        unit.pk: manageable_roles(reader, unit) for unit in {one.unit_id: one.unit for one in held}.values()
    }
    reach = frozenset(one.pk for one in held if Role(one.role) in mine[one.unit_id])
    return Grip(reach, is_whole=len(reach) == len(held) and (bool(held) or is_administrator(reader)))


def require_whole(reader: User, person: User) -> None:
    """Raise NotAllowed `account_not_yours` unless `reader` may look after the whole account."""
    if not find_grip(reader, person).is_whole:
        raise NotAllowed(
            "account_not_yours",
            "Akun {user} memegang peran yang tidak Anda atur. Minta administrator instansi.",
            user=person.full_name,
        )


def possible_heirs(reader: User, person: User) -> QuerySet[User]:
    """Return the active people in the reader's units to whom a role of `person` can go, by name."""
    others = visible_users(reader).filter(is_active=True).exclude(pk=person.pk)
    return others.order_by("first_name", "username", "id")


def open_password_link(token: str) -> User:
    """Return the account of a link for a new password; NotFound `password_link_over` when it is no good."""
    uid, _, secret = token.partition(".")
    try:
        found = User.objects.filter(pk=int(urlsafe_base64_decode(uid)), is_active=True).first()
    except (ValueError, OverflowError):
        found = None
    if found is None or not default_token_generator.check_token(found, secret):
        raise NotFound(
            "password_link_over",
            "Tautan kata sandi ini sudah dipakai atau lewat sehari. Minta yang baru kepada administrator.",
        )
    return found
