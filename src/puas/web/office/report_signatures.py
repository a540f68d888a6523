"""Signing a frozen report: with a certificate file, a token or a service, or on paper and scanned.

What opens a key (passphrase, PIN) is used once and kept nowhere. So a POST is never put aside while somebody
proves again who they are, as other doors do: it is thrown away, and the page asks anew.
"""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from allauth.core.exceptions import ReauthenticationRequired
from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.http.response import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from puas.errors import BadInput, NotNow, PuasError
from puas.exchange.evidence_files import MOST_BYTES, require_size
from puas.exchange.pdf_signatures import MOST_CERTIFICATE_BYTES, Token, sign_with_file, sign_with_token
from puas.exchange.signing_services import SigningService, sign_with_service
from puas.models import Report
from puas.operations.report_signatures import Sign, require_signable, sign_report, upload_signed
from puas.permissions import Action, require
from puas.queries.kept_reports import find_report
from puas.web.office.doors import StaffRequest, staff_only
from puas.web.office.plans import say
from puas.web.office.sign_in_adapters import proved_lately
from puas.web.pages import render_page


def proved_anew(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Ask again for the password or second factor when that was long ago; what was posted is thrown away."""

    @wraps(view)
    def guarded(request: StaffRequest, report_id: int) -> HttpResponse:
        if proved_lately(request):
            return view(request, report_id)
        if request.method != "POST":
            raise ReauthenticationRequired()
        text = gettext("Buktikan lagi diri Anda, lalu isi sekali lagi; yang tadi tidak disimpan.")
        messages.info(request, text)
        return HttpResponseRedirect(reverse("office:report_sign", args=[report_id]), status=303)

    return guarded


@sensitive_post_parameters("frasa", "pin", "nik")
@staff_only
@proved_anew
@require_http_methods(["GET", "HEAD", "POST"])
def sign(request: StaffRequest, report_id: int) -> HttpResponse:
    """Show the ways to sign; a POST signs in one of them."""
    report = _find(request, report_id)
    if request.method != "POST":
        return _show(request, report)
    try:
        sign_report(report=report, sign=_read_way(request, report), by=request.user)
    except (BadInput, NotNow) as error:
        return _show(request, report, error)
    text = gettext("Laporan ditandatangani; salinannya disimpan di samping yang dibekukan.")
    return _done(request, report, text)


@staff_only
@proved_anew
@require_POST
def upload(request: StaffRequest, report_id: int) -> HttpResponse:
    """Keep a copy that was signed on paper and scanned, or by another program."""
    report = _find(request, report_id)
    file = request.FILES.get("berkas")
    try:
        if not isinstance(file, UploadedFile):
            raise BadInput("signed_copy_missing", "Pilih PDF yang sudah ditandatangani.", field="berkas")
        require_size(file.size or 0)
        name = request.POST.get("penanda_tangan", "")[:400]
        upload_signed(report=report, content=file.read(), signer=name, by=request.user)
    except (BadInput, NotNow) as error:
        return _show(request, report, error)
    return _done(request, report, gettext("Salinan bertanda tangan disimpan."))


def _find(request: StaffRequest, report_id: int) -> Report:
    report = find_report(request.user, report_id)
    require(request.user, Action.SIGN_REPORT, report.unit)
    return report


def _done(request: StaffRequest, report: Report, sentence: str) -> HttpResponse:
    messages.success(request, sentence)
    address = reverse("office:reports", args=[report.unit_id, report.period.code])
    return HttpResponseRedirect(address, status=303)


def _show(request: StaffRequest, report: Report, error: PuasError | None = None) -> HttpResponse:
    lock = ""
    try:
        require_signable(report)
    except NotNow as refusal:
        lock = say(refusal)
    context: dict[str, Any] = {
        "report": report,
        "unit": report.unit,
        "period": report.period.pure,
        "ways": [way for way in WAYS if way == "berkas" or settings.SIGNING[_SETTINGS[way]]],
        "megabytes": MOST_BYTES // 2**20,
        "lock": lock,
        "error": say(error) if error else "",
        "wrong": str(error.data.get("field", "")) if error else "",
        "signer": request.POST.get("penanda_tangan", "")[:400],
    }
    status = (422 if isinstance(error, BadInput) else error.status) if error else 200
    return render_page(request, "office/report_sign.html", context, status=status)


def _read_way(request: StaffRequest, report: Report) -> Sign:
    """Return how to sign as the form says. BadInput `sign_way`, `sign_missing`."""
    way = request.POST.get("cara", "")
    if way not in WAYS or (way in _SETTINGS and not settings.SIGNING[_SETTINGS[way]]):
        raise BadInput("sign_way", "Pilih cara menandatangani yang ada di halaman ini.", field="cara")
    reason = f"{report.title} ({report.printed_code})"
    return WAYS[way](request, reason)


@sensitive_variables("passphrase", "certificate")
def _by_file(request: StaffRequest, reason: str) -> Sign:
    file, passphrase = request.FILES.get("sertifikat"), request.POST.get("frasa", "")
    if not isinstance(file, UploadedFile) or not 0 < (file.size or 0) <= MOST_CERTIFICATE_BYTES:
        raise BadInput("sign_missing", "Pilih berkas sertifikat Anda (.p12 atau .pfx).", field="sertifikat")
    certificate = file.read()
    return lambda pdf: sign_with_file(pdf, certificate, passphrase, reason)


@sensitive_variables("pin")
def _by_token(request: StaffRequest, reason: str) -> Sign:
    token, pin = Token(**settings.SIGNING["token"]), request.POST.get("pin", "")
    return lambda pdf: sign_with_token(pdf, token, pin, reason)


@sensitive_variables("number", "passphrase")
def _by_service(request: StaffRequest, reason: str) -> Sign:
    service = SigningService(**settings.SIGNING["service"])
    number, passphrase = request.POST.get("nik", "").strip(), request.POST.get("frasa", "")
    if not (number.isascii() and number.isdigit() and len(number) == 16) or not passphrase:
        raise BadInput("sign_number", "Isi NIK (16 angka) dan frasa sandi tanda tangan Anda.", field="nik")
    return lambda pdf: sign_with_service(pdf, service, number, passphrase)


WAYS: Mapping[str, Callable[[StaffRequest, str], Sign]] = {
    "berkas": _by_file,
    "token": _by_token,
    "layanan": _by_service,
}
"""The ways to sign here, by their name in the form."""
_SETTINGS = {"token": "token", "layanan": "service"}
