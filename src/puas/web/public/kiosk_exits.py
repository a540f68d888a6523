"""Leaving a kiosk: the PIN, and the small page for staff behind it.

The page behind the PIN has no session. Its address carries a signed permit of two minutes for this one link,
so that going back, or loading the page again later, leads to the PIN and never sends it a second time.
"""

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from puas.errors import BadInput, TooOften
from puas.operations.form_links import LONGEST_PIN
from puas.operations.kiosks import leave_kiosk
from puas.queries.entries import FoundLink
from puas.queries.kiosks import describe_kiosk_day
from puas.web.errors import say_when
from puas.web.public.forms import NOT_KEPT
from puas.web.public.kiosks import draw_screen, kiosk_door

PERMIT = "izin"
PERMIT_SECONDS = 120
_signer = signing.TimestampSigner(salt="puas.kiosks")


# csrf_exempt is safe here: there is no session to act for, and a try is counted wherever it comes from.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@kiosk_door
def kiosk_exit(request: HttpRequest, found: FoundLink) -> HttpResponse:
    """Ask for the PIN, or try one and go on to the page for staff."""
    if request.method != "POST":
        return _ask(request, found)
    try:
        leave_kiosk(link=found.link, pin=request.POST.get("pin", "")[: LONGEST_PIN + 1])
    except (BadInput, TooOften) as error:
        sentence = gettext(error.message).format(**error.data)
        status = 422 if isinstance(error, BadInput) else error.status
        return say_when(_ask(request, found, sentence, status), error)
    permit = urlencode({PERMIT: _signer.sign(str(found.link.pk))})
    staff = reverse("public:kiosk_staff", args=[found.link.code])
    return HttpResponseRedirect(f"{staff}?{permit}", status=303, headers=NOT_KEPT)


@require_safe
@kiosk_door
def kiosk_staff(request: HttpRequest, found: FoundLink) -> HttpResponse:
    """Show how many answers came today, and the ways out; without a fresh permit, the PIN again."""
    try:
        permitted = _signer.unsign(request.GET.get(PERMIT, ""), max_age=PERMIT_SECONDS)
    except signing.BadSignature:
        permitted = ""
    if permitted != str(found.link.pk):
        return HttpResponseRedirect(
            reverse("public:kiosk_exit", args=[found.link.code]), status=303, headers=NOT_KEPT
        )
    return draw_screen(
        request,
        found,
        "petugas",
        "public/kiosk_staff.html",
        link=found.link,
        unit=found.link.unit,
        agency=found.link.unit.agency,
        day=describe_kiosk_day(found.link, timezone.now()),
        office_address=reverse("office:form_link", args=[found.link.pk]),
    )


def _ask(request: HttpRequest, found: FoundLink, error: str = "", status: int = 200) -> HttpResponse:
    unit = found.link.unit
    return draw_screen(
        request,
        found,
        "keluar",
        "public/kiosk_exit.html",
        status,
        unit=unit,
        agency=unit.agency,
        error=error,
    )
