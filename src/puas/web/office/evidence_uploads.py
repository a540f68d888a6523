"""What a form hands in as evidence: files under a title, and a link; its limits are said beforehand."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

from puas.errors import BadInput
from puas.exchange.evidence_files import MOST_BYTES, require_size
from puas.operations.evidence import MOST_PIECES, NewEvidence

KINDS = "PDF, JPEG, PNG, WebP, DOCX, XLSX"
ACCEPT = ".pdf,.jpg,.jpeg,.png,.webp,.docx,.xlsx"
MOST_AT_ONCE = 5
LIMITS = {
    "kinds": KINDS,
    "accept": ACCEPT,
    "megabytes": MOST_BYTES // 2**20,
    "at_once": MOST_AT_ONCE,
    "most": MOST_PIECES,
}


def read_evidence_form(request: HttpRequest) -> list[NewEvidence]:
    """Return what was handed in, nothing when the parts are empty.

    Several files share the title and are numbered. BadInput `evidence_at_once`, `evidence_size`,
    `evidence_empty`, `evidence_title`.
    """
    title, link = request.POST.get("judul", "").strip()[:400], request.POST.get("tautan", "").strip()[:1000]
    files = [file for file in request.FILES.getlist("berkas") if isinstance(file, UploadedFile)]
    if len(files) > MOST_AT_ONCE:
        raise BadInput(
            "evidence_at_once",
            "Pilih paling banyak {most} berkas sekali kirim.",
            field="berkas",
            most=MOST_AT_ONCE,
        )
    if (files or link) and not title:
        raise BadInput("evidence_title", "Tulis apa yang diperlihatkan bukti ini.", field="judul")
    found = [_read(file, _number(title, n, len(files))) for n, file in enumerate(files, 1)]
    return [*found, *([NewEvidence(title, link=link)] if link else [])]


def _read(file: Any, title: str) -> NewEvidence:
    require_size(file.size or 0)  # before it is taken into memory
    return NewEvidence(title, file.read())


def _number(title: str, number: int, count: int) -> str:
    return f"{title} ({number})" if count > 1 else title
