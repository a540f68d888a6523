"""Pages of the portal that a cache may keep, and that are asked again for the price of two small queries.

The tag of a page names its address, the code that draws it and the newest thing that could change it; while
it is the same, the page need not be drawn at all.
"""

import hashlib
from collections.abc import Callable
from functools import cache, wraps
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response

import puas
from puas.queries.publications import published_state

KEPT = "public, max-age=60, stale-while-revalidate=86400"
Door = Callable[..., HttpResponse]


def kept(view: Door) -> Door:
    """Answer 304 without drawing when the visitor's copy is the present one; mark good answers."""

    @wraps(view)
    def ask(request: HttpRequest, *args: str, **named: str) -> HttpResponse:
        tag = tag_of(request)
        same = get_conditional_response(request, etag=tag)
        response = same if isinstance(same, HttpResponse) else view(request, *args, **named)
        if response.status_code in (200, 304):
            response.headers["ETag"] = tag
            response.headers["Cache-Control"] = KEPT
        return response

    return ask


def tag_of(request: HttpRequest) -> str:
    """Return the ETag of the page at this address now. Two queries."""
    told = (request.build_absolute_uri(), fingerprint(), published_state())
    return f'"{hashlib.sha256(repr(told).encode()).hexdigest()[:32]}"'


@cache
def fingerprint() -> str:
    """Return a hash of everything that draws pages; read once in a process, the same in all of them."""
    total = hashlib.sha256()
    root = Path(puas.__file__).parent
    for path in sorted(path for path in root.rglob("*") if path.suffix in (".py", ".html", ".mo", ".css")):
        total.update(path.read_bytes())
    return total.hexdigest()
