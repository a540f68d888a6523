"""Second factors: what a person set up or gave up is recorded; a lost one is taken off by somebody else."""

from collections.abc import Iterator
from contextlib import contextmanager

from allauth.mfa.models import Authenticator
from django.db import transaction

from puas.errors import NotNow
from puas.models import Agency, User
from puas.operations.audits import append_event
from puas.queries.second_factors import kept_factors
from puas.queries.units import root_of
from puas.queries.users import home_of


@contextmanager
def recorded_change(user: User) -> Iterator[None]:
    """Run what changes the second factors of `user` in a transaction that ends with its event.

    The event tells the kinds that came and went; nothing is recorded when nothing changed.
    """
    with transaction.atomic():
        before = kept_factors(user)
        yield
        after = kept_factors(user)
        if before != after:
            data = {"added": _kinds(after - before), "removed": _kinds(before - after)}
            append_event(
                by=user, operation="change_second_factor", subject=user, unit=home_of(user), data=data
            )


def _kinds(factors: set[tuple[str, int, str]]) -> list[str]:
    return sorted(kind for kind, *_ in factors)


@transaction.atomic
def remove_second_factors(*, user: User, by: User | None) -> int:
    """Take every second factor and recovery code off an account (a lost phone); return how many.

    NotNow `second_factor_none` when there is none.
    """
    removed: int = Authenticator.objects.filter(user=user).delete()[0]
    if not removed:
        raise NotNow(
            "second_factor_none", "Akun {user} tidak memakai verifikasi dua langkah.", user=user.full_name
        )
    append_event(
        by=by,
        operation="remove_second_factors",
        subject=user,
        unit=home_of(user),
        data={"removed": removed},
    )
    return removed


@transaction.atomic
def ask_second_factor(*, agency: Agency, is_asked: bool, by: User | None) -> Agency:
    """Decide whether coordinators and administrators of an agency must have a second factor.

    Deciding what is decided already changes nothing.
    """
    stored = Agency.objects.select_for_update().get(pk=agency.pk)
    if stored.needs_second_factor == is_asked:
        return stored
    stored.needs_second_factor = is_asked
    stored.save(update_fields=["needs_second_factor"])
    data = {"is_asked": is_asked}
    append_event(by=by, operation="ask_second_factor", subject=stored, unit=root_of(stored), data=data)
    return stored
