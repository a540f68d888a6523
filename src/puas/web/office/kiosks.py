"""A kiosk in the office: how to set up its device, what came from it today, and another PIN."""

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from puas.errors import BadInput
from puas.models import FormLink
from puas.operations.kiosks import change_kiosk_pin
from puas.permissions import Action, can
from puas.queries.form_links import find_form_link
from puas.queries.kiosks import describe_kiosk_day
from puas.web.office.doors import StaffRequest, staff_only
from puas.web.office.surveys import draw_code
from puas.web.pages import render_page


def show_kiosk(request: StaffRequest, link: FormLink, error: str = "", status: int = 200) -> HttpResponse:
    """Show a kiosk. `error`: what is wrong with the PIN that was to be its new one."""
    address = request.build_absolute_uri(reverse("public:kiosk", args=[link.code]))
    context = {
        "link": link,
        "unit": link.unit,
        "is_kiosk": True,
        "address": address,
        "code": draw_code(address),
        "day": describe_kiosk_day(link, timezone.now()),
        "can_manage": can(request.user, Action.OPEN_SURVEY, link.unit),
        "error": error,
    }
    return render_page(request, "office/form_link.html", context, status=status)


@staff_only
@require_POST
def change_pin(request: StaffRequest, link_id: int) -> HttpResponse:
    """Give a kiosk another PIN."""
    found = find_form_link(request.user, link_id, Action.OPEN_SURVEY)
    try:
        change_kiosk_pin(link=found, pin=request.POST.get("pin", "")[:200], by=request.user)
    except BadInput as error:
        return show_kiosk(request, found, gettext(error.message).format(**error.data), status=422)
    messages.success(request, gettext("PIN kios {name} sudah diganti.").format(name=found.name))
    return HttpResponseRedirect(reverse("office:form_link", args=[found.pk]), status=303)
