"""A page is a template plus `page`: its language, its own address, and the way to the other language."""

import hashlib
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseNotModified
from django.template.loader import render_to_string
from django.utils import translation

from puas import environment
from puas.web.languages import NAMES, PARAMETER, link_in

PUBLIC_SECONDS = 60


def wants_json(request: HttpRequest) -> bool:
    """Say whether a script or a program asks, which reads an answer in JSON."""
    return "application/json" in request.headers.get("Accept", "")


@dataclass(frozen=True)
class Page:
    """What every template may ask about the page that it draws."""

    language: str
    path: str
    other_language: str
    other_language_name: str
    other_language_url: str
    base: str

    @property
    def canonical(self) -> str:
        """The whole address of this page in its language, without a search or an order."""
        return f"{self.base}{link_in(self.language, self.path)}"


def describe_page(request: HttpRequest) -> Page:
    """Return the `Page` of a request; the other language keeps the query (a search, an order) as it is."""
    language = translation.get_language()
    other = "en" if language == "id" else "id"
    query = {key: str(value) for key, value in request.GET.items() if key != PARAMETER}
    address = link_in(other, request.path, **query)
    return Page(language, request.path, other, NAMES[other], address, base_of(request))


def base_of(request: HttpRequest) -> str:
    """Return where the installation stands, without a slash: its own address once that is set, until then
    the one that was asked.
    """
    is_set = environment.BASE_URL.default != settings.BASE_URL
    return (settings.BASE_URL if is_set else request.build_absolute_uri("/")).rstrip("/")


def page_context(request: HttpRequest) -> dict[str, Page]:
    """Give `page` to the templates that somebody else's view draws."""
    return {"page": describe_page(request)}


def render_page(
    request: HttpRequest, template: str, context: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    """Return an office page: never kept by a cache, with the signed-in user at hand."""
    shown = (context or {}) | {"page": describe_page(request)}
    response = HttpResponse(render_to_string(template, shown, request=request), status=status)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def render_public(
    request: HttpRequest, template: str, context: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    """Return a page that is the same for everyone: no session is read and no cookie is set.

    A good answer carries an ETag and may be kept for a minute; a refusal is not kept.
    """
    html = render_to_string(template, (context or {}) | {"page": describe_page(request)})
    if status != 200:
        return HttpResponse(html, status=status, headers={"Cache-Control": "no-store"})
    tag = f'"{hashlib.sha256(html.encode()).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": f"public, max-age={PUBLIC_SECONDS}"}
    if request.headers.get("If-None-Match") == tag:
        return HttpResponseNotModified(headers=headers)
    return HttpResponse(html, headers=headers)
