"""Which language a page is in. Citizens' pages: the address says it. Office: a cookie, set when asked for.

Citizens get no cookie at all, so their pages are the same for everyone at one address and may be cached;
the browser's own preference is not asked: official pages are in Bahasa Indonesia until somebody chooses.
"""

from collections.abc import Callable
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from puas.errors import BadInput

PARAMETER = "bahasa"
NAMES = {"id": "Bahasa Indonesia", "en": "English", "jv": "Basa Jawa", "su": "Basa Sunda"}
OFFICE = "/kantor/"


class ChosenLanguage:
    """Puts a whole request into the language it asks for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        language = language_of(request)
        request.LANGUAGE_CODE = language
        with translation.override(language):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


def language_of(request: HttpRequest) -> str:
    """Return "id" or "en": the address first, then (in the office only) the cookie, else Indonesian."""
    known = dict(settings.LANGUAGES)
    asked = request.GET.get(PARAMETER, "")
    if not asked and request.path.startswith(OFFICE):
        asked = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    return asked if asked in known else settings.LANGUAGE_CODE


def link_in(language: str, path: str, **query: str) -> str:
    """Return `path` with its query; the language is added when it is not Indonesian."""
    asked = query | ({PARAMETER: language} if language != settings.LANGUAGE_CODE else {})
    return f"{path}?{urlencode(asked)}" if asked else path


@require_POST
def switch(request: HttpRequest) -> HttpResponse:
    """Keep the office's language in a cookie and return to the page it was asked from."""
    language = request.POST.get(PARAMETER, "")
    if language not in dict(settings.LANGUAGES):
        raise BadInput(
            "language_unknown",
            "Bahasa “{language}” tidak tersedia. Pilih Bahasa Indonesia atau English.",
            language=language,
        )
    back = request.POST.get("kembali", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts=None) or not back.startswith("/"):
        back = reverse("office:home")
    response = HttpResponseRedirect(back)
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=365 * 24 * 3600,
        secure=settings.HTTPS,
        httponly=True,
        samesite="Lax",
    )
    return response
