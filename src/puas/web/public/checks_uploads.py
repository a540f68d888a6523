"""What a visitor sends to be checked, looked at before anything is done with it."""

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

from puas.errors import BadInput
from puas.web.public.checks_runs import UPLOAD_BYTES, too_large

FORM_BYTES = 20_000
"""What the form adds around the file."""


def require_small(request: HttpRequest) -> None:
    """Raise BadInput `check_size` by the announced length, before the body is parsed."""
    if drain(request, UPLOAD_BYTES + FORM_BYTES):
        raise too_large()


def drain(request: HttpRequest, most: int) -> bool:
    """Say whether the body is announced as longer than `most` bytes.

    Then it is read and thrown away first, within reason: browsers show the answer only once all is sent.
    """
    announced = int(request.META.get("CONTENT_LENGTH") or 0)
    if announced <= most:
        return False
    left = min(announced, 4 * most)
    while left > 0 and (chunk := request.read(min(left, 2**16))):
        left -= len(chunk)
    return True


def read_upload(request: HttpRequest) -> "UploadedFile[bytes]":
    """Return the file of the form. BadInput `check_missing`."""
    upload = request.FILES.get("berkas")
    if not isinstance(upload, UploadedFile) or not upload.size:
        raise BadInput("check_missing", "Pilih dahulu berkas rekap yang akan diperiksa.", field="berkas")
    return upload


def read_year(request: HttpRequest) -> int | None:
    """Return the year that the visitor gave, None for none. BadInput `check_year`."""
    text = request.POST.get("tahun", "").strip()
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and 2000 <= int(text[:5]) <= 2099):
        raise BadInput("check_year", "Tahun rekap harus empat angka, misalnya 2023.", field="tahun")
    return int(text)
