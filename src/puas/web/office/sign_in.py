"""Signing in and out of the office. Guessing is stopped by django-axes, per user name and address.

After the password django-allauth asks for the second factor, when the account has one.
"""

from typing import Any, cast

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from django.conf import settings
from django.contrib.auth import authenticate, logout
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from puas.web.pages import render_page

LONGEST = 200


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Show the sign-in page, or sign in and go to the page that was asked for."""
    target = _safe_target(request, request.POST.get("next") or request.GET.get("next") or "")
    if request.user.is_authenticated:
        return HttpResponseRedirect(target)
    username = request.POST.get("nama", "")[:LONGEST]
    if request.method != "POST":
        return _show(request, target, username, error="")
    password = request.POST.get("sandi", "")[:LONGEST]
    user = authenticate(request, username=username.strip(), password=password)
    if user is None:
        error = gettext(
            "Nama pengguna atau kata sandi tidak cocok. Periksa huruf besar dan kecilnya, lalu coba lagi."
        )
        return _show(request, target, username, error)
    credentials = {"username": user.get_username()}
    return cast(
        HttpResponse, perform_password_login(request, credentials, Login(user=user, redirect_url=target))
    )


def _show(request: HttpRequest, target: str, username: str, error: str) -> HttpResponse:
    context = {"target": target, "username": username, "error": error, "sso": settings.OIDC.get("name", "")}
    return render_page(request, "office/sign_in.html", context, status=422 if error else 200)


def _safe_target(request: HttpRequest, target: str) -> str:
    """Return `target` when it is an address of this site, else the office's home."""
    is_ours = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return target if is_ours and target.startswith("/") else reverse("office:home")


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session and go to the sign-in page."""
    logout(request)
    return HttpResponseRedirect(reverse("office:sign_in"))


def locked_out(request: HttpRequest, response: Any = None, credentials: Any = None) -> HttpResponse:
    """Answer when a user name was tried too often from one address; django-axes calls this."""
    return render_page(request, "office/locked_out.html", {"minutes": 15}, status=429)
