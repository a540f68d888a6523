"""Keys of the API of a unit: made with a secret that is shown once, listed, revoked."""

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from puas.errors import BadInput
from puas.models import ApiKey, KeyScope, Unit
from puas.operations.api_keys import create_api_key, revoke_api_key
from puas.permissions import Action
from puas.queries.api_keys import find_key, list_keys
from puas.queries.histories import find_unit
from puas.web.office.doors import StaffRequest, staff_only
from puas.web.pages import render_page

USUAL_LIFE = timedelta(days=365)


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def api_keys(request: StaffRequest, unit_id: int) -> HttpResponse:
    """Show a unit's keys, or make one and show its secret this once (no redirect: nothing keeps it)."""
    found = find_unit(request.user, unit_id, Action.OPEN_SURVEY)
    if request.method != "POST":
        return _show(request, found)
    try:
        key, secret = _create(request, found)
    except BadInput as error:
        sentence = gettext(error.message).format(**error.data)
        given = {name: request.POST.get(name, "")[:200] for name in ("nama", "lingkup", "sampai")}
        wrong = {"given": given, "error": sentence, "wrong": error.data["field"]}
        return _show(request, found, wrong, status=422)
    return _show(request, found, {"made": key, "secret": secret})


def _create(request: StaffRequest, unit: Unit) -> tuple[ApiKey, str]:
    try:
        scope = KeyScope(request.POST.get("lingkup", ""))
    except ValueError as error:
        raise BadInput(
            "api_key_scope_open", "Pilih apa yang boleh dilakukan kunci ini.", field="lingkup"
        ) from error
    try:
        day = date.fromisoformat(request.POST.get("sampai", ""))
    except ValueError as error:
        raise BadInput("api_key_day", "Tulis hari terakhir kunci ini berlaku.", field="sampai") from error
    name = request.POST.get("nama", "")[:200]
    return create_api_key(unit=unit, name=name, scope=scope, expires_on=day, by=request.user)


def _show(
    request: StaffRequest, found: Unit, more: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    usual = {"nama": "", "lingkup": KeyScope.ANSWERS.value}
    context = {
        "unit": found,
        "agency": found.agency,
        "keys": [{"key": key, "is_over": key.is_over(timezone.localdate())} for key in list_keys(found)],
        "scopes": [(scope.value, gettext(scope.label)) for scope in KeyScope],
        "given": usual | {"sampai": (timezone.localdate() + USUAL_LIFE).isoformat()},
    }
    return render_page(request, "office/api_keys.html", context | (more or {}), status=status)


@staff_only
@require_POST
def revoke(request: StaffRequest, key_id: int) -> HttpResponse:
    """Close a key: the application that holds it is refused from now on."""
    found = find_key(request.user, key_id, Action.OPEN_SURVEY)
    revoke_api_key(key=found, by=request.user)
    messages.success(request, gettext("Kunci {name} sudah dicabut.").format(name=found.name))
    return HttpResponseRedirect(reverse("office:api_keys", args=[found.unit_id]), status=303)
