"""Every door of the office but signing in: only for staff, and typed so."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from allauth.core.exceptions import ReauthenticationRequired
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from puas.models import User
from puas.web.office.sign_in_adapters import proved_lately


class StaffRequest(HttpRequest):
    """A request of somebody who is signed in."""

    user: User


def staff_only(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponse]:
    """Send those who are not signed in to the sign-in page first.

    Who lacks the second factor that the agency asks for is led to set it up, and can do nothing else.
    """

    @wraps(view)
    def guarded(request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.lacks_second_factor:
            return HttpResponseRedirect(reverse("mfa_index"))
        return view(request, *args, **kwargs)

    return cast(Callable[..., HttpResponse], login_required(cast(Any, guarded)))


def asked_again(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Ask for the password or the second factor again when that was more than 15 minutes ago.

    What was sent is kept meanwhile and goes on afterwards. Stands below `staff_only`.
    """

    @wraps(view)
    def guarded(request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not proved_lately(request):
            raise ReauthenticationRequired()
        return view(request, *args, **kwargs)

    return guarded
