"""Results in the office: looked at before they are published, and published after a last look."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from puas.errors import BadInput, NotNow
from puas.models import Result
from puas.operations.publications import publish_result
from puas.permissions import Action, can, require
from puas.queries.histories import find_publication, find_result, find_survey_of
from puas.queries.own_findings import count_open
from puas.queries.publications import build_result
from puas.web.office.doors import StaffRequest, asked_again, staff_only
from puas.web.office.result_comparisons import describe_comparisons, describe_parent
from puas.web.office.result_contexts import describe_context
from puas.web.pages import render_page
from puas.web.public.units import describe_result


@staff_only
@require_safe
def result(request: StaffRequest, result_id: int) -> HttpResponse:
    """Show a result as it will look when it is published."""
    found = _find(request, result_id)
    context = _describe(request, found)
    context |= describe_context(found, context["survey"], context["result"].priorities)
    context |= describe_comparisons(request.user, found)
    context |= describe_parent(found, context["survey"])
    return render_page(
        request, "office/result.html", context | {"tab": "summary", "is_counted": found.tally is not None}
    )


@staff_only
@asked_again
@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: StaffRequest, result_id: int) -> HttpResponse:
    """Ask once more, then publish: what is published can be replaced, never changed or taken back."""
    found = _find(request, result_id)
    require(request.user, Action.PUBLISH, found.unit)
    if request.method != "POST":
        return _confirm(request, found, reason="", error="")
    reason = request.POST.get("alasan", "")[:2000]
    try:
        publish_result(result=found, by=request.user, reason=reason)
    except BadInput as error:
        return _confirm(request, found, reason, gettext(error.message).format(**error.data))
    messages.success(request, gettext("Hasil sudah terbit dan dapat dilihat semua orang."))
    return HttpResponseRedirect(reverse("office:result", args=[found.pk]), status=303)


def _find(request: StaffRequest, result_id: int) -> Result:
    found = find_result(request.user, result_id)
    if not found.index:
        raise NotNow("result_empty", "Hasil ini belum punya indeks, jadi belum ada yang dapat diterbitkan.")
    return found


def _confirm(request: StaffRequest, found: Result, reason: str, error: str) -> HttpResponse:
    errors = count_open(found.unit.agency, found.period)[found.unit_id]
    context = _describe(request, found) | {"reason": reason, "error": error, "open_errors": errors}
    return render_page(request, "office/publish.html", context, status=422 if error else 200)


def _describe(request: StaffRequest, found: Result) -> dict[str, Any]:
    published = find_publication(found)
    is_published = published is not None and published.result_id == found.pk
    return {
        **describe_result(build_result(found)),
        "found": found,
        "unit": found.unit,
        "period": found.period.pure,
        "survey": find_survey_of(found),
        "published": published,
        "is_published": is_published,
        "can_publish": not is_published and can(request.user, Action.PUBLISH, found.unit),
    }
