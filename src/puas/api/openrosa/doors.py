"""Every address of this door: opened by the secret in its path, answered in the way phones understand."""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext, gettext_noop
from django.views.decorators.csrf import csrf_exempt

from puas.api.openrosa.answers import answer_message
from puas.api.openrosa.bodies import drain_body
from puas.errors import PuasError
from puas.models import CollectLink
from puas.queries.collect_links import open_link

log = logging.getLogger("puas.api")

RETRY_SECONDS = 60
STATUSES = {"collect_body_large": 413, "xform_too_large": 413, "collect_body_length": 411}

BROKEN = gettext_noop(
    "Ada kesalahan pada sistem kami. Isian tetap ada di ponsel; kirim lagi nanti, tidak akan tersimpan ganda."
)

View = Callable[..., HttpResponse]


def collect_door(*methods: str) -> Callable[[View], View]:
    """Let `view(request, link, ...)` answer `methods` for those who hold a link; refuse in OpenRosa's words.

    csrf_exempt is safe here: no cookie opens this door, only the secret in the path.
    """

    def decorate(view: View) -> View:
        @csrf_exempt
        @wraps(view)
        def opened(request: HttpRequest, token: str, **named: Any) -> HttpResponse:
            if request.method not in methods:
                response = _refuse_method(methods)
            else:
                try:
                    return view(request, open_link(token), **named)
                except Exception as error:
                    response = _refuse(view.__name__, error)
            drain_body(request)
            return response

        return opened

    return decorate


def _refuse(name: str, error: Exception) -> HttpResponse:
    """Return the answer to what went wrong in the view of this name."""
    if isinstance(error, PuasError):
        log.info("%s: %s", name, error.code)
        sentence = gettext(error.message).format(**error.data)
        response = answer_message(STATUSES.get(error.code, error.status), sentence)
        if "seconds" in error.data:
            response["Retry-After"] = str(error.data["seconds"])
        return response
    if isinstance(error, OperationalError | InterfaceError):
        log.exception("%s: the database did not answer", name)
        return _busy()
    log.exception("%s failed", name)
    return answer_message(500, gettext(BROKEN))


def _refuse_method(methods: tuple[str, ...]) -> HttpResponse:
    response = answer_message(405, gettext("Alamat ini tidak dapat dibuka dengan cara itu."))
    response["Allow"] = ", ".join(methods)
    return response


def _busy() -> HttpResponse:
    """Answer for a database that is away or overloaded: the phone keeps the form and tries again."""
    response = answer_message(
        503, gettext("Sistem sedang sibuk. Isian tetap ada di ponsel; kirim lagi beberapa menit lagi.")
    )
    response["Retry-After"] = str(RETRY_SECONDS)
    return response


@collect_door("GET", "HEAD", "POST")
def unknown(request: HttpRequest, link: CollectLink, rest: str) -> HttpResponse:
    """Answer for every other address below a link."""
    sentence = gettext("Alamat ini tidak ada. Buka tautan ini dengan ODK Collect atau KoboCollect.")
    return answer_message(404, sentence)
