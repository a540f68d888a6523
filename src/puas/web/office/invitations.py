"""Invitations: written, taken back, and accepted by whoever holds the link."""

from functools import partial
from typing import Any, cast

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from puas.errors import BadInput, Conflict, NotAllowed
from puas.models import Invitation, Role
from puas.operations.invitation_mails import will_be_mailed
from puas.operations.invitations import (
    accept_invitation,
    invite_person,
    renew_invitation,
    take_invited_role,
    withdraw_invitation,
)
from puas.operations.passwords import SHORTEST_ALONE
from puas.permissions import Action, require_to_manage, roles_to_give
from puas.queries.invitations import find_invitation, open_invitation
from puas.queries.units import in_tree_order, visible_units
from puas.web.office.doors import StaffRequest, asked_again, staff_only
from puas.web.office.people_roles import read_role
from puas.web.pages import render_page

FIELDS = ("nama", "surel", "unit", "peran")
LONGEST = 300


@staff_only
@asked_again
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: StaffRequest) -> HttpResponse:
    """Ask whom to invite to which role, then show the link this once (no redirect: nothing keeps it)."""
    given = {name: request.POST.get(name, "")[:LONGEST] for name in FIELDS}
    if request.method != "POST":
        return _ask(request, given | {"unit": request.GET.get("unit", "")})
    try:
        unit, role = read_role(request)
        made = invite_person(
            name=given["nama"],
            email=given["surel"],
            unit=unit,
            role=role,
            by=request.user,
            link_for=partial(_address, request),
        )
    except BadInput as error:
        sentence = gettext(error.message).format(**error.data)
        return _ask(request, given, {error.data["field"]: sentence})
    return _show_link(request, *made)


def _address(request: HttpRequest, token: str) -> str:
    return request.build_absolute_uri(reverse("office:invitation", args=[token]))


def _ask(request: StaffRequest, given: dict[str, str], errors: dict[str, str] | None = None) -> HttpResponse:
    choices = roles_to_give(request.user)
    if not choices:
        raise NotAllowed(
            "people_not_yours_to_invite",
            "Hanya koordinator dan administrator yang mengundang orang. Sampaikan namanya kepada mereka.",
        )
    context: dict[str, Any] = {
        "given": given,
        "errors": errors or {},
        "units": in_tree_order(visible_units(request.user, Action.MANAGE_USERS)),
        "choices": choices,
    }
    return render_page(request, "office/invite.html", context, status=422 if errors else 200)


def _show_link(request: StaffRequest, invitation: Invitation, token: str) -> HttpResponse:
    context = {
        "invitation": invitation,
        "link": _address(request, token),
        "is_mailed": will_be_mailed(invitation),
    }
    return render_page(request, "office/invited.html", context)


@staff_only
@asked_again
@require_POST
def renew(request: StaffRequest, invitation_id: int) -> HttpResponse:
    """Make a new link for an invitation whose first one was lost or is too old."""
    found, link_for = _find(request, invitation_id), partial(_address, request)
    return _show_link(request, *renew_invitation(invitation=found, by=request.user, link_for=link_for))


@staff_only
@require_POST
def withdraw(request: StaffRequest, invitation_id: int) -> HttpResponse:
    """Take an invitation back."""
    found = _find(request, invitation_id)
    withdraw_invitation(invitation=found, by=request.user)
    messages.success(request, gettext("Undangan {name} ditarik.").format(name=found.name))
    return HttpResponseRedirect(reverse("office:people"), status=303)


def _find(request: StaffRequest, invitation_id: int) -> Invitation:
    found = find_invitation(request.user, invitation_id)
    require_to_manage(request.user, Role(found.role), found.unit)
    return found


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Show what the holder of the link is invited to, and make the account or add the role."""
    found = open_invitation(token)
    if request.method != "POST":
        return _greet(request, found, token, {"nama": found.name, "nama-pengguna": _suggest(found)})
    if request.user.is_authenticated:
        take_invited_role(invitation=found, by=request.user)
        text = gettext("Peran {role} di {unit} sudah ditambahkan ke akun Anda.")
        messages.success(request, text.format(role=gettext(Role(found.role).label), unit=found.unit.name))
        return HttpResponseRedirect(reverse("office:home"), status=303)
    given = {name: request.POST.get(name, "")[:LONGEST] for name in ("nama", "nama-pengguna")}
    try:
        user = accept_invitation(
            invitation=found,
            username=given["nama-pengguna"],
            full_name=given["nama"],
            password=request.POST.get("sandi", "")[:LONGEST],
        )
    except (BadInput, Conflict) as error:
        sentence = gettext(error.message).format(**error.data)
        return _greet(request, found, token, given, {error.data["field"]: sentence})
    messages.success(request, gettext("Selamat datang. Akun Anda sudah siap dipakai."))
    enter = Login(user=user, redirect_url=reverse("office:home"))
    return cast(HttpResponse, perform_password_login(request, {"username": user.get_username()}, enter))


def _suggest(found: Invitation) -> str:
    """Return a user name to start from: the part of the address before the @."""
    return found.email.partition("@")[0].lower()


def _greet(
    request: HttpRequest,
    found: Invitation,
    token: str,
    given: dict[str, str],
    errors: dict[str, str] | None = None,
) -> HttpResponse:
    context = {
        "invitation": found,
        "role": Role(found.role).label,
        "agency": found.unit.agency,
        "given": {key.replace("-", "_"): value for key, value in given.items()},
        "errors": {key.replace("-", "_"): value for key, value in (errors or {}).items()},
        "shortest": SHORTEST_ALONE,
        "token": token,
    }
    return render_page(request, "office/invitation.html", context, status=422 if errors else 200)
