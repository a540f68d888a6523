"""For integrations with a key: the surveys that take answers, and sending one. Stored means: on disk."""

import dataclasses
import datetime
from typing import Annotated, Any
from uuid import UUID, uuid5

from django.http import HttpRequest
from django.http.response import JsonResponse
from django.utils import timezone
from django.utils.translation import gettext, gettext_noop
from ninja import Header, NinjaAPI, Query, Schema
from ninja.security import HttpBearer
from pydantic import ConfigDict, Field, StrictInt, StrictStr

from puas.api.v1.problems import Problem
from puas.api.v1.tables import LARGEST, Page, base_query, require_known_parameters
from puas.errors import BadInput
from puas.limits import key_room
from puas.methodology.answers import parse_scores
from puas.models import ApiKey, KeyScope, Service, Survey
from puas.operations.api_keys import note_use
from puas.operations.responses import Answer, believe_time, record_response
from puas.queries.api_keys import find_survey_of, open_key, open_surveys_of, require_scope, services_of

NAMESPACE = UUID("6a1f5c0e-2f5b-5d0a-9d6f-5b7a6f0c37e1")
STORED = gettext_noop("Isian sudah tersimpan.")
LATE = gettext_noop("Isian sudah diterima, tetapi surveinya sudah ditutup; menunggu keputusan koordinator.")
HEADERS = {
    name: {"schema": {"type": "integer"}, "description": meaning}
    for name, meaning in (
        ("RateLimit-Limit", "Permintaan per menit untuk kunci ini"),
        ("RateLimit-Remaining", "Sisanya sekarang"),
        ("RateLimit-Reset", "Detik sampai penuh lagi"),
    )
}
KEYED = dict.fromkeys((400, 401, 403, 404, 409, 422, 429, 503), Problem)


class KeyBearer(HttpBearer):
    """A key in the header "Authorization: Bearer puas_…"."""

    def __call__(self, request: HttpRequest) -> Any:
        return super().__call__(request) or open_key("")

    def authenticate(self, request: HttpRequest, token: str) -> ApiKey:
        key = open_key(token)
        request.rate = key_room(key.pk)  # type: ignore[attr-defined]
        note_use(key=key)
        return key


@dataclasses.dataclass(frozen=True, slots=True)
class OpenService:
    """A service that an answer can be about."""

    id: int
    name: str


@dataclasses.dataclass(frozen=True, slots=True)
class OpenSurvey:
    """A survey that takes answers now."""

    survey: str
    agency: str
    unit: str
    unit_name: str
    period: str
    instrument: str
    closes_at: datetime.datetime | None
    items: list[str]
    profile: list[str]
    services: list[OpenService]


class Surveys(Schema):
    """Which page is asked for."""

    cursor: int = Field(0, ge=0, le=LARGEST, description="Dari `next` halaman sebelumnya")
    limit: int = Field(100, ge=1, le=1000, description="Paling banyak berapa pada halaman ini")


Text = Annotated[StrictStr, Field(max_length=4000)]


class Sent(Schema):
    """One answer. `answers`: 1 to 4 by item; `profile`: by field, as in /surveys."""

    model_config = ConfigDict(extra="forbid")

    survey: str = Field(pattern=r"^[-a-zA-Z0-9_]+$", max_length=40, description="Kunci survei dari /surveys")
    answers: dict[str, StrictInt | None] = Field(max_length=100, description="Nilai 1 sampai 4 menurut butir")
    profile: dict[str, StrictInt | Text | list[Text] | None] = Field({}, max_length=50)
    comment: Text = Field("", description="Saran; tidak pernah terbit")
    service: StrictInt | None = Field(None, ge=1, le=LARGEST, description="Nomor layanan dari /surveys")
    answered_at: datetime.datetime | None = Field(None, description="Waktu mengisi, dengan zona waktu")


class Receipt(Schema):
    """What became of an answer."""

    id: UUID = Field(description="Nomor isian; tetap sama bila dikirim ulang")
    state: str = Field(description="stored, atau held bila menunggu keputusan")
    detail: str = Field(description="Keadaannya dalam satu kalimat")


