"""What a phone fetches: the list of forms, each form, and the lists of surveys and services beside it.

Clients add `?deviceID=…` to every address. Only what is sent is marked with it, as a number of the day
(`puas.operations.origins`).
"""

import hashlib
from collections.abc import Iterator
from functools import lru_cache

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import ngettext

from puas.api.openrosa.answers import DECLARATION, answer, element, parent
from puas.api.openrosa.doors import collect_door
from puas.errors import NotFound
from puas.exchange.xforms import (
    SERVICES_FILE,
    SURVEYS_FILE,
    form_id_of,
    form_title,
    form_version_of,
    parse_form_id,
    render_xform,
)
from puas.exchange.xforms_lists import render_services, render_surveys
from puas.methodology.instruments import parse_instrument
from puas.models import CollectLink
from puas.queries.collect_links import CollectForm, find_form, list_collect_services, list_forms


@collect_door("GET", "HEAD")
def form_list(request: HttpRequest, link: CollectLink) -> HttpResponse:
    """Answer with the forms of every survey that takes answers now; `formID` asks for one of them."""
    base = _base(request)
    forms = [_entry(base, form) for form in list_forms(link) if _is_asked(request, form)]
    body = parent("xforms", forms, ' xmlns="http://openrosa.org/xforms/xformsList"')
    return answer(DECLARATION + body)


def _is_asked(request: HttpRequest, form: CollectForm) -> bool:
    return request.GET.get("formID", "") in ("", form_id_of(form.instrument.parsed))


def _entry(base: str, form: CollectForm) -> str:
    """Return one form; a client drops the whole list when an entry lacks a name, an id or an address."""
    instrument = form.instrument.parsed
    form_id = form_id_of(instrument)
    count = len(form.surveys)
    about = ngettext("{count} survei sedang dibuka", "{count} survei sedang dibuka", count)
    return parent(
        "xform",
        (
            element("formID", form_id),
            element("name", form_title(instrument)),
            element("version", form_version_of(instrument)),
            element("hash", _md5(form_bytes(form.instrument.content))),
            element("descriptionText", about.format(count=count)),
            element("downloadUrl", f"{base}/forms/{form_id}"),
            element("manifestUrl", f"{base}/forms/{form_id}/manifest"),
        ),
    )


@collect_door("GET", "HEAD")
def form(request: HttpRequest, link: CollectLink, form_id: str) -> HttpResponse:
    """Answer with the XForm: the very bytes whose hash is in the list."""
    return answer(form_bytes(_find(link, form_id).instrument.content))


@collect_door("GET", "HEAD")
def manifest(request: HttpRequest, link: CollectLink, form_id: str) -> HttpResponse:
    """Answer with the files beside a form."""
    base = f"{_base(request)}/forms/{form_id}/media"
    files = [_media_file(base, name, content) for name, content in _files(_find(link, form_id))]
    body = parent("manifest", files, ' xmlns="http://openrosa.org/xforms/xformsManifest"')
    return answer(DECLARATION + body)


@collect_door("GET", "HEAD")
def media(request: HttpRequest, link: CollectLink, form_id: str, name: str) -> HttpResponse:
    """Answer with one file beside a form."""
    content = dict(_files(_find(link, form_id))).get(name)
    if content is None:
        raise NotFound("collect_file_unknown", "Berkas itu tidak ada; muat ulang daftar formulirnya.")
    return answer(content, content_type="text/csv; charset=utf-8")


@lru_cache(maxsize=32)
def form_bytes(content: str) -> bytes:
    """Return the XForm of a questionnaire's TOML, made once a process."""
    return render_xform(parse_instrument(content))


def _find(link: CollectLink, form_id: str) -> CollectForm:
    named = parse_form_id(form_id)
    if named is None:
        raise NotFound(
            "collect_form_unknown", "Formulir itu tidak ada pada tautan ini; muat ulang daftarnya."
        )
    return find_form(link, *named)


def _files(form: CollectForm) -> Iterator[tuple[str, bytes]]:
    surveys = [(s.pk, f"{s.unit.name}, {s.period.pure.label}") for s in form.surveys]
    yield SURVEYS_FILE, render_surveys(surveys)
    yield SERVICES_FILE, render_services((number for number, _ in surveys), list_collect_services(form))


def _media_file(base: str, name: str, content: bytes) -> str:
    parts = (
        element("filename", name),
        element("hash", _md5(content)),
        element("downloadUrl", f"{base}/{name}"),
    )
    return parent("mediaFile", parts)


def _md5(content: bytes) -> str:
    return f"md5:{hashlib.md5(content, usedforsecurity=False).hexdigest()}"


def _base(request: HttpRequest) -> str:
    """Return the address of the link as this phone reached it: the network it is in may have its own name."""
    match = request.resolver_match
    assert match is not None
    token = match.kwargs["token"]
    return request.build_absolute_uri(reverse("openrosa:submission", args=[token])).removesuffix(
        "/submission"
    )
