"""Files that the office hands out: always saved, never opened in the page's own place."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def xlsx_response(content: bytes, name: str) -> HttpResponse:
    """Return a workbook to be saved as `name`."""
    return file_response(content, name, XLSX)


def file_response(content: bytes, name: str, media_type: str, *, is_shown: bool = False) -> HttpResponse:
    """Return a file to be saved as `name`, or shown (`is_shown`, pictures only).

    Nothing in it can run: no script, no frame, no guessing of another kind.
    """
    headers = {
        "Content-Disposition": content_disposition_header(as_attachment=not is_shown, filename=name) or "",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(content, content_type=media_type, headers=headers)
