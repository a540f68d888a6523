"""The PIN that leaves a kiosk: tried on the device, changed at the office.

Whoever stands before the device may try it, so five wrong ones in a row lock it for a minute. The count is a
column of the link: it holds for every process of the server, however many there are.
"""

from datetime import datetime, timedelta

from django.contrib.auth.hashers import check_password
from django.db import transaction
from django.utils import timezone

from puas.errors import BadInput, NotFound, TooOften
from puas.models import FormLink, LinkKind, User
from puas.operations.audits import append_event
from puas.operations.form_links import hash_pin, hold_form_link

MOST_TRIES = 5
LOCK = timedelta(minutes=1)


def leave_kiosk(*, link: FormLink, pin: str) -> None:
    """Return when `pin` is the kiosk's; every counted try, right or wrong, leaves one event.

    BadInput `kiosk_pin_wrong` says how many tries are left, TooOften `kiosk_pin_locked` when to come back,
    and then the PIN was not even looked at. A try is counted before it is checked, so that many at once are
    no more than five; and it is checked outside of any transaction, because hashing takes its time.
    """
    tries = _count_try(link)
    is_right = check_password(pin, link.pin_hash)
    _settle(link, is_right=is_right, tries=tries)
    if not is_right:
        raise BadInput(
            "kiosk_pin_wrong",
            "PIN itu tidak cocok. Sisa {left} percobaan sebelum dikunci semenit.",
            left=MOST_TRIES - tries,
            field="pin",
        )


@transaction.atomic
def _count_try(link: FormLink) -> int:
    """Return which try in a row this is, 1 to MOST_TRIES. After a minute without one the row starts again.

    So it does after a try that lies ahead: the server's clock was put back since.
    """
    stored, now = FormLink.objects.select_for_update(of=("self",)).get(pk=link.pk), timezone.now()
    since = now - stored.pin_tried_at if stored.pin_tried_at else LOCK
    tries = stored.pin_tries if timedelta(0) <= since < LOCK else 0
    if tries >= MOST_TRIES:
        raise _locked(now, LOCK - since)
    stored.pin_tries, stored.pin_tried_at = tries + 1, now
    stored.save(update_fields=["pin_tries", "pin_tried_at"])
    return stored.pin_tries


def _locked(now: datetime, left: timedelta) -> TooOften:
    return TooOften(
        "kiosk_pin_locked",
        "PIN salah {most} kali berturut-turut. Coba lagi sesudah pukul {clock}.",
        most=MOST_TRIES,
        clock=f"{timezone.localtime(now + left + timedelta(seconds=1)):%H.%M.%S}",
        seconds=int(left.total_seconds()) + 1,
    )


@transaction.atomic
def _settle(link: FormLink, *, is_right: bool, tries: int) -> None:
    if is_right:
        FormLink.objects.filter(pk=link.pk).update(pin_tries=0, pin_tried_at=None)
    operation = "leave_kiosk" if is_right else "refuse_kiosk_pin"
    append_event(by=None, operation=operation, subject=link, unit=link.unit, data={"tries": tries})


@transaction.atomic
def change_kiosk_pin(*, link: FormLink, pin: str, by: User | None) -> FormLink:
    """Give a kiosk another PIN; the old one stops at once, and a lock is lifted.

    BadInput `form_link_pin`; NotFound `form_link_no_kiosk` for another kind; NotNow `form_link_revoked`.
    """
    stored = hold_form_link(link)
    if stored.kind != LinkKind.KIOSK:
        raise NotFound(
            "form_link_no_kiosk", "Tautan {name} bukan kios, jadi tidak ber-PIN.", name=stored.name
        )
    stored.pin_hash, stored.pin_tries, stored.pin_tried_at = hash_pin(pin), 0, None
    stored.save(update_fields=["pin_hash", "pin_tries", "pin_tried_at"])
    append_event(by=by, operation="change_kiosk_pin", subject=stored, unit=stored.unit, data={})
    return stored