def add_surveys(api: NinjaAPI) -> None:
    """Give `api` the doors that ask for a key."""
    told = {200: {"headers": HEADERS}}
    api.get(
        "/surveys",
        response={200: Page[OpenSurvey]} | {code: KEYED[code] for code in (400, 401, 422, 429, 503)},
        auth=KeyBearer(),
        summary="Survei yang sedang menerima isian, dalam jangkauan kunci",
        operation_id="surveys",
        url_name="surveys",
        tags=["integrations"],
        openapi_extra={"responses": told},
    )(surveys)
    api.post(
        "/answers",
        response={200: Receipt, 201: Receipt, 202: Receipt} | KEYED,
        auth=KeyBearer(),
        summary="Kirim satu isian; aman diulang dengan Idempotency-Key yang sama",
        operation_id="answers",
        url_name="answers",
        tags=["integrations"],
        openapi_extra={"responses": {code: {"headers": HEADERS} for code in (200, 201, 202)}},
    )(answers)


def surveys(request: HttpRequest, asked: Query[Surveys]) -> Any:
    """Every survey of the key's unit and the units below that takes answers now."""
    require_known_parameters(request, Surveys)
    key: ApiKey = request.auth  # type: ignore[attr-defined]
    found = open_surveys_of(key)
    following = list(found.filter(pk__gt=asked.cursor)[: asked.limit + 1])
    shown = following[: asked.limit]
    services = services_of([one.unit_id for one in shown])
    more = len(following) > asked.limit
    told = {
        "total": found.count(),
        "counted": "surveys",
        "next": base_query(request, {"limit": asked.limit, "cursor": shown[-1].pk}) if more else None,
        "records": [dataclasses.asdict(_tell(one, services.get(one.unit_id, []))) for one in shown],
    }
    return _say_rate(request, JsonResponse(told, json_dumps_params={"ensure_ascii": False}))


def _tell(survey: Survey, services: list[Service]) -> OpenSurvey:
    instrument = survey.instrument.parsed
    return OpenSurvey(
        survey=survey.token,
        agency=survey.unit.agency.slug,
        unit=survey.unit.slug,
        unit_name=survey.unit.name,
        period=survey.period.code,
        instrument=instrument.id,
        closes_at=survey.closes_at,
        items=[item.key for item in instrument.items],
        profile=list(instrument.facts),
        services=[OpenService(one.pk, one.name) for one in services],
    )


def answers(
    request: HttpRequest,
    sent: Sent,
    idempotency_key: Annotated[
        str,
        Header(
            min_length=8, max_length=200, description="Nomor pengiriman buatan aplikasi Anda; unik per isian"
        ),
    ],
) -> Any:
    """Store one answer. Repeated with the same Idempotency-Key: the same row, 200. Another body: 409."""
    key: ApiKey = request.auth  # type: ignore[attr-defined]
    require_scope(key, KeyScope.ANSWERS)
    survey = find_survey_of(key, sent.survey)
    number = uuid5(NAMESPACE, f"{key.pk}\x00{idempotency_key}")
    row, is_new = record_response(survey=survey, answer=_build(survey, sent, number))
    state, sentence = ("held", LATE) if row.is_held else ("stored", STORED)
    status = 202 if row.is_held else 201 if is_new else 200
    told = {"id": str(number), "state": state, "detail": gettext(sentence)}
    return _say_rate(request, JsonResponse(told, status=status))


def _build(survey: Survey, sent: Sent, number: UUID) -> Answer:
    if sent.answered_at is not None and timezone.is_naive(sent.answered_at):
        raise BadInput("response_time", "Waktu mengisi harus disertai zona waktu.", field="answered_at")
    service = None
    if sent.service is not None:
        known = services_of([survey.unit_id]).get(survey.unit_id, [])
        service = next((one for one in known if one.pk == sent.service), None)
        if service is None:
            raise BadInput("response_service", "Layanan itu bukan layanan unit ini.", field="service")
    return Answer(
        uuid=number,
        scores=parse_scores(survey.instrument.parsed, sent.answers),
        answered_at=believe_time(sent.answered_at, timezone.now()),
        profile=sent.profile,
        comment=sent.comment,
        service=service,
    )


def _say_rate(request: HttpRequest, response: JsonResponse) -> JsonResponse:
    limit, left = request.rate  # type: ignore[attr-defined]
    response.headers["RateLimit-Limit"] = str(limit)
    response.headers["RateLimit-Remaining"] = str(left)
    response.headers["RateLimit-Reset"] = "60"
    response.headers["Cache-Control"] = "private, no-store"
    return response
