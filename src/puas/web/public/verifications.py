"""Checking a copy of a report: by its code what it must say, by its file whether it is the same.

Nothing that is sent is kept: the file is read once for its SHA-256.
"""

import hashlib

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseRedirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from puas.errors import BadInput, NotFound
from puas.limits import count_report_guess
from puas.queries.publications import KnownReport, find_known_report
from puas.web.languages import link_in
from puas.web.pages import render_public
from puas.web.public.checks_uploads import drain

MOST_BYTES = 50 * 2**20
FORM_BYTES = 20_000


@require_safe
def verify_home(request: HttpRequest) -> HttpResponse:
    """Ask for the code; `?kode=` leads to its page."""
    text = request.GET.get("kode", "").strip()[:40]
    if not text:
        return render_public(request, "public/verify_home.html", {"error": "", "code": ""})
    try:
        known = _find(text)
    except NotFound as error:
        context = {"error": gettext(error.message), "code": text}
        return render_public(request, "public/verify_home.html", context, status=404)
    address = link_in(translation.get_language(), reverse("public:verify", args=[known.code]))
    return HttpResponseRedirect(address)


# csrf_exempt is safe here: the page acts for nobody. There is no session and no cookie, and nothing is kept.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest, code: str) -> HttpResponse:
    """Show what is known of a report; a file that is sent is compared with those that were kept."""
    known = _find(code)
    context = {"report": known, "megabytes": MOST_BYTES // 2**20, "error": "", "digest": ""}
    if request.method != "POST":
        return render_public(request, "public/verify.html", context)
    try:
        digest = _read_digest(request)
    except BadInput as error:
        status = 413 if error.code == "verify_size" else 422
        context["error"] = gettext(error.message).format(**error.data)
        return render_public(request, "public/verify.html", context, status=status)
    context |= {"digest": digest, "same": known.find_same(digest)}
    response = render_public(request, "public/verify.html", context)
    response.headers["Cache-Control"] = "no-store"
    return response


def _find(text: str) -> KnownReport:
    """Return the report of a code; unknown codes are answered at length only so often."""
    try:
        return find_known_report(text)
    except NotFound:
        count_report_guess()
        raise


def _read_digest(request: HttpRequest) -> str:
    """Return the SHA-256 of the file that was sent. BadInput `verify_size`, `verify_missing`."""
    if drain(request, MOST_BYTES + FORM_BYTES):
        raise BadInput(
            "verify_size",
            "Berkas itu lebih besar dari {most} MB, jadi bukan berkas laporan ini.",
            most=MOST_BYTES // 2**20,
        )
    upload = request.FILES.get("berkas")
    if not isinstance(upload, UploadedFile) or not upload.size:
        raise BadInput("verify_missing", "Pilih dahulu berkas laporan yang akan diperiksa.", field="berkas")
    total = hashlib.sha256()
    for chunk in upload.chunks():
        total.update(chunk)
    return total.hexdigest()
