"""Signing a frozen report: the signed copy is kept as one file more, the frozen ones stay as they are."""

import hashlib
from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from puas.errors import BadInput, NotNow
from puas.exchange.evidence_files import EvidenceKind, read_evidence
from puas.exchange.pdf_signatures import SignedFile, read_signature
from puas.models import FileOrigin, Report, ReportFile, Unit, User
from puas.operations.audits import append_event
from puas.operations.kept_files import removing_on_failure
from puas.operations.reports import keep_file
from puas.queries.kept_reports import path_of

MOST_SIGNED = 10
LONGEST_NAME = 200
Sign = Callable[[bytes], SignedFile]


def sign_report(*, report: Report, sign: Sign, by: User | None) -> ReportFile:
    """Have the newest electronic PDF of a report signed by `sign`, and keep what comes back.

    Signing takes place before anything is locked, because a service may take a minute. A second signature is
    put on the file that has the first. NotNow `report_replaced`, `report_outdated`, `report_signed_often`,
    `report_file_damaged`, `report_signature_broken`; what `sign` raises.
    """
    require_signable(report)
    source = _source_of(report)
    content = _read(source)
    signed = sign(content)
    if not signed.content.startswith(content) or read_signature(signed.content) is None:
        raise NotNow(
            "report_signature_broken",
            "Tanda tangannya tidak utuh, jadi tidak disimpan. Coba lagi, atau pakai cara lain.",
        )
    return _keep(report, signed.content, FileOrigin.SIGNED, signed.signer, signed.signed_at, by)


def upload_signed(*, report: Report, content: bytes, signer: str, by: User | None) -> ReportFile:
    """Keep a copy that was signed elsewhere: on paper and scanned, or by another program.

    A file that begins with our own PDF and has a sound signature is told by its certificate; any other is a
    scan, told by `signer`. BadInput `signed_copy_kind`, `signed_copy_signer`, and those of `read_evidence`;
    NotNow as `sign_report`.
    """
    require_signable(report)
    if read_evidence(content).kind is not EvidenceKind.PDF:
        raise BadInput("signed_copy_kind", "Unggah hasil pindaian sebagai satu berkas PDF.", field="berkas")
    electronic = read_signature(content) if content.startswith(_read(_source_of(report))) else None
    if electronic is not None:
        return _keep(report, content, FileOrigin.SIGNED, electronic.signer, electronic.signed_at, by)
    name = "".join(letter for letter in " ".join(signer.split()) if letter.isprintable())
    if not 1 <= len(name) <= LONGEST_NAME:
        raise BadInput(
            "signed_copy_signer",
            "Tulis nama pejabat yang menandatangani (1 sampai {most} huruf).",
            field="penanda_tangan",
            most=LONGEST_NAME,
        )
    return _keep(report, content, FileOrigin.SCANNED, name, timezone.now(), by)


def require_signable(report: Report) -> None:
    """Raise NotNow unless this is the newest report, of the figure in force, with room for a signature."""
    if hasattr(report, "replaced_by"):
        raise NotNow("report_replaced", "Laporan ini sudah digantikan. Tandatangani yang terbaru.")
    if hasattr(report.publication, "replaced_by"):
        raise NotNow(
            "report_outdated",
            "Hasil di laporan ini sudah dikoreksi. Bekukan laporan yang baru, lalu tandatangani yang itu.",
        )
    if ReportFile.objects.filter(report=report).exclude(origin=FileOrigin.MADE.value).count() >= MOST_SIGNED:
        raise NotNow(
            "report_signed_often", "Sudah ada {most} salinan bertanda tangan; itu cukup.", most=MOST_SIGNED
        )


def _source_of(report: Report) -> ReportFile:
    """Return the newest PDF of a report that is no scan. NotNow `report_no_pdf`."""
    found = ReportFile.objects.filter(report=report, format="pdf").exclude(origin=FileOrigin.SCANNED.value)
    source: ReportFile | None = found.order_by("-version").first()
    if source is None:
        raise NotNow("report_no_pdf", "Laporan ini tidak mempunyai PDF, jadi tidak dapat ditandatangani.")
    return source


def _read(file: ReportFile) -> bytes:
    """Return the content of a kept file. NotNow `report_file_damaged` when it is not what was stored."""
    path = path_of(file)
    content = path.read_bytes() if path.is_file() else b""
    if hashlib.sha256(content).hexdigest() != file.digest:
        raise NotNow(
            "report_file_damaged",
            "Berkas laporan di server tidak sama dengan yang dibekukan. Beri tahu administrator; jangan "
            "ditandatangani.",
        )
    return content


@transaction.atomic
def _keep(
    report: Report, content: bytes, origin: FileOrigin, signer: str, signed_at: datetime, by: User | None
) -> ReportFile:
    Unit.objects.select_for_update(no_key=True).get(pk=report.unit_id)  # versions one after the other
    with removing_on_failure() as files:
        kept = keep_file(report, "pdf", content, by, files, origin=origin, signer=signer, signed_at=signed_at)
        data = {
            "code": report.printed_code,
            "origin": kept.origin,
            "signer": kept.signer,
            "digest": kept.digest,
            "version": kept.version,
        }
        append_event(by=by, operation="sign_report", subject=report, unit=report.unit, data=data)
    return kept
