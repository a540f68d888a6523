"""Answers from a file: upload, look at its columns, confirm, watch it run, take back the rejected rows.

The work is done by a process of its own (`puas import --run`): it goes on when the page is closed and when
the server starts anew. One that died is found by its silence, and running it again adds only what is missing.
"""

import os
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import connection
from django.http import HttpResponse
from django.http.response import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.http import content_disposition_header
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from puas.errors import BadInput, NotFound, PuasError
from puas.exchange.answer_templates import write_answer_template
from puas.models import AnswerImport, Channel, ImportStage, Service, Survey
from puas.operations.answer_imports import (
    cancel_import,
    choose_sheet,
    read_look,
    receive_import,
    rejected_of,
    repeat_import,
    start_import,
)
from puas.permissions import Action
from puas.queries.answer_imports import find_import, list_batches, list_imports
from puas.queries.surveys import find_survey
from puas.web.office.answer_imports_pages import describe_columns, describe_sentences
from puas.web.office.doors import StaffRequest, staff_only
from puas.web.pages import render_page

UPLOAD_BYTES = 50 * 2**20
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def answer_imports(request: StaffRequest, survey_id: int) -> HttpResponse:
    """Show the upload form and earlier imports; a file that can be read leads on to its columns."""
    survey = find_survey(request.user, survey_id, Action.ENTER_RESPONSES)
    if request.method != "POST":
        return _show_upload(request, survey)
    try:
        draft = _receive(request, survey)
    except BadInput as refusal:
        return _show_upload(request, survey, refusal)
    return _go(draft)


def _show_upload(request: StaffRequest, survey: Survey, refusal: PuasError | None = None) -> HttpResponse:
    context = {
        "survey": survey,
        "unit": survey.unit,
        "period": survey.period.pure,
        "imports": list_imports(survey),
        "megabytes": UPLOAD_BYTES // 2**20,
        "error": _say(refusal) if refusal else "",
    }
    return render_page(request, "office/answer_imports.html", context, status=422 if refusal else 200)


def _say(refusal: PuasError) -> str:
    return gettext(refusal.message).format(**refusal.data)


def _receive(request: StaffRequest, survey: Survey) -> AnswerImport:
    upload = request.FILES.get("berkas")
    if not isinstance(upload, UploadedFile) or not upload.size:
        raise BadInput("import_missing", "Pilih dahulu berkas jawaban yang akan diimpor.", field="berkas")
    if upload.size > UPLOAD_BYTES:
        raise BadInput(
            "import_size",
            "Berkas itu lebih besar dari {most} MB. Pecah berkasnya, atau minta pengelola layanan "
            "menjalankan perintah puas import.",
            most=UPLOAD_BYTES // 2**20,
        )
    with tempfile.NamedTemporaryFile(prefix="puas-") as copy:
        for chunk in upload.chunks():
            copy.write(chunk)
        copy.flush()
        name = Path(upload.name or "jawaban").name
        return receive_import(survey=survey, source=Path(copy.name), name=name, by=request.user)


def _go(answer_import: AnswerImport) -> HttpResponse:
    return HttpResponseRedirect(reverse("office:answer_import", args=[answer_import.pk]), status=303)


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def answer_import(request: StaffRequest, import_id: int) -> HttpResponse:
    """Show the columns of a waiting import, the progress of a running one, or what came of it."""
    found = find_import(request.user, import_id)
    if request.method == "POST":
        return _confirm(request, found)
    if found.state is ImportStage.WAITING:
        return _show_columns(request, found)
    return _show_run(request, found)


def _confirm(request: StaffRequest, found: AnswerImport) -> HttpResponse:
    """Look at another sheet, or start; a refusal shows the columns again with what was chosen."""
    try:
        if "lembar" in request.POST:
            return _go(choose_sheet(answer_import=found, sheet=request.POST["lembar"]))
        started = start_import(answer_import=found, by=request.user, **_read_choices(request, found))
    except PuasError as refusal:
        if found.state is not ImportStage.WAITING:
            raise
        return _show_columns(request, found, refusal)
    launch(started)
    return _go(started)


def _read_choices(request: StaffRequest, found: AnswerImport) -> dict[str, Any]:
    batch, service = request.POST.get("berkas", ""), request.POST.get("layanan", "")
    continues = list_batches(found)
    return {
        "targets": [
            request.POST.get(f"kolom-{n}", column.target) if not column.is_locked else column.target
            for n, column in enumerate(read_look(found).columns)
        ],
        "channel": _read_channel(request.POST.get("saluran", "")),
        "service": next((s for s in _services(found) if str(s.pk) == service), None),
        "continues": next((one for one in continues if str(one.pk) == batch), None),
        "is_other": batch == "lain",
        "is_only_period": "semua-tanggal" not in request.POST,
    }


