"""Errors as pages: what is wrong, where, and what to do next. Nothing else in the web answers for one."""

import logging
import sys
from collections.abc import Callable

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext, gettext_noop

from puas.errors import PuasError, TooBusy, TooOften
from puas.web.languages import OFFICE
from puas.web.pages import render_public, wants_json

log = logging.getLogger("puas.web")

TITLES = {
    400: gettext_noop("Permintaan ini tidak dapat dibaca"),
    401: gettext_noop("Kunci diperlukan untuk membuka ini"),
    403: gettext_noop("Anda tidak berwenang membuka ini"),
    404: gettext_noop("Halaman ini tidak ada"),
    405: gettext_noop("Alamat ini tidak dapat dibuka dengan cara itu"),
    409: gettext_noop("Belum dapat dilakukan sekarang"),
    410: gettext_noop("Halaman ini sudah ditutup"),
    429: gettext_noop("Terlalu banyak percobaan"),
    500: gettext_noop("Ada kesalahan pada sistem kami"),
    503: gettext_noop("Layanan ini sedang tidak tersedia"),
}
NOT_FOUND = gettext_noop(
    "Alamatnya mungkin salah ketik, atau hasilnya belum diterbitkan. "
    "Periksa kembali alamatnya, atau cari lewat daftar instansi."
)
BROKEN = gettext_noop(
    "Yang Anda kirim mungkin belum tersimpan. Coba sekali lagi dalam beberapa menit; "
    "mengirim ulang isian yang sama tidak membuat isian ganda."
)
BUSY = gettext_noop(
    "Penyimpanan kami sedang tidak dapat dipakai, jadi yang baru Anda kirim belum tersimpan. Kembali ke "
    "halaman sebelumnya: isian Anda masih ada di sana. Tunggu setengah menit, lalu kirim lagi; isian yang "
    "sama tidak menjadi ganda."
)
UNREACHABLE = (OperationalError, InterfaceError)
"""The database is away, locked for too long, or its disk is full: none of it is the sender's fault."""
RETRY_SECONDS = 30
UNREADABLE = gettext_noop("Kembali ke halaman sebelumnya, muat ulang, lalu coba lagi.")
FORBIDDEN = gettext_noop(
    "Masuk dengan akun yang berwenang, atau minta peran itu kepada administrator instansi."
)
STALE = gettext_noop(
    "Halaman ini terlalu lama terbuka atau dibuka dari situs lain. "
    "Kembali, muat ulang halamannya, lalu coba lagi."
)


class ErrorPages:
    """Turns every PuasError that leaves a view into its page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Return the page of a PuasError or of an unreachable database; else the 500 page follows."""
        if isinstance(error, UNREACHABLE):
            return database_unreachable(request, error)
        if not isinstance(error, PuasError):
            return None
        log.info("%s %s: %s", request.method, request.path, error.code)
        sentence = gettext(error.message).format(**error.data)
        return say_when(_refuse(request, error.status, error.code, sentence), error)


def _refuse(request: HttpRequest, status: int, code: str, sentence: str) -> HttpResponse:
    """Answer in the words of whoever asked: a page for people, JSON for programs."""
    if wants_json(request):
        told = {"code": code, "error": sentence}
        return JsonResponse(told, status=status, headers={"Cache-Control": "no-store"})
    return show_error(request, status, sentence)


def say_when(response: HttpResponse, error: PuasError) -> HttpResponse:
    """Return the answer to an error that passes by itself with the seconds until then."""
    if isinstance(error, TooOften | TooBusy) and "seconds" in error.data:
        response.headers["Retry-After"] = str(error.data["seconds"])
    return response


def database_unreachable(request: HttpRequest, error: BaseException) -> HttpResponse:
    """Answer 503 with Retry-After: nothing was stored, and sending again is safe."""
    log.error("%s %s: the database did not answer: %s", request.method, request.path, error)
    response = _refuse(request, 503, "database_unreachable", gettext(BUSY))
    response.headers["Retry-After"] = str(RETRY_SECONDS)
    return response


def show_error(request: HttpRequest, status: int, sentence: str) -> HttpResponse:
    """Return the error page with one sentence that says what to do, and the door to go on by."""
    title = gettext(TITLES.get(status, TITLES[400]))
    context = {
        "title": title,
        "sentence": sentence,
        "status": status,
        "is_office": request.path.startswith(OFFICE),
    }
    return render_public(request, "errors/error.html", context, status=status)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer for an address that nobody knows, and for a result that is not published."""
    return show_error(request, 404, gettext(NOT_FOUND))


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer for a request that Django refused to read."""
    return show_error(request, 400, gettext(UNREADABLE))


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer for a door that is not this person's."""
    return show_error(request, 403, gettext(FORBIDDEN))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer for an office form whose token is missing or stale."""
    return show_error(request, 403, gettext(STALE))


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer when the system itself failed; needs neither the database nor a session.

    What fails outside a view (reading a session, say) comes here too.
    """
    error = sys.exc_info()[1]
    if isinstance(error, UNREACHABLE):
        return database_unreachable(request, error)
    return show_error(request, 500, gettext(BROKEN))
