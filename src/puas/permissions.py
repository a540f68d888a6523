"""Who may do what: a role at a unit, over that unit's subtree. Asked at the door, scoped in the query.

What is allowed *now* is another question, answered by `puas.lifecycles` inside the operations.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django_cte import CTE, with_cte

from puas.errors import NotAllowed
from puas.models import Membership, Role, Unit, User


class Action(StrEnum):
    """What a person can do at a unit."""

    VIEW = "view"
    MANAGE_AGENCY = "manage_agency"
    MANAGE_UNITS = "manage_units"
    MANAGE_USERS = "manage_users"
    OPEN_SURVEY = "open_survey"
    CLOSE_SURVEY = "close_survey"
    ENTER_RESPONSES = "enter_responses"
    COMPUTE = "compute"
    SUBMIT = "submit"
    PLAN = "plan"
    CONFIRM = "confirm"
    VERIFY = "verify"
    EXCLUDE = "exclude"
    DECIDE_TRAY = "decide_tray"
    PUBLISH = "publish"
    IMPORT_RECAPS = "import_recaps"
    WRITE_REPORT = "write_report"
    SIGN_REPORT = "sign_report"
    VIEW_AUDIT = "view_audit"
    EDIT_LEXICON = "edit_lexicon"


_OFFICE = {
    Action.VIEW,
    Action.ENTER_RESPONSES,
    Action.COMPUTE,
    Action.PLAN,
    Action.SUBMIT,
    Action.WRITE_REPORT,
}
_OPD = _OFFICE | {
    Action.CONFIRM,
    Action.OPEN_SURVEY,
    Action.CLOSE_SURVEY,
    Action.DECIDE_TRAY,
    Action.MANAGE_USERS,
}

ROLE_ACTIONS: Mapping[Role, frozenset[Action]] = {
    Role.COORDINATOR: frozenset(Action),
    Role.OPD_COORDINATOR: frozenset(_OPD),
    Role.OFFICER: frozenset(_OFFICE),
    Role.ENUMERATOR: frozenset({Action.VIEW, Action.ENTER_RESPONSES}),
    Role.LEADER: frozenset({Action.VIEW, Action.WRITE_REPORT, Action.SIGN_REPORT}),
    Role.AUDITOR: frozenset({Action.VIEW, Action.VIEW_AUDIT}),
    Role.ADMINISTRATOR: frozenset(
        {Action.VIEW, Action.MANAGE_AGENCY, Action.MANAGE_UNITS, Action.MANAGE_USERS, Action.VIEW_AUDIT}
    ),
}

ROLE_MANAGES: Mapping[Role, frozenset[Role]] = {
    Role.COORDINATOR: frozenset({Role.OPD_COORDINATOR, Role.OFFICER, Role.ENUMERATOR, Role.LEADER}),
    Role.OPD_COORDINATOR: frozenset({Role.OFFICER, Role.ENUMERATOR}),
    Role.ADMINISTRATOR: frozenset(Role),
}
"""Which roles a role may give, take away and invite to, in its own subtree: those below it.

Only an administrator makes an auditor, because an auditor looks at what coordinators do.
"""

SECOND_FACTOR_ROLES = frozenset({Role.COORDINATOR, Role.OPD_COORDINATOR, Role.ADMINISTRATOR})
"""Whose holders must have a second factor where the agency asks for one."""


def roles_with(action: Action) -> tuple[str, ...]:
    """Return the roles that may do `action`."""
    return tuple(role.value for role, actions in ROLE_ACTIONS.items() if action in actions)


def units_of(user: User | AnonymousUser, action: Action = Action.VIEW) -> QuerySet[Unit]:
    """Return the units where `user` may do `action`: where a role grants it, and everything below.

    One query, with a recursive common table expression; nobody signed in or an inactive account sees none.
    """
    if not user.is_active or user.pk is None:
        return Unit.objects.none()
    granted = Membership.objects.filter(user=user.pk, role__in=roles_with(action))
    return below(Unit.objects.filter(pk__in=granted.values("unit_id")))


def below(roots: QuerySet[Unit]) -> QuerySet[Unit]:
    """Return the units of `roots` and everything below them, each once."""

    def grow(tree: CTE) -> Any:
        return (
            roots.order_by()
            .values("id")
            .union(tree.join(Unit, parent_id=tree.col.id).order_by().values("id"))
        )

    tree = CTE.recursive(grow, name="tree")
    found = with_cte(tree, select=tree.queryset().values("id"))
    return Unit.objects.filter(pk__in=found)


def above(unit: Unit) -> QuerySet[Unit]:
    """Return `unit` and every unit above it."""

    def climb(path: CTE) -> Any:
        start = Unit.objects.filter(pk=unit.pk).order_by().values("id", "parent_id")
        return start.union(path.join(Unit, id=path.col.parent_id).order_by().values("id", "parent_id"))

    path = CTE.recursive(climb, name="path")
    found = with_cte(path, select=path.queryset().values("id"))
    return Unit.objects.filter(pk__in=found)


def manageable_roles(user: User | AnonymousUser, unit: Unit) -> frozenset[Role]:
    """Return the roles that `user` may give and take away at `unit`. One query."""
    if not user.is_active or user.pk is None:
        return frozenset()
    held = Membership.objects.filter(user=user.pk, unit__in=above(unit)).values_list("role", flat=True)
    return frozenset(role for one in held for role in ROLE_MANAGES.get(Role(one), ()))


def roles_to_give(user: User | AnonymousUser) -> tuple[Role, ...]:
    """Return the roles that `user` may give somewhere, in the order of `Role`. One query."""
    if not user.is_active or user.pk is None:
        return ()
    held = Membership.objects.filter(user=user.pk).values_list("role", flat=True)
    given = {role for one in held for role in ROLE_MANAGES.get(Role(one), ())}
    return tuple(role for role in Role if role in given)


def require_to_manage(user: User | AnonymousUser, role: Role, unit: Unit) -> None:
    """Raise NotAllowed unless `user` may give and take away `role` at `unit`."""
    if role not in manageable_roles(user, unit):
        raise NotAllowed(
            "role_not_yours",
            "Akun ini tidak berwenang mengatur peran {role} di {unit}. "
            "Minta administrator atau koordinator instansi.",
            role=role.label,
            unit=unit.name,
        )


def can(user: User | AnonymousUser, action: Action, unit: Unit) -> bool:
    """Say whether `user` may do `action` at `unit`: a role there or at a unit above it grants it."""
    if not user.is_active or user.pk is None:
        return False
    return Membership.objects.filter(user=user.pk, role__in=roles_with(action), unit__in=above(unit)).exists()


def actions_at(user: User | AnonymousUser, unit: Unit) -> frozenset[Action]:
    """Return everything that `user` may do at `unit`. One query."""
    if not user.is_active or user.pk is None:
        return frozenset()
    roles = Membership.objects.filter(user=user.pk, unit__in=above(unit)).values_list("role", flat=True)
    return frozenset(action for role in roles for action in ROLE_ACTIONS[Role(role)])


def require(user: User | AnonymousUser, action: Action, unit: Unit) -> None:
    """Raise NotAllowed, naming who can help, unless `user` may do `action` at `unit`."""
    if not can(user, action, unit):
        raise NotAllowed(
            "not_allowed",
            "Akun ini tidak berwenang melakukan hal itu di {unit}. "
            "Minta peran yang sesuai kepada administrator instansi.",
            unit=unit.name,
        )
