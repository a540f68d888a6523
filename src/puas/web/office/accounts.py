"""One's own account: name and address, roles, password; and the link that sets a forgotten password anew."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate, update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from puas.errors import BadInput
from puas.models import User
from puas.operations.passwords import change_password, shortest_for
from puas.operations.users import change_details
from puas.queries.second_factors import has_second_factor
from puas.queries.users import held_roles, open_password_link
from puas.web.office.doors import StaffRequest, staff_only
from puas.web.pages import render_page

LONGEST = 300


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def account(request: StaffRequest) -> HttpResponse:
    """Show one's own account, or change the name and the address."""
    given = {"nama": request.user.full_name, "surel": request.user.email}
    if request.method != "POST":
        return _show(request, given)
    given = {name: request.POST.get(name, "")[:LONGEST] for name in given}
    try:
        change_details(user=request.user, full_name=given["nama"], email=given["surel"], by=request.user)
    except BadInput as error:
        return _show(request, given, {error.data["field"]: gettext(error.message).format(**error.data)})
    messages.success(request, gettext("Data Anda sudah disimpan."))
    return HttpResponseRedirect(reverse("office:account"), status=303)


def _show(request: StaffRequest, given: dict[str, str], errors: dict[str, str] | None = None) -> HttpResponse:
    context: dict[str, Any] = {"given": given, "errors": errors or {}, "roles": held_roles(request.user)}
    context["sso"] = settings.OIDC.get("name", "")
    return render_page(request, "office/account.html", context, status=422 if errors else 200)


@sensitive_post_parameters()
@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: StaffRequest) -> HttpResponse:
    """Change one's own password; the old one is asked, and every other session ends."""
    if request.method != "POST":
        return _ask(request, request.user, "office/password.html")
    given = {
        "username": request.user.get_username(),
        "password": request.POST.get("sandi-lama", "")[:LONGEST],
    }
    if authenticate(request, **given) is None:  # so that django-axes counts the guesses
        wrong = gettext("Kata sandi yang sekarang tidak cocok.")
        return _ask(request, request.user, "office/password.html", {"lama": wrong})
    try:
        user = change_password(
            user=request.user, password=request.POST.get("sandi", "")[:LONGEST], by=request.user
        )
    except BadInput as error:
        sentence = gettext(error.message).format(**error.data)
        return _ask(request, request.user, "office/password.html", {"sandi": sentence})
    update_session_auth_hash(request, user)
    messages.success(request, gettext("Kata sandi diganti. Sesi Anda di perangkat lain sudah diakhiri."))
    return HttpResponseRedirect(reverse("office:account"), status=303)


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new_password(request: HttpRequest, token: str) -> HttpResponse:
    """Set a new password with a link that works once; then sign in with it."""
    user = open_password_link(token)
    if request.method != "POST":
        return _ask(request, user, "office/new_password.html")
    try:
        change_password(user=user, password=request.POST.get("sandi", "")[:LONGEST], by=user)
    except BadInput as error:
        sentence = gettext(error.message).format(**error.data)
        return _ask(request, user, "office/new_password.html", {"sandi": sentence})
    messages.success(request, gettext("Kata sandi baru tersimpan. Silakan masuk."))
    return HttpResponseRedirect(reverse("office:sign_in"), status=303)


def _ask(
    request: HttpRequest, person: User, template: str, errors: dict[str, str] | None = None
) -> HttpResponse:
    shortest = shortest_for(has_second_factor(person))
    context = {"errors": errors or {}, "person": person, "shortest": shortest}
    return render_page(request, template, context, status=422 if errors else 200)
