"""Where django-allauth asks us: what it may do, what it says, and how it keeps secrets."""

import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from cryptography.fernet import InvalidToken
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from puas.errors import NotNow
from puas.models import User
from puas.operations.sealed_secrets import open_secret, seal_secret
from puas.web.office.sign_in_backends import STAFF_BACKEND

TOO_OFTEN = _("Terlalu banyak percobaan. Tunggu beberapa menit, lalu coba lagi.")


def proved_lately(request: HttpRequest) -> bool:
    """Say whether the person proved who it is within the last 15 minutes, at sign-in or since.

    Who has neither a password nor a second factor here cannot be asked again; the agency's own sign-in
    service answers for that account.
    """
    if not get_reauthentication_flows(request.user):
        return True
    records = get_authentication_records(request, request.user)
    return bool(records) and time.time() - records[-1]["at"] < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are made by invitation only, and our pages say what happened."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "incorrect_password": _("Kata sandi tidak cocok."),
        "too_many_login_attempts": TOO_OFTEN,
        "rate_limited": TOO_OFTEN,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """A sign-in within the last 15 minutes counts as well."""
        return not proved_lately(context.request)

    def login(self, request: HttpRequest, user: User) -> None:
        user.backend = STAFF_BACKEND
        super().login(request, user)

    def add_message(self, request: HttpRequest, level: int, *args: Any, **kwargs: Any) -> None:
        """Keep only sentences, no templates of messages: our pages show the new state themselves."""
        if message := kwargs.get("message"):
            super().add_message(request, level, message=message)

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the address for the list of one's own sessions; a server on a socket has none."""
        return request.META.get("REMOTE_ADDR") or "0.0.0.0"  # noqa: S104 - an address that is none

    def send_notification_mail(self, template_prefix: str, user: User, *args: Any, **kwargs: Any) -> None:
        """Send nothing: the trail tells of every change (`puas.operations.second_factors`)."""


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """The secrets of authenticator apps and recovery codes are kept under the installation's key."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("Kode tidak cocok. Pakai kode yang sedang tampil, dan periksa jam ponselnya."),
        "cannot_delete_authenticator": _("Instansi Anda mewajibkan verifikasi dua langkah."),
    }

    def get_totp_issuer(self) -> str:
        return f"puas {context.request.get_host()}"

    def encrypt(self, text: str) -> str:
        return seal_secret("second factor", text)

    def decrypt(self, encrypted_text: str) -> str:
        """Return the secret; NotNow `second_factor_unreadable` after the installation's key was changed."""
        try:
            return open_secret("second factor", encrypted_text)
        except InvalidToken as error:
            raise NotNow(
                "second_factor_unreadable",
                "Kunci pemasangan ini berubah, jadi kode Anda tidak dapat diperiksa. "
                "Minta administrator menghapus verifikasi dua langkah akun Anda.",
            ) from error


class OidcAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """The agency's sign-in service opens accounts that were connected to it; it makes none."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False
