"""The body of a submission: bounded, perhaps in pieces of unknown length, and one XML document in it.

Django reads nothing from a body without a length, and phones send in chunks. So the stream is read here.
"""

import io
import zlib
from contextlib import suppress
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest
from django.http.multipartparser import MultiPartParser, MultiPartParserError

from puas.api.openrosa.answers import MOST_BODY
from puas.errors import BadInput

DOCUMENT = "xml_submission_file"
_PIECE = 256 * 1024
_MOST_DRAINED = 4 * MOST_BODY
"""A client hears an answer only after sending everything, so what is a little too long is read to its end."""


def read_document(request: HttpRequest) -> bytes:
    """Return the XML document of a submission; attachments are passed over, ours ask for none.

    Raises BadInput `collect_body_large`, `collect_body_length`, `collect_body`.
    """
    kind = request.META.get("CONTENT_TYPE", "")
    if not kind.lower().startswith("multipart/form-data"):
        raise _unreadable("multipart/form-data")
    body = _unpack(request.headers.get("Content-Encoding", ""), _read_body(request))
    found = _find_documents(kind, body)
    if len(found) != 1:
        raise BadInput(
            "collect_body",
            "Kiriman harus berisi tepat satu isian ({name}), bukan {count}. Isian tetap ada di ponsel.",
            name=DOCUMENT,
            count=len(found),
        )
    return found[0]


def _read_body(request: HttpRequest) -> bytes:
    """Return all of the body. A server that marks the end of its stream needs no length for it."""
    length = request.META.get("CONTENT_LENGTH", "")
    if length:
        if not length.isascii() or not length.isdecimal():
            raise _unreadable("Content-Length")
        if int(length) > _MOST_DRAINED:
            raise _too_large()
        body = _read_stream(request)
        if len(body) != int(length):
            raise _unreadable("terputus")
        return body
    if not request.META.get("wsgi.input_terminated"):
        raise BadInput("collect_body_length", "Server ini memerlukan panjang kiriman (Content-Length).")
    return _read_stream(request.META["wsgi.input"])


def drain_body(request: HttpRequest) -> None:
    """Read what is left of a body that is refused anyway: a client that is still sending would hear nothing.

    As far as `_MOST_DRAINED`; whoever sends more is cut off.
    """
    with suppress(OSError, BadInput):
        has_end = request.META.get("CONTENT_LENGTH", "") or not request.META.get("wsgi.input_terminated")
        _read_stream(request if has_end else request.META["wsgi.input"])


def _read_stream(stream: Any) -> bytes:
    pieces: list[bytes] = []
    size = 0
    try:
        while piece := stream.read(_PIECE):
            size += len(piece)
            if size > _MOST_DRAINED:
                raise _too_large()
            if size <= MOST_BODY:
                pieces.append(piece)
    except OSError as error:
        raise _unreadable("terputus") from error
    if size > MOST_BODY:
        raise _too_large()
    return b"".join(pieces)


def _unpack(encoding: str, body: bytes) -> bytes:
    """Return the body as it was before the client compressed it, never more than is accepted."""
    if encoding.strip().lower() in ("", "identity"):
        return body
    if encoding.strip().lower() != "gzip":
        raise _unreadable("Content-Encoding")
    unpacker = zlib.decompressobj(wbits=16 + zlib.MAX_WBITS)
    try:
        plain = unpacker.decompress(body, MOST_BODY)
    except zlib.error as error:
        raise _unreadable("gzip") from error
    if unpacker.unconsumed_tail:
        raise _too_large()
    if not unpacker.eof:
        raise _unreadable("gzip")
    return plain


class _Documents(FileUploadHandler):
    """Keeps the parts that are the document, and lets every other file go by without storing it."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[bytes] = []
        self.pieces: list[bytes] = []

    def new_file(self, field_name: str, *args: Any, **kwargs: Any) -> None:
        if field_name != DOCUMENT:
            raise SkipFile
        self.pieces = []

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.pieces.append(raw_data)

    def file_complete(self, file_size: int) -> None:
        self.found.append(b"".join(self.pieces))


def _find_documents(kind: str, body: bytes) -> list[bytes]:
    """Return every part called `xml_submission_file`, with a file name or without one."""
    documents = _Documents()
    meta = {"CONTENT_TYPE": kind, "CONTENT_LENGTH": str(len(body))}
    try:
        fields, _ = MultiPartParser(meta, io.BytesIO(body), [documents], "utf-8").parse()
    except (MultiPartParserError, SuspiciousOperation, ValueError) as error:
        raise _unreadable("multipart/form-data") from error
    return documents.found + [text.encode("utf-8", "replace") for text in fields.getlist(DOCUMENT)]


def _unreadable(reason: str) -> BadInput:
    return BadInput(
        "collect_body",
        "Kiriman ini tidak dapat dibaca ({reason}). Isian tetap ada di ponsel; coba kirim sekali lagi.",
        reason=reason,
    )


def _too_large() -> BadInput:
    return BadInput(
        "collect_body_large",
        "Kiriman ini terlalu besar; paling besar {most} MB. Isian tetap ada di ponsel; "
        "hubungi koordinator untuk menyalinnya.",
        most=MOST_BODY // 1_000_000,
    )
