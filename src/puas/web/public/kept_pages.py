"""Pages of the portal that caches may keep and this process keeps too: asked again, they cost one small
query.

The tag of a page names its address, the code that draws it and the newest thing that could change it. A page
is kept under its tag, so whatever is published makes other tags and the old pages are never asked for again;
processes need not tell each other anything. `kept_door` answers most of those who ask again.
"""

import gzip
import hashlib
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, wraps
from pathlib import Path
from threading import Lock
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.cache import get_conditional_response, patch_vary_headers

import puas
from puas.queries.publications import published_state
from puas.web.languages import PARAMETER as LANGUAGE

KEPT = "public, max-age=60, stale-while-revalidate=86400"
ROOM = 32_000_000
"""Bytes of pages that one process keeps; the longest unasked ones go first."""
WORTH_PACKING = 1_000
TEXTS = ("text/", "application/xml", "application/atom+xml", "image/svg+xml")
Door = Callable[..., HttpResponse]
Address = tuple[str, str]  # of a page: without its query, and what it reads of the query


@dataclass(frozen=True)
class Kept:
    """What a request asked for, when that can be kept: `KeptDoor` finds it in `request.kept_as`."""

    address: Address
    tag: str


@dataclass(frozen=True)
class KeptPage:
    """The body of a good answer, plain and (texts) packed, with its headers."""

    body: bytes
    packed: bytes | None
    headers: tuple[tuple[str, str], ...]

    @property
    def size(self) -> int:
        return len(self.body) + len(self.packed or b"")

    def answer(self, request: HttpRequest) -> HttpResponse:
        """Return the page for a visitor, packed for one who takes that."""
        takes = self.packed is not None and "gzip" in request.headers.get("Accept-Encoding", "")
        response = HttpResponse(self.packed if takes else self.body, headers=dict(self.headers))
        if takes:
            response.headers["Content-Encoding"] = "gzip"
        return response


class Shelf:
    """The pages of this process by their tags, within `room` bytes."""

    def __init__(self, room: int = ROOM) -> None:
        self._pages: OrderedDict[str, KeptPage] = OrderedDict()
        self._room, self._used, self._lock = room, 0, Lock()

    def find(self, tag: str) -> KeptPage | None:
        """Return the page with this tag, now the last to go."""
        with self._lock:
            if tag in self._pages:
                self._pages.move_to_end(tag)
            return self._pages.get(tag)

    def keep(self, tag: str, page: KeptPage) -> None:
        """Put a page on the shelf; others make room for it."""
        with self._lock:
            if tag in self._pages or page.size > self._room:
                return
            self._pages[tag] = page
            self._used += page.size
            while self._used > self._room:
                _, gone = self._pages.popitem(last=False)
                self._used -= gone.size


SHELF = Shelf()


def kept(view: Door) -> Door:
    """Keep a page that reads nothing of the query but the language."""
    return kept_by()(view)


def kept_by(*parameters: str) -> Callable[[Door], Door]:
    """Keep a page that reads these `parameters` of the query, and the language; it sees no others.

    So an address with something added (by a mail, a search engine, somebody idle) is the same page.
    """

    def keep(view: Door) -> Door:
        return _keep(view, (*parameters, LANGUAGE))

    return keep


def _keep(view: Door, parameters: Sequence[str]) -> Door:
    """Answer 304 when the visitor's copy is the present one, else from the shelf, else by drawing."""

    @wraps(view)
    def ask(request: HttpRequest, *args: str, **named: str) -> HttpResponse:
        request.GET = _choose(request.GET, parameters)  # type: ignore[assignment]
        address = (request.build_absolute_uri(request.path), request.GET.urlencode())
        tag = tag_of(address)
        response = answer_kept(request, tag)
        if response is None:
            response = view(request, *args, **named)
            if response.status_code != 200:
                return response
            mark(response, tag)
        request.kept_as = Kept(address, tag)  # type: ignore[attr-defined]
        return response

    return ask


def answer_kept(request: HttpRequest, tag: str) -> HttpResponse | None:
    """Return 304 for a visitor who has the page with this tag, else the page from the shelf, else None."""
    same = get_conditional_response(request, etag=tag)
    if isinstance(same, HttpResponse):
        return mark(same, tag)
    page = SHELF.find(tag)
    return None if page is None else mark(page.answer(request), tag)


def _choose(query: QueryDict, parameters: Sequence[str]) -> QueryDict:
    """Return only these parameters of a query, each with all its values."""
    pairs = [(name, value) for name in parameters for value in query.getlist(name)]
    return QueryDict(urlencode(pairs))


def build_page(response: HttpResponse) -> KeptPage:
    """Return what is kept of a drawn answer."""
    body, kind = response.content, response.headers["Content-Type"]
    is_packed = kind.startswith(TEXTS) and len(body) >= WORTH_PACKING
    names = [name for name in response.headers if name not in ("ETag", "Cache-Control", "Content-Length")]
    headers = tuple((name, response.headers[name]) for name in names)
    return KeptPage(body, gzip.compress(body, 4, mtime=0) if is_packed else None, headers)


def mark(response: HttpResponse, tag: str) -> HttpResponse:
    """Give an answer its tag, and say how long others may keep it."""
    response.headers["ETag"] = tag
    response.headers["Cache-Control"] = KEPT
    patch_vary_headers(response, ["Accept-Encoding"])
    return response


def tag_of(address: Address) -> str:
    """Return the weak ETag of the page at this address now: packed and plain are one page. One query."""
    told = (address, fingerprint(), published_state())
    return f'W/"{hashlib.sha256(repr(told).encode()).hexdigest()[:32]}"'


@cache
def fingerprint() -> str:
    """Return a hash of everything that draws pages; read once in a process, the same in all of them."""
    total = hashlib.sha256()
    root = Path(puas.__file__).parent
    for path in sorted(path for path in root.rglob("*") if path.suffix in (".py", ".html", ".mo", ".css")):
        total.update(path.read_bytes())
    return total.hexdigest()
