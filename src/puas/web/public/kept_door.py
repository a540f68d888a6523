"""The door before all others: who asks for a kept page at an address that was asked before is answered here.

No session, no user, no route is looked up, so an answer costs one query and little else. What is kept is the
answer as it left the doors behind this one, their headers (and no cookie) included.
"""

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

from django.db import Error
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from puas.web.public.kept_pages import SHELF, Address, Kept, answer_kept, build_page, mark, tag_of

MOST_ADDRESSES = 20_000
Asked = tuple[str | None, ...]


class AddressBook:
    """Which page an address leads to, word for word as it was asked; the longest unasked ones go first."""

    def __init__(self, most: int = MOST_ADDRESSES) -> None:
        self._pages: OrderedDict[Asked, Address] = OrderedDict()
        self._most, self._lock = most, Lock()

    def find(self, asked: Asked) -> Address | None:
        """Return the page, now the last to go."""
        with self._lock:
            if asked in self._pages:
                self._pages.move_to_end(asked)
            return self._pages.get(asked)

    def note(self, asked: Asked, address: Address) -> None:
        """Remember where an address leads."""
        with self._lock:
            self._pages[asked] = address
            if len(self._pages) > self._most:
                self._pages.popitem(last=False)


class KeptDoor:
    """Answers from the shelf what can be, and puts on it what the doors behind have drawn."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.book = AddressBook()

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        asked = _read(request)
        address = self.book.find(asked) if request.method == "GET" else None
        answer = None if address is None else _answer(request, address)
        if answer is not None:
            return answer
        response = self.get_response(request)
        kept: Kept | None = getattr(request, "kept_as", None)
        if kept is None or request.method != "GET" or not isinstance(response, HttpResponse):
            return response
        self.book.note(asked, kept.address)
        return _shelve(request, response, kept)


def _read(request: HttpRequest) -> Asked:
    """Return the address as it stands in the request; the host is only checked by the doors behind."""
    told = (request.META.get(name) for name in ("HTTP_HOST", "PATH_INFO", "QUERY_STRING"))
    return (request.scheme, *told)


def _answer(request: HttpRequest, address: Address) -> HttpResponse | None:
    """Return the kept answer; None when there is none, or no database: the doors behind say so in words."""
    try:
        return answer_kept(request, tag_of(address))
    except Error:
        return None


def _shelve(request: HttpRequest, response: HttpResponse, kept: Kept) -> HttpResponse:
    if response.status_code != 200 or SHELF.find(kept.tag) is not None:
        return response
    page = build_page(response)
    SHELF.keep(kept.tag, page)
    return mark(page.answer(request), kept.tag)
