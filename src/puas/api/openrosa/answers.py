"""What every answer of this door looks like: XML as `text/xml`, and the header by which clients know us."""

import re
from collections.abc import Iterable
from xml.sax.saxutils import escape

from django.http import HttpResponse
from django.utils.http import http_date

MOST_BODY = 10_000_000
"""What a client that is told nothing assumes."""
XML = "text/xml; charset=utf-8"  # a list as application/xml is not read
DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def answer(content: bytes | str = b"", status: int = 200, content_type: str = XML) -> HttpResponse:
    """Return an answer with the headers that every OpenRosa answer has."""
    response = HttpResponse(content, status=status, content_type=content_type)
    response["X-OpenRosa-Version"] = "1.0"
    response["X-OpenRosa-Accept-Content-Length"] = str(MOST_BODY)
    response["Date"] = http_date()
    response["Cache-Control"] = "no-store"
    return response


def answer_message(status: int, sentence: str) -> HttpResponse:
    """Return the OpenRosaResponse whose sentence a client shows to the enumerator."""
    nature = "submit_success" if status in (201, 202) else "submit_error"
    message = element("message", sentence, f' nature="{nature}"')
    body = f'<OpenRosaResponse xmlns="http://openrosa.org/http/response">{message}</OpenRosaResponse>'
    return answer(DECLARATION + body, status)


def element(name: str, text: str, attributes: str = "") -> str:
    """Return one element; letters that XML cannot hold are left out."""
    return f"<{name}{attributes}>{escape(_NOT_XML.sub('', text))}</{name}>"


def parent(name: str, children: Iterable[str], attributes: str = "") -> str:
    """Return an element of elements."""
    return f"<{name}{attributes}>{''.join(children)}</{name}>"
