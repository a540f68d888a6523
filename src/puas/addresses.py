"""The network address that a request came from."""

from django.conf import settings
from django.http import HttpRequest


def address_of(request: HttpRequest) -> str:
    """Return the sender's address; "" when nobody knows it.

    Behind our own proxy (PUAS_HTTPS) it is the last one in X-Forwarded-For: the proxy added that, and what
    stands before it may be invented. Without the setting the header is not read at all.
    """
    if settings.HTTPS:
        return str(request.META.get("HTTP_X_FORWARDED_FOR", "")).rpartition(",")[2].strip()
    return str(request.META.get("REMOTE_ADDR", ""))
