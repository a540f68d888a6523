"""Evidence from outside: which kind it is by its content, whether it is whole, and what may be stored of it.

The name of a file is never believed. Documents stay as they are, pictures are rebuilt (`pictures`).
"""

import io
import re
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePosixPath

from puas.errors import BadInput
from puas.exchange.pictures import Broken, clean_jpeg, clean_png, clean_webp

MOST_BYTES = 10 * 2**20
INFLATED_BYTES = 100 * 2**20
MEMBERS = 2_000
_OUTSIDE = re.compile(rb"<[^>]*(?:attachedTemplate|oleObject|/frame)[^>]*External[^>]*>", re.IGNORECASE)


class EvidenceKind(StrEnum):
    """The kinds of file that are taken as evidence; the value is also how a download's name ends."""

    PDF = "pdf"
    JPEG = "jpg"
    PNG = "png"
    WEBP = "webp"
    DOCX = "docx"
    XLSX = "xlsx"

    @property
    def media_type(self) -> str:
        return MEDIA_TYPES[self]

    @property
    def is_picture(self) -> bool:
        """Say whether a browser may show it in its own page; anything else is downloaded."""
        return self in (EvidenceKind.JPEG, EvidenceKind.PNG, EvidenceKind.WEBP)


_OFFICE = "application/vnd.openxmlformats-officedocument"
MEDIA_TYPES = {
    EvidenceKind.PDF: "application/pdf",
    EvidenceKind.JPEG: "image/jpeg",
    EvidenceKind.PNG: "image/png",
    EvidenceKind.WEBP: "image/webp",
    EvidenceKind.DOCX: f"{_OFFICE}.wordprocessingml.document",
    EvidenceKind.XLSX: f"{_OFFICE}.spreadsheetml.sheet",
}
_MAIN_PARTS = {EvidenceKind.DOCX: "word/document.xml", EvidenceKind.XLSX: "xl/workbook.xml"}
_PICTURES: dict[EvidenceKind, Callable[[bytes], bytes]] = {
    EvidenceKind.JPEG: clean_jpeg,
    EvidenceKind.PNG: clean_png,
    EvidenceKind.WEBP: clean_webp,
}


@dataclass(frozen=True)
class EvidenceFile:
    """What may be stored: its kind, and its content as it will be served."""

    kind: EvidenceKind
    content: bytes


def read_evidence(content: bytes) -> EvidenceFile:
    """Return the evidence that `content` is.

    BadInput `evidence_empty`, `evidence_size`, `evidence_kind`, `evidence_broken`, `evidence_locked`,
    `evidence_macros`, `evidence_outside`.
    """
    require_size(len(content))
    kind = _detect(content)
    try:
        if kind in _PICTURES:
            return EvidenceFile(kind, _PICTURES[kind](content))
        if kind is EvidenceKind.PDF and b"%%EOF" not in content[-2048:]:
            raise Broken
    except Broken as error:
        raise _broken() from error
    return EvidenceFile(kind, content)


def require_size(size: int) -> None:
    """Raise BadInput unless a file of `size` bytes may be evidence."""
    if size == 0:
        raise BadInput("evidence_empty", "Berkas bukti itu kosong. Pilih berkas lain.", field="berkas")
    if size > MOST_BYTES:
        raise BadInput(
            "evidence_size",
            "Berkas bukti paling besar {most} MB. Kecilkan fotonya, atau simpan di tempat lain dan isi "
            "tautannya.",
            field="berkas",
            most=MOST_BYTES // 2**20,
        )


def _detect(content: bytes) -> EvidenceKind:
    if content.startswith(b"%PDF-"):
        return EvidenceKind.PDF
    if content.startswith(b"\xff\xd8\xff"):
        return EvidenceKind.JPEG
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return EvidenceKind.PNG
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return EvidenceKind.WEBP
    if content.startswith(b"PK\x03\x04"):
        return _detect_document(content)
    raise BadInput(
        "evidence_kind",
        "Isi berkas itu bukan PDF, JPEG, PNG, WebP, DOCX, atau XLSX, apa pun namanya. Simpan sebagai "
        "salah satunya.",
        field="berkas",
    )


def _detect_document(content: bytes) -> EvidenceKind:
    """Return the kind of an office document whose every part was inflated once, within limits."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            names = [member.filename for member in members]
            kind = next((kind for kind, part in _MAIN_PARTS.items() if part in names), None)
            if kind is None or "[Content_Types].xml" not in names or not _is_modest(members):
                raise _broken()
            _check_parts(archive, members)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError) as error:
        raise _broken() from error
    return kind


def _is_modest(members: list[zipfile.ZipInfo]) -> bool:
    """Say whether the parts are few and small enough, and every name stays inside the document."""
    paths = [PurePosixPath(member.filename) for member in members]
    names = {member.filename.lower() for member in members}
    return (
        len(members) == len(names) <= MEMBERS
        and sum(member.file_size for member in members) <= INFLATED_BYTES
        and not any(path.is_absolute() or ".." in path.parts or "\\" in str(path) for path in paths)
    )


def _check_parts(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> None:
    if any(member.flag_bits & 1 for member in members):
        raise BadInput(
            "evidence_locked",
            "Dokumen itu dikunci kata sandi. Simpan tanpa kata sandi, lalu coba lagi.",
            field="berkas",
        )
    for member in members:
        name, part = (
            member.filename.lower(),
            archive.read(member),
        )  # never more than was declared; checks its sum
        if name.endswith(("vbaproject.bin", "vbadata.xml")) or "/activex/" in name or "/macrosheets/" in name:
            raise BadInput(
                "evidence_macros",
                "Dokumen itu berisi makro. Simpan sebagai .docx atau .xlsx agar makronya hilang.",
                field="berkas",
            )
        if name.endswith(".rels") and _OUTSIDE.search(part):
            raise BadInput(
                "evidence_outside",
                "Dokumen itu memuat bagian dari alamat lain. Simpan sebagai PDF, lalu coba lagi.",
                field="berkas",
            )


def _broken() -> BadInput:
    return BadInput(
        "evidence_broken",
        "Berkas itu rusak atau isinya tidak lengkap. Buka, simpan lagi, lalu coba lagi.",
        field="berkas",
    )
