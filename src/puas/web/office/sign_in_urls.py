"""The doors of django-allauth that we open, under our own addresses; every other one stays shut.

The names are the library's own: it looks its doors up by them.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as keys
from allauth.socialaccount import views as social
from allauth.socialaccount.providers.openid_connect import views as oidc
from allauth.usersessions import views as sessions
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from puas.models import User
from puas.operations.second_factors import recorded_change
from puas.web.office import sign_in


def never_kept(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let no cache keep the page, as with every page of the office."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.headers["Cache-Control"] = "private, no-store"
        return response

    return guarded


def recorded(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Write the event of a changed second factor in the same transaction."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "POST" or not isinstance(request.user, User):
            return view(request, *args, **kwargs)
        with recorded_change(request.user):
            return view(request, *args, **kwargs)

    return guarded


def door(address: str, view: Callable[..., HttpResponse], name: str, **fixed: Any) -> URLPattern:
    """Return the pattern of one door; `fixed` arguments are ours to choose, not the address's."""
    return path(address, never_kept(view), fixed, name=name)


urlpatterns = [
    path("masuk/", sign_in.sign_in, name="account_login"),
    path("keluar/", sign_in.sign_out, name="account_logout"),
    door("masuk/kode/", mfa.authenticate, "mfa_authenticate"),
    door("masuk/sso/", oidc.login, "openid_connect_login", provider_id="sso"),
    door("masuk/sso/kembali/", oidc.callback, "openid_connect_callback", provider_id="sso"),
    door("masuk/sso/batal/", social.login_cancelled, "socialaccount_login_cancelled"),
    door("masuk/sso/gagal/", social.login_error, "socialaccount_login_error"),
    door("akun/sso/", social.connections, "socialaccount_connections"),
    door("akun/lagi/", account.reauthenticate, "account_reauthenticate"),
    door("akun/lagi/kode/", mfa.reauthenticate, "mfa_reauthenticate"),
    door("akun/lagi/kunci/", keys.reauthenticate_webauthn, "mfa_reauthenticate_webauthn"),
    door("akun/sesi/", sessions.list_usersessions, "usersessions_list"),
    door("akun/dua-langkah/", mfa.index, "mfa_index"),
    door("akun/dua-langkah/aplikasi/", recorded(totp.activate_totp), "mfa_activate_totp"),
    door("akun/dua-langkah/aplikasi/hapus/", recorded(totp.deactivate_totp), "mfa_deactivate_totp"),
    door("akun/dua-langkah/cadangan/", codes.view_recovery_codes, "mfa_view_recovery_codes"),
    door(
        "akun/dua-langkah/cadangan/baru/",
        recorded(codes.generate_recovery_codes),
        "mfa_generate_recovery_codes",
    ),
    door("akun/dua-langkah/kunci/", keys.list_webauthn, "mfa_list_webauthn"),
    door("akun/dua-langkah/kunci/tambah/", recorded(keys.add_webauthn), "mfa_add_webauthn"),
    door("akun/dua-langkah/kunci/<int:pk>/nama/", recorded(keys.edit_webauthn), "mfa_edit_webauthn"),
    door("akun/dua-langkah/kunci/<int:pk>/hapus/", recorded(keys.remove_webauthn), "mfa_remove_webauthn"),
]
