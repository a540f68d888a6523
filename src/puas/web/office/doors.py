"""Every door of the office but signing in: only for staff, and typed so."""

from collections.abc import Callable
from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse

from puas.models import User


class StaffRequest(HttpRequest):
    """A request of somebody who is signed in."""

    user: User


def staff_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Send those who are not signed in to the sign-in page first."""
    return cast(Callable[..., HttpResponse], login_required(cast(Any, view)))
