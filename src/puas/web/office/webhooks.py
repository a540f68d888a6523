"""Webhooks of a unit: made with a secret that is shown once, watched through the log of their messages."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.http.response import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext, gettext_noop
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from puas.errors import BadInput, NotFound
from puas.lifecycles import WebhookState
from puas.models import DeliveryState, Unit, Webhook
from puas.models.webhooks import CHOOSABLE
from puas.operations.webhook_deliveries import MOST_FAILURES, PAUSES, resend_delivery
from puas.operations.webhooks import (
    create_webhook,
    delete_webhook,
    pause_webhook,
    ping_webhook,
    replace_webhook_secret,
    resume_webhook,
)
from puas.permissions import Action
from puas.queries.histories import find_unit
from puas.queries.webhooks import find_delivery, find_webhook, list_deliveries, list_webhooks
from puas.web.office.doors import StaffRequest, staff_only
from puas.web.pages import render_page

PAGE = 50

STEPS: Mapping[str, tuple[Callable[..., Webhook], str]] = {
    "jeda": (pause_webhook, gettext_noop("Webhook {name} dijeda. Yang terjadi sementara itu menunggu.")),
    "lanjut": (resume_webhook, gettext_noop("Webhook {name} berjalan lagi. Yang menunggu segera dikirim.")),
    "uji": (ping_webhook, gettext_noop("Kiriman uji coba segera dikirim; hasilnya tampil di bawah.")),
    "hapus": (delete_webhook, gettext_noop("Webhook {name} dihapus.")),
}
"""What can be done with a webhook, by what stands in the address."""


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def webhooks(request: StaffRequest, unit_id: int) -> HttpResponse:
    """Show a unit's webhooks, or make one and show its secret this once (no redirect: nothing keeps it)."""
    found = find_unit(request.user, unit_id, Action.OPEN_SURVEY)
    if request.method != "POST":
        return _show_all(request, found)
    given = {name: request.POST.get(name, "")[:600] for name in ("nama", "alamat")}
    events = request.POST.getlist("peristiwa")
    try:
        hook, secret = create_webhook(
            unit=found, name=given["nama"], url=given["alamat"], events=events, by=request.user
        )
    except BadInput as error:
        sentence = gettext(error.message).format(**error.data)
        wrong = {"given": given | {"peristiwa": events}, "error": sentence, "wrong": error.data["field"]}
        return _show_all(request, found, wrong, status=422)
    return _show_all(request, found, {"made": hook, "secret": secret})


def _show_all(
    request: StaffRequest, found: Unit, more: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    every = [event.value for event in CHOOSABLE]
    context = {
        "unit": found,
        "agency": found.agency,
        "webhooks": list_webhooks(found),
        "events": [(event.value, gettext(event.label)) for event in CHOOSABLE],
        "given": {"nama": "", "alamat": "", "peristiwa": every},
    }
    return render_page(request, "office/webhooks.html", context | (more or {}), status=status)


@staff_only
@require_safe
def webhook(request: StaffRequest, webhook_id: int) -> HttpResponse:
    """Show one webhook and every message with its tries, the newest first."""
    return _show_one(request, find_webhook(request.user, webhook_id, Action.OPEN_SURVEY))


@staff_only
@require_POST
def replace_secret(request: StaffRequest, webhook_id: int) -> HttpResponse:
    """Give a webhook another secret and show it this once."""
    found = find_webhook(request.user, webhook_id, Action.OPEN_SURVEY)
    _, secret = replace_webhook_secret(webhook=found, by=request.user)
    return _show_one(request, found, secret)


def _show_one(request: StaffRequest, hook: Webhook, secret: str = "") -> HttpResponse:
    paged = Paginator(list_deliveries(hook), PAGE).get_page(request.GET.get("halaman"))
    shown = list(paged.object_list)
    context = {
        "webhook": hook,
        "state": gettext(hook.stage.label),
        "is_active": hook.stage is WebhookState.ACTIVE,
        "is_stopped": hook.stage is WebhookState.STOPPED,
        "most_failures": MOST_FAILURES,
        "tries": len(PAUSES) + 1,
        "paged": paged,
        "deliveries": [(one, gettext(one.event_label), gettext(one.stage.label)) for one in shown],
        "is_sending": any(one.stage is DeliveryState.WAITING and not one.tries for one in shown),
        "secret": secret,
    }
    return render_page(request, "office/webhook.html", context)


@staff_only
@require_POST
def change(request: StaffRequest, webhook_id: int, step: str) -> HttpResponse:
    """Pause, resume, test or delete a webhook."""
    found = find_webhook(request.user, webhook_id, Action.OPEN_SURVEY)
    if step not in STEPS:
        raise NotFound("webhook_step", "Langkah itu tidak ada. Pilih dari halaman webhook ini.")
    work, sentence = STEPS[step]
    work(webhook=found, by=request.user)
    messages.success(request, gettext(sentence).format(name=found.name))
    if work is delete_webhook:
        return HttpResponseRedirect(reverse("office:webhooks", args=[found.unit_id]), status=303)
    return HttpResponseRedirect(reverse("office:webhook", args=[found.pk]), status=303)


@staff_only
@require_POST
def resend(request: StaffRequest, delivery_id: int) -> HttpResponse:
    """Send one message again."""
    found = find_delivery(request.user, delivery_id, Action.OPEN_SURVEY)
    resend_delivery(delivery=found, by=request.user)
    messages.success(request, gettext("Kiriman itu segera dikirim lagi."))
    return HttpResponseRedirect(reverse("office:webhook", args=[found.webhook_id]), status=303)
