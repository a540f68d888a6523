"""What a password must be, by NIST SP 800-63B-4: long, not among the common ones, and nothing else.

There are no rules of composition and no date on which it ends.
"""

from django.contrib.auth.password_validation import validate_password
from django.contrib.auth.tokens import default_token_generator
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from puas.errors import BadInput, NotNow
from puas.models import User
from puas.operations.audits import append_event
from puas.queries.second_factors import has_second_factor
from puas.queries.users import home_of

SHORTEST_ALONE = 15
SHORTEST_WITH_SECOND_FACTOR = 12
LONGEST = 200


def shortest_for(has_second_factor: bool) -> int:
    """Return how many characters a password needs at least."""
    return SHORTEST_WITH_SECOND_FACTOR if has_second_factor else SHORTEST_ALONE


def check_new_password(password: str, user: User, has_second_factor: bool = False) -> None:
    """Raise BadInput `password_length`, `password_repeats` or `user_password` when `password` will not do."""
    shortest = shortest_for(has_second_factor)
    if not shortest <= len(password) <= LONGEST:
        raise BadInput(
            "password_length",
            "Kata sandi harus {shortest} sampai {longest} huruf. Beberapa kata yang tidak saling berhubungan "
            "mudah diingat dan sukar ditebak.",
            field="sandi",
            shortest=shortest,
            longest=LONGEST,
        )
    if (password + password).index(password, 1) < len(password):
        raise BadInput(
            "password_repeats",
            "Kata sandi ini hanya mengulang bagian yang sama. Pakai beberapa kata yang berbeda.",
            field="sandi",
        )
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise BadInput(
            "user_password", "{reasons}", field="sandi", reasons=" ".join(error.messages)
        ) from error


@transaction.atomic
def make_password_link(*, user: User, by: User | None) -> str:
    """Return a token with which `user` sets a new password once, within a day.

    It stops working when the password changes or the person signs in. NotNow `user_inactive`.
    """
    if not user.is_active:
        raise NotNow("user_inactive", "Akun {user} nonaktif. Aktifkan dahulu.", user=user.full_name)
    append_event(by=by, operation="make_password_link", subject=user, unit=home_of(user), data={})
    uid = urlsafe_base64_encode(force_bytes(user.pk))
    return f"{uid}.{default_token_generator.make_token(user)}"


@transaction.atomic
def change_password(*, user: User, password: str, by: User | None) -> User:
    """Give an account a new password; every other session of it ends. Raises as `check_new_password`."""
    stored = User.objects.select_for_update().get(pk=user.pk)
    check_new_password(password, stored, has_second_factor(stored))
    stored.set_password(password)
    stored.save(update_fields=["password"])
    append_event(by=by, operation="change_password", subject=stored, unit=home_of(stored), data={})
    return stored
