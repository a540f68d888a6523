"""Roles of a person: given, taken away, handed over to somebody else."""

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from puas.errors import BadInput, NotAllowed, NotFound
from puas.models import Membership, Role, Unit
from puas.operations.handovers import hand_over as hand_over_roles
from puas.operations.users import grant_role, revoke_role
from puas.permissions import Action, require_to_manage
from puas.queries.histories import find_unit
from puas.queries.users import Person, find_grip, find_person, possible_heirs
from puas.web.office.doors import StaffRequest, asked_again, staff_only
from puas.web.office.people import show_person
from puas.web.pages import render_page


@staff_only
@asked_again
@require_POST
def grant(request: StaffRequest, user_id: int) -> HttpResponse:
    """Give a person one more role."""
    found = find_person(request.user, user_id).user
    try:
        unit, role = read_role(request)
    except BadInput as error:
        told = {"errors": {error.data["field"]: gettext(error.message)}, "given": request.POST}
        return show_person(request, found.pk, told, status=422)
    grant_role(user=found, unit=unit, role=role, by=request.user)
    text = gettext("{name} sekarang {role} di {unit}.")
    messages.success(request, text.format(name=found.full_name, role=gettext(role.label), unit=unit.name))
    return HttpResponseRedirect(reverse("office:person", args=[found.pk]), status=303)


def read_role(request: StaffRequest) -> tuple[Unit, Role]:
    """Return the unit and the role that were chosen, when the reader may give that role there.

    BadInput `role_unit` or `role_kind` names what was not chosen.
    """
    place, kind = request.POST.get("unit", ""), request.POST.get("peran", "")
    if not place.isdecimal():
        raise BadInput("role_unit", "Pilih unit tempat perannya berlaku.", field="unit")
    if kind not in {role.value for role in Role}:
        raise BadInput("role_kind", "Pilih perannya.", field="peran")
    unit, role = find_unit(request.user, int(place), Action.MANAGE_USERS), Role(kind)
    require_to_manage(request.user, role, unit)
    return unit, role


@staff_only
@asked_again
@require_POST
def revoke(request: StaffRequest, user_id: int, membership_id: int) -> HttpResponse:
    """Take one role away."""
    found = find_person(request.user, user_id)
    (one,) = _roles(request, found, membership_id=membership_id)
    revoke_role(user=found.user, unit=one.unit, role=Role(one.role), by=request.user)
    text = gettext("Peran {role} di {unit} dicabut.")
    messages.success(request, text.format(role=gettext(one.label), unit=one.unit.name))
    is_left = len(found.roles) > 1
    return HttpResponseRedirect(
        reverse("office:person", args=[found.user.pk]) if is_left else reverse("office:people"), status=303
    )


@staff_only
@asked_again
@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: StaffRequest, user_id: int, unit_id: int) -> HttpResponse:
    """Ask to whom everything that a person holds at a unit goes, then move it in one step."""
    found = find_person(request.user, user_id)
    leaving = _roles(request, found, unit_id=unit_id)
    if request.method != "POST":
        return _ask(request, found, leaving)
    heirs = possible_heirs(request.user, found.user)
    chosen = request.POST.get("penerima", "")
    heir = heirs.filter(pk=int(chosen)).first() if chosen.isdecimal() else None
    if heir is None:
        return _ask(request, found, leaving, gettext("Pilih penerimanya."))
    is_last = _ends(request, found, leaving)
    hand_over_roles(
        user=found.user,
        unit=leaving[0].unit,
        to=heir,
        by=request.user,
        deactivate=is_last and bool(request.POST.get("nonaktif")),
    )
    text = gettext("Peran {name} di {unit} sekarang dipegang {heir}.")
    messages.success(
        request, text.format(name=found.user.full_name, unit=leaving[0].unit.name, heir=heir.full_name)
    )
    return HttpResponseRedirect(reverse("office:person", args=[heir.pk]), status=303)


def _ask(request: StaffRequest, found: Person, leaving: list[Membership], error: str = "") -> HttpResponse:
    context = {
        "person": found.user,
        "unit": leaving[0].unit,
        "leaving": leaving,
        "heirs": possible_heirs(request.user, found.user),
        "is_last": _ends(request, found, leaving),
        "error": error,
    }
    return render_page(request, "office/hand_over.html", context, status=422 if error else 200)


def _ends(request: StaffRequest, found: Person, leaving: list[Membership]) -> bool:
    """Say whether the account holds nothing else afterwards, so that it may be switched off as well."""
    grip = find_grip(request.user, found.user)
    return grip.is_whole and len(grip.roles) == len(leaving)


def _roles(
    request: StaffRequest, found: Person, membership_id: int | None = None, unit_id: int | None = None
) -> list[Membership]:
    """Return the role, or the roles at a unit, that are named; all must be the reader's to take away."""
    named = [one for one in found.roles if one.pk == membership_id or one.unit_id == unit_id]
    if not named:
        raise NotFound("role_unknown", "Peran itu tidak ada lagi. Muat ulang halamannya.")
    grip = find_grip(request.user, found.user)
    if any(one.pk not in grip.roles for one in named):
        raise NotAllowed(
            "role_not_yours_to_take",
            "Peran {role} di {unit} tidak dapat Anda cabut. Minta administrator atau koordinator instansi.",
            role=named[0].label,
            unit=named[0].unit.name,
        )
    return named
