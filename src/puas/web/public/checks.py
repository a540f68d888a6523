"""Periksa rekap: anyone may have a published recap read and checked. Nothing of it is kept.

The form needs no account and no script. The file goes to a limited process; its result can be looked at
for a quarter of an hour by whoever has its address.
"""

from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext, gettext_noop
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from puas.addresses import address_of
from puas.errors import BadInput, NotFound, PuasError, TooBusy, TooOften
from puas.exchange.recap_templates import write_recap_template
from puas.web.languages import link_in
from puas.web.pages import render_public
from puas.web.public.checks_pages import describe_result, read_choice
from puas.web.public.checks_runs import (
    LIFE,
    SECONDS,
    UPLOAD_BYTES,
    Run,
    find_run,
    forget_run,
    start_run,
    too_large,
)
from puas.web.public.checks_uploads import read_upload, read_year, require_small

LIMITS = {"megabytes": UPLOAD_BYTES // 2**20, "seconds": SECONDS, "minutes": LIFE // 60}
STEPS = (gettext_noop("Diterima"), gettext_noop("Dibaca"), gettext_noop("Diperiksa"), gettext_noop("Ditulis"))
DOWNLOADS = {
    "temuan.pdf": "application/pdf",
    "temuan.xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "rekap.csv": "text/csv; charset=utf-8",
}


# csrf_exempt is safe here: the page acts for nobody. There is no session and no cookie, so another site that
# makes a browser send a file does nothing that it could not do by itself.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """Show the form, or start checking a file and go on to its result."""
    if request.method != "POST":
        return render_public(request, "public/check.html", {"limits": LIMITS})
    try:
        require_small(request)
        token = start_run(read_upload(request), address=address_of(request), year=read_year(request))
    except (BadInput, TooBusy, TooOften) as error:
        return _refuse(request, error)
    address = link_in(translation.get_language(), reverse("public:check_result", args=[token]))
    return HttpResponseRedirect(address, status=303, headers={"Cache-Control": "no-store"})


def _refuse(request: HttpRequest, error: PuasError) -> HttpResponse:
    """Return the form again with one sentence; 413 for a file too large, 429 and 503 with Retry-After."""
    sentence = gettext(error.message).format(**error.data)
    status = 413 if error.code == too_large().code else 422 if error.status == 400 else error.status
    context = {"limits": LIMITS, "error": sentence, "year": request.GET.get("tahun", "")}
    response = render_public(request, "public/check.html", context, status=status)
    if "seconds" in error.data:
        response.headers["Retry-After"] = str(error.data["seconds"])
    return response


@require_safe
def result(request: HttpRequest, token: str) -> HttpResponse:
    """Show how far a check is, why the file was not read, or what was found."""
    run = find_run(token)
    if run.refusal is not None:
        return _refuse(request, run.refusal)
    if not run.is_read:
        return _closed(render_public(request, "public/check_progress.html", describe_progress(run)))
    context = describe_result(run, read_choice(request)) | {"limits": LIMITS}
    return _closed(render_public(request, "public/check_result.html", context))


def describe_progress(run: Run) -> dict[str, Any]:
    """Return what the page of a running check says."""
    names = [gettext(step) for step in STEPS]
    steps = [
        (name, "done" if n < run.stage else "now" if n == run.stage else "") for n, name in enumerate(names)
    ]
    return {"run": run, "steps": steps, "limits": LIMITS}


def _closed(response: HttpResponse) -> HttpResponse:
    """A result is nobody else's business: not kept by a cache, not listed by a search engine."""
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@require_safe
def state(request: HttpRequest, token: str) -> HttpResponse:
    """Say to the script of the waiting page how far the check is."""
    run = find_run(token)
    is_over = run.is_read or run.refusal is not None
    return JsonResponse({"stage": run.stage, "over": is_over}, headers={"Cache-Control": "no-store"})


@require_safe
def download(request: HttpRequest, token: str, name: str) -> HttpResponseBase:
    """Return one of the files of a result; 503 with Retry-After while it is being written."""
    run = find_run(token)
    if name not in DOWNLOADS:
        raise NotFound("check_file", "Berkas unduhan itu tidak ada. Kembali ke halaman hasilnya.")
    path = run.folder / name
    if not path.exists():
        return _not_yet(request, run)
    stem = run.name.rpartition(".")[0] or run.name
    response = FileResponse(
        path.open("rb"), as_attachment=True, filename=f"{stem}-{name}", content_type=DOWNLOADS[name]
    )
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _not_yet(request: HttpRequest, run: Run) -> HttpResponse:
    if not run.is_running:
        raise NotFound(
            "check_file_missing",
            "Berkas unduhan itu tidak dapat dibuat untuk rekap ini. "
            "Temuannya tetap dapat dibaca di halaman hasil.",
        )
    response = render_public(request, "public/check_waiting.html", {"run": run}, status=503)
    response.headers["Retry-After"] = "3"
    return response


@csrf_exempt  # whoever has the address of a result may delete it; there is no session to abuse
@require_POST
def forget(request: HttpRequest, token: str) -> HttpResponse:
    """Delete a result at once."""
    forget_run(token)
    address = link_in(translation.get_language(), reverse("public:check"), dihapus="1")
    return HttpResponseRedirect(address, status=303)


@require_safe
def template(request: HttpRequest) -> HttpResponse:
    """Return the recap template."""
    return HttpResponse(
        write_recap_template(),
        content_type=DOWNLOADS["temuan.xlsx"],
        headers={"Content-Disposition": 'attachment; filename="templat-rekap-skm.xlsx"'},
    )
