"""Notices (pemberitahuan): what a person was told; and the log of everything an agency was told."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.http.response import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from puas.models import MailState, Reminder, ReminderKind
from puas.operations.reminders import describe_reminder, read_notices, send_reminders
from puas.permissions import Action
from puas.queries.reminders import count_unread, list_log, list_notices
from puas.web.office.calendars import find_agency
from puas.web.office.doors import StaffRequest, staff_only
from puas.web.pages import render_page

PAGE = 50


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def notices(request: StaffRequest) -> HttpResponse:
    """Show a person's own notices; a POST marks one (`baca`) or all of them as read."""
    if request.method == "POST":
        chosen = request.POST.get("baca", "")
        is_one = chosen.isascii() and chosen.isdigit() and len(chosen) < 19
        read_notices(user=request.user, numbers=[int(chosen)] if is_one else None)
        return HttpResponseRedirect(reverse("office:notices"), status=303)
    paged = Paginator(list_notices(request.user), PAGE).get_page(request.GET.get("halaman"))
    context = {
        "paged": paged,
        "rows": [(one, describe_reminder(one), ReminderKind(one.kind).label) for one in paged.object_list],
        "unread": count_unread(request.user),
    }
    return render_page(request, "office/notices.html", context)


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def log(request: StaffRequest, agency: str) -> HttpResponse:
    """Show everything that an agency's people were told; a POST tells now what is due."""
    found, _ = find_agency(request, agency, Action.OPEN_SURVEY)
    if request.method == "POST":
        made = send_reminders(now=timezone.now(), agency=found, by=request.user)
        text = gettext("{n} pengingat baru dikirim.") if made else gettext("Tidak ada pengingat baru.")
        messages.success(request, text.format(n=len(made)))
        return HttpResponseRedirect(reverse("office:reminder_log", args=[found.slug]), status=303)
    paged = Paginator(list_log(found), PAGE).get_page(request.GET.get("halaman"))
    context = {"agency": found, "paged": paged, "rows": [_line(one) for one in paged.object_list]}
    return render_page(request, "office/reminder_log.html", context)


def _line(one: Reminder) -> tuple[Reminder, str, str]:
    return one, ReminderKind(one.kind).label, MailState(one.mail_state).label