def _read_channel(text: str) -> Channel:
    if text not in set(Channel):
        raise BadInput(
            "response_channel", "Saluran “{channel}” tidak dikenal.", field="saluran", channel=text
        )
    return Channel(text)


def _services(found: AnswerImport) -> list[Service]:
    return list(Service.objects.filter(unit=found.survey.unit_id))


def _show_columns(
    request: StaffRequest, found: AnswerImport, refusal: PuasError | None = None
) -> HttpResponse:
    seen = read_look(found)
    sent = request.POST if refusal else None
    context = _frame(found) | {
        "columns": describe_columns(seen, found.survey.instrument.parsed, sent),
        "seen": seen,
        "sentences": describe_sentences(seen.reasons),
        "channels": list(Channel),
        "services": _services(found),
        "batches": list_batches(found),
        "chosen": sent or {"layanan": str(found.service_id or ""), "saluran": Channel.ONLINE.value},
        "error": _say(refusal) if refusal else "",
    }
    status = refusal.status if refusal else 200
    return render_page(
        request, "office/answer_import_columns.html", context, status=422 if status == 400 else status
    )


def _frame(found: AnswerImport) -> dict[str, Any]:
    survey = found.survey
    return {"import": found, "survey": survey, "unit": survey.unit, "period": survey.period.pure}


def _show_run(request: StaffRequest, found: AnswerImport) -> HttpResponse:
    is_silent = found.is_silent(timezone.now())
    refusal = found.refusal
    context = _frame(found) | {
        "is_running": found.state is ImportStage.RUNNING and not is_silent,
        "is_silent": is_silent,
        "can_repeat": is_silent or found.state in (ImportStage.CANCELLED, ImportStage.FAILED),
        "rejected": rejected_of(found) if found.state is not ImportStage.RUNNING else None,
        "reason": gettext(refusal["message"]).format(**refusal["data"]) if refusal else "",
    }
    return render_page(request, "office/answer_import_run.html", context)


@staff_only
@require_POST
def cancel(request: StaffRequest, import_id: int) -> HttpResponse:
    """Stop an import; one that has not begun disappears with its file."""
    found = cancel_import(answer_import=find_import(request.user, import_id), by=request.user)
    if found.started_at is None:
        address = reverse("office:answer_imports", args=[found.survey_id])
        return HttpResponseRedirect(address, status=303)
    return _go(found)


@staff_only
@require_POST
def repeat(request: StaffRequest, import_id: int) -> HttpResponse:
    """Run an import again that died, failed or was cancelled: only what is missing is added."""
    again = repeat_import(answer_import=find_import(request.user, import_id), by=request.user)
    launch(again)
    return _go(again)


@staff_only
@require_safe
def rejected(request: StaffRequest, import_id: int) -> HttpResponse:
    """Return the workbook of the rows that were not imported."""
    found = find_import(request.user, import_id)
    path = rejected_of(found) if found.state is not ImportStage.RUNNING else None
    if path is None:
        raise NotFound("import_rejected_gone", "Daftar baris yang ditolak tidak ada atau sudah dihapus.")
    name = f"{found.name.rpartition('.')[0] or found.name}-ditolak.xlsx"
    headers = {
        "Content-Disposition": content_disposition_header(as_attachment=True, filename=name) or "",
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(path.read_bytes(), content_type=_XLSX, headers=headers)


@staff_only
@require_safe
def template(request: StaffRequest, survey_id: int) -> HttpResponse:
    """Return the template of the survey's questionnaire."""
    survey = find_survey(request.user, survey_id, Action.ENTER_RESPONSES)
    name = f"templat-jawaban-{survey.instrument.key}.xlsx"
    return HttpResponse(
        write_answer_template(survey.instrument.parsed),
        content_type=_XLSX,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def launch(started: AnswerImport) -> None:
    """Start the process that does the work, on the database of this very request."""
    process = subprocess.Popen(
        [sys.executable, "-m", "puas", "import", "--run", str(started.pk)],
        env={
            **os.environ,
            "PUAS_DATABASE_URL": _database_url(),
            "PUAS_DATA": str(settings.DATA_DIR),
            "PUAS_LANGUAGE": str(translation.get_language()),
        },
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    threading.Thread(target=process.wait, daemon=True).start()  # so that it does not stay as a zombie


def _database_url() -> str:
    used = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{quote(str(used['NAME']))}"
    password = f":{quote(used['PASSWORD'], safe='')}" if used["PASSWORD"] else ""
    port = f":{used['PORT']}" if used["PORT"] else ""
    options = {key: value for key, value in used["OPTIONS"].items() if isinstance(value, str)}
    query = f"?{urlencode(options)}" if options else ""
    return f"postgresql://{quote(used['USER'], safe='')}{password}@{used['HOST']}{port}/{used['NAME']}{query}"
