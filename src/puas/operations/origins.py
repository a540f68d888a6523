"""Where an answer came from, as a number that nobody can turn back once the day's salt is gone.

Many answers from one device deserve a look, and for that it is enough to know that two of one day have the
same origin, not which. The device's number and the address themselves are never stored and never logged.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from django.db import transaction
from django.utils import timezone

from puas.models import OriginSalt, Survey
from puas.operations.audits import append_event

KEPT_DAYS = 2
"""A salt older than this is destroyed when the next one is made, and by the hour (`schedules`)."""
SALT_BYTES = 32
_SHARED_BITS = 64
"""A phone changes the second half of its IPv6 address by itself, all day long."""


@dataclass(frozen=True)
class Origin:
    """What a door knows of the sender, in clear: for the length of one request. "" is unknown."""

    device: str = field(default="", repr=False)
    address: str = field(default="", repr=False)


def hash_origin(*, survey: Survey, origin: Origin) -> tuple[int | None, int | None]:
    """Return the numbers of device and address among today's answers to `survey`; None for what is unknown.

    The first 63 bits of HMAC-SHA256 with today's salt. Another survey or another day is another number, so
    that nobody can be followed from one to the next. One query, and the day's first answer makes the salt.
    """
    address = _plain_address(origin.address)
    if not (origin.device or address):
        return None, None
    salt = _todays_salt()
    named = (("device", origin.device), ("address", address))
    device_hash, address_hash = (
        _hash(salt, f"{survey.pk} {kind} {value}") if value else None for kind, value in named
    )
    return device_hash, address_hash


def destroy_old_salts(*, now: datetime) -> dict[str, int]:
    """Destroy every salt that is older than KEPT_DAYS; return how many. The event tells how many, no more."""
    with transaction.atomic():
        old = OriginSalt.objects.filter(day__lt=timezone.localdate(now) - timedelta(days=KEPT_DAYS))
        last = old.order_by("day").last()
        destroyed, _ = old.delete()
        if last is not None:
            data = {"destroyed": destroyed, "last_day": last.day.isoformat()}
            append_event(by=None, operation="destroy_old_salts", subject=last, unit=None, data=data)
    return {"destroyed": destroyed}


def _hash(salt: bytes, value: str) -> int:
    digest = hmac.digest(salt, value.encode("utf-8", "replace"), hashlib.sha256)
    return int.from_bytes(digest[:8]) >> 1


def _plain_address(text: str) -> str:
    """Return an address as one text, IPv6 without its second half; "" for none, and for this machine's own.

    This machine's own is a proxy that does not say for whom it asks: everybody would share it.
    """
    try:
        address: IPv4Address | IPv6Address = ip_address(text)
    except ValueError:
        return ""
    if isinstance(address, IPv6Address):
        address = address.ipv4_mapped or address
    if address.is_loopback or address.is_unspecified:
        return ""
    if isinstance(address, IPv6Address):
        return str(ip_network((address, _SHARED_BITS), strict=False))
    return str(address)


def _todays_salt() -> bytes:
    today = timezone.localdate()
    salt = OriginSalt.objects.filter(day=today).first() or _rotate(today)
    return bytes(salt.salt)


@transaction.atomic
def _rotate(today: date) -> OriginSalt:
    """Return the day's salt, made once however many ask for it together; whoever made it destroys the old."""
    fresh = {"salt": secrets.token_bytes(SALT_BYTES)}
    salt, is_new = OriginSalt.objects.get_or_create(day=today, defaults=fresh)
    if is_new:
        destroy_old_salts(now=timezone.now())
    return salt
