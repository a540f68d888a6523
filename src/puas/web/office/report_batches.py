"""The reports of all units at once: started here, watched as a job, downloaded as one ZIP."""

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from puas.operations.report_batches import start_report_batch
from puas.permissions import Action, require
from puas.queries.histories import find_unit
from puas.queries.jobs import find_job
from puas.queries.periods import find_period
from puas.queries.report_batches import find_batch
from puas.web.office.doors import StaffRequest, staff_only


@staff_only
@require_POST
def start(request: StaffRequest, unit_id: int, period: str) -> HttpResponse:
    """Put the reports of a unit and everything below it on the list of jobs."""
    unit = find_unit(request.user, unit_id)
    require(request.user, Action.WRITE_REPORT, unit)
    ending = request.POST.get("format", "pdf")
    job = start_report_batch(unit=unit, period=find_period(period), ending=ending, by=request.user)
    messages.success(request, gettext("Pembuatan laporan masuk daftar pekerjaan."))
    return HttpResponseRedirect(reverse("office:job", args=[job.pk]), status=303)


@staff_only
@require_safe
def archive(request: StaffRequest, job_id: int) -> HttpResponseBase:
    """Hand out the ZIP of a batch to who sees the job and still sees the unit."""
    job = find_job(request.user, job_id)
    require(request.user, Action.VIEW, job.unit)
    name = f"laporan-{job.unit.slug}-{job.key.replace(' ', '-')}.zip"
    response = FileResponse(
        find_batch(job).open("rb"), as_attachment=True, filename=name, content_type="application/zip"
    )
    response.headers["Cache-Control"] = "private, no-store"
    return response
