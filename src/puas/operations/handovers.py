"""When an officer moves: what the person held at a unit goes to another one, in one step."""

from django.db import transaction

from puas.errors import BadInput, NotFound
from puas.models import Membership, Role, Unit, User
from puas.operations.audits import append_event
from puas.operations.users import hold_role, require_another_administrator
from puas.queries.users import held_roles


@transaction.atomic
def hand_over(
    *, user: User, unit: Unit, to: User, by: User | None, deactivate: bool = False
) -> tuple[Role, ...]:
    """Move every role that `user` holds at `unit` to another person, at once; return the roles.

    With `deactivate` the account is switched off in the same step. NotFound `role_not_held`, BadInput
    `hand_over_to` (to the same person, or to one who is inactive), NotNow `last_administrator`.
    """
    if to.pk == user.pk or not to.is_active:
        raise BadInput(
            "hand_over_to", "Pilih orang lain yang akunnya aktif sebagai penerima.", field="penerima"
        )
    leaving = [one for one in held_roles(user) if one.unit_id == unit.pk]
    if not leaving:
        raise NotFound(
            "role_not_held", "{user} tidak memegang peran itu di {unit}.", user=user.full_name, unit=unit.name
        )
    for one in leaving:
        hold_role(to, unit, Role(one.role), by)
    if deactivate:
        require_another_administrator(user, held_roles(user))
        User.objects.filter(pk=user.pk).update(is_active=False)
    roles = tuple(Role(one.role) for one in leaving)
    data = {"from": user.pk, "to": to.pk, "roles": [role.value for role in roles], "deactivated": deactivate}
    append_event(by=by, operation="hand_over", subject=user, unit=unit, data=data)
    Membership.objects.filter(pk__in=[one.pk for one in leaving]).delete()
    return roles
