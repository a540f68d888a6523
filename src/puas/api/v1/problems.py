"""Refusals as programs read them: RFC 9457 problem details, our stable code, a sentence on what to do."""

import json
import logging
from typing import Any

from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext, gettext_noop
from ninja import NinjaAPI, Schema
from ninja.errors import HttpError, ValidationError
from pydantic import Field

from puas.errors import PuasError

log = logging.getLogger("puas.api")

MEDIA_TYPE = "application/problem+json"
RETRY_SECONDS = 30
BROKEN = gettext_noop("Ada kesalahan pada sistem kami. Coba lagi nanti; bila tetap begini, laporkan kodenya.")
BUSY = gettext_noop("Penyimpanan kami sedang tidak dapat dipakai. Coba lagi setengah menit lagi.")
UNREADABLE = gettext_noop("Isi permintaan tidak dapat dibaca; kirim JSON yang sah.")
MISSING = gettext_noop("Alamat ini tidak ada. Daftarnya ada di /api/v1/openapi.json.")
PARAMETERS = gettext_noop("Permintaan tidak sesuai: {fields}. Bandingkan dengan /api/v1/openapi.json.")


class FieldProblem(Schema):
    """One field that does not fit."""

    field: str = Field(description="Nama isian")
    message: str = Field(description="Apa yang tidak sesuai")


class Problem(Schema):
    """Why a request was refused."""

    type: str = Field(description="Alamat tetap jenis masalah ini")
    title: str = Field(description="Kode masalah, tetap")
    status: int = Field(description="Status HTTP")
    detail: str = Field(description="Kalimat untuk manusia: apa, di mana, lalu bagaimana")
    code: str = Field(description="Kode masalah, tetap; daftarnya di docs/reference/errors.md")
    errors: list[FieldProblem] = Field(default=[], description="Isian yang tidak sesuai, bila ada")


def refuse(
    status: int, code: str, sentence: str, errors: tuple[FieldProblem, ...] = (), seconds: int | None = None
) -> HttpResponse:
    """Return the answer to what was refused; `seconds`: when to come back."""
    told = Problem(
        type=f"urn:puas:{code}", title=code, status=status, detail=sentence, code=code, errors=list(errors)
    )
    content = json.dumps(told.model_dump(), ensure_ascii=False)
    response = HttpResponse(content, status=status, content_type=f"{MEDIA_TYPE}; charset=utf-8")
    response.headers["Cache-Control"] = "no-store"
    if status == 401:
        response.headers["WWW-Authenticate"] = 'Bearer realm="puas"'
    if seconds is not None:
        response.headers["Retry-After"] = str(seconds)
    return response


def add_handlers(api: NinjaAPI) -> None:
    """Let every error that leaves a view of `api` become a problem."""
    api.add_exception_handler(PuasError, refuse_known)  # type: ignore[arg-type]
    api.add_exception_handler(ValidationError, _refuse_fields)  # type: ignore[arg-type]
    api.add_exception_handler(HttpError, _refuse_body)  # type: ignore[arg-type]
    api.add_exception_handler(Http404, _refuse_address)  # type: ignore[arg-type]
    for unreachable in (OperationalError, InterfaceError):
        api.add_exception_handler(unreachable, _refuse_busy)  # type: ignore[arg-type]
    api.add_exception_handler(Exception, _refuse_broken)  # type: ignore[arg-type]


def refuse_known(request: HttpRequest, error: PuasError) -> HttpResponse:
    """Return the answer to a refusal of ours."""
    sentence = gettext(error.message).format(**error.data)
    named = error.data.get("field")
    errors = (FieldProblem(field=named, message=sentence),) if isinstance(named, str) and named else ()
    return refuse(error.status, error.code, sentence, errors, error.data.get("seconds"))


def _refuse_fields(request: HttpRequest, error: ValidationError) -> HttpResponse:
    found = tuple(_field(one) for one in error.errors)
    sentence = gettext(PARAMETERS).format(fields=", ".join(dict.fromkeys(one.field for one in found)))
    return refuse(422, "api_parameters", sentence, found)


def _field(error: dict[str, Any]) -> FieldProblem:
    place = [str(part) for part in error["loc"] if part not in ("query", "body", "path", "header", "asked")]
    return FieldProblem(field=".".join(place) or "-", message=str(error["msg"]))


def _refuse_body(request: HttpRequest, error: HttpError) -> HttpResponse:
    return refuse(error.status_code, "api_body", gettext(UNREADABLE))


def _refuse_address(request: HttpRequest, error: Http404) -> HttpResponse:
    return refuse(404, "api_address", gettext(MISSING))


def _refuse_busy(request: HttpRequest, error: Exception) -> HttpResponse:
    log.error("%s %s: the database did not answer: %s", request.method, request.path, error)
    return refuse(503, "database_unreachable", gettext(BUSY), seconds=RETRY_SECONDS)


def _refuse_broken(request: HttpRequest, error: Exception) -> HttpResponse:
    log.exception("%s %s failed", request.method, request.path)
    return refuse(500, "api_broken", gettext(BROKEN))
