"""The people of an agency: found, looked at, switched off and on, given a new password."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from puas.errors import NotAllowed
from puas.operations.passwords import make_password_link
from puas.operations.second_factors import remove_second_factors
from puas.operations.users import deactivate_user, reactivate_user
from puas.permissions import Action, roles_to_give
from puas.queries.invitations import list_invitations
from puas.queries.second_factors import has_second_factor
from puas.queries.units import in_tree_order, visible_units
from puas.queries.users import find_grip, find_person, list_people, require_whole
from puas.web.office.doors import StaffRequest, asked_again, staff_only
from puas.web.pages import render_page


@staff_only
@require_safe
def people(request: StaffRequest) -> HttpResponse:
    """List who works in the reader's units, and the invitations that wait."""
    if not request.user.manages_people:
        raise NotAllowed(
            "people_not_yours",
            "Daftar pengguna hanya untuk koordinator dan administrator. Akun Anda sendiri ada di Akun saya.",
        )
    search = request.GET.get("cari", "")[:100].strip()
    managed = visible_units(request.user, Action.MANAGE_AGENCY).filter(parent=None)
    number = request.GET.get("halaman", "")
    page, found = list_people(request.user, search, int(number) if number.isdecimal() else 1)
    context = {
        "search": search,
        "page_of_people": page,
        "people": found,
        "agencies": [unit.agency for unit in managed],
        "invitations": list_invitations(request.user),
        "now": timezone.now(),
    }
    return render_page(request, "office/people.html", context)


@staff_only
@require_safe
def person(request: StaffRequest, user_id: int) -> HttpResponse:
    """Show one person: the roles, and what can be done about them."""
    return show_person(request, user_id)


def show_person(
    request: StaffRequest, user_id: int, more: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    """Return the page of a person, with what a form has to say about itself."""
    found = find_person(request.user, user_id)
    grip = find_grip(request.user, found.user)
    units = in_tree_order(visible_units(request.user, Action.MANAGE_USERS))
    context = {
        "person": found.user,
        "roles": [(one, one.pk in grip.roles) for one in found.roles],
        "grip": grip,
        "has_second_factor": grip.is_whole and has_second_factor(found.user),
        "units": units,
        "choices": roles_to_give(request.user),
    }
    return render_page(request, "office/person.html", context | (more or {}), status=status)


@staff_only
@asked_again
@require_POST
def deactivate(request: StaffRequest, user_id: int) -> HttpResponse:
    """Switch an account off."""
    found = find_person(request.user, user_id).user
    require_whole(request.user, found)
    deactivate_user(user=found, by=request.user)
    messages.success(request, gettext("Akun {name} dinonaktifkan.").format(name=found.full_name))
    return HttpResponseRedirect(reverse("office:person", args=[found.pk]), status=303)


@staff_only
@asked_again
@require_POST
def reactivate(request: StaffRequest, user_id: int) -> HttpResponse:
    """Switch an account on again."""
    found = find_person(request.user, user_id).user
    require_whole(request.user, found)
    reactivate_user(user=found, by=request.user)
    messages.success(request, gettext("Akun {name} aktif lagi.").format(name=found.full_name))
    return HttpResponseRedirect(reverse("office:person", args=[found.pk]), status=303)


@staff_only
@asked_again
@require_POST
def second_factor(request: StaffRequest, user_id: int) -> HttpResponse:
    """Take the second factor off an account whose owner lost it."""
    found = find_person(request.user, user_id).user
    require_whole(request.user, found)
    remove_second_factors(user=found, by=request.user)
    text = gettext("Verifikasi dua langkah {name} dihapus. Ia masuk dengan kata sandi saja.")
    messages.success(request, text.format(name=found.full_name))
    return HttpResponseRedirect(reverse("office:person", args=[found.pk]), status=303)


@staff_only
@asked_again
@require_POST
def password_link(request: StaffRequest, user_id: int) -> HttpResponse:
    """Make a link for a new password and show it this once (no redirect: nothing keeps it)."""
    found = find_person(request.user, user_id).user
    require_whole(request.user, found)
    token = make_password_link(user=found, by=request.user)
    path = reverse("office:new_password", args=[token])
    return show_person(request, found.pk, {"password_link": request.build_absolute_uri(path)})
