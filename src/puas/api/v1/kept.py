"""Answers that a cache may keep: asked again, they cost one small query while nothing was published."""

import hashlib
from collections.abc import Callable
from functools import cache
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response

import puas
from puas.queries.publications import published_state

KEPT = "public, max-age=60, stale-while-revalidate=86400"


def keep(request: HttpRequest, answer: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    """Return 304 when the visitor's copy is the present one, else what `answer` makes, with its tag."""
    tag = _tag(request)
    same = get_conditional_response(request, etag=tag)
    response = same if isinstance(same, HttpResponse) else answer()
    if response.status_code in (200, 304):
        response.headers["ETag"] = tag
        response.headers["Cache-Control"] = KEPT
        response.headers["Access-Control-Allow-Origin"] = "*"  # it is open data: any page may read it
    return response


def _tag(request: HttpRequest) -> str:
    told = (request.build_absolute_uri(), _code(), published_state())
    return f'"{hashlib.sha256(repr(told).encode()).hexdigest()[:32]}"'


@cache
def _code() -> str:
    """Return a hash of what makes the answers; read once in a process, the same in all of them."""
    root = Path(puas.__file__).parent
    total = hashlib.sha256()
    for folder in ("api", "queries", "exchange", "methodology"):
        for path in sorted((root / folder).rglob("*.py")):
            total.update(path.read_bytes())
    return total.hexdigest()
