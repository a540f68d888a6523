"""Freezing a report: its files are written once, from what is published, and told by a code."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.crypto import salted_hmac
from django.utils.formats import date_format

from puas.errors import BadInput, Conflict, NotNow
from puas.models import FileOrigin, Period, Publication, Report, ReportFile, Unit, User
from puas.models.evidence import new_name
from puas.models.reports import CODE_LENGTH, SIGNS, print_code
from puas.operations.audits import append_event
from puas.operations.kept_files import removing_on_failure, store_file
from puas.queries.kept_reports import find_in_force, path_of
from puas.queries.narratives import written_texts
from puas.queries.reports import build_report
from puas.reports.colophons import Seal, add_colophon
from puas.reports.formats import render_document
from puas.reports.kinds import KINDS, ReportKind
from puas.reports.narratives import unknown_places


def freeze_report(*, kind: ReportKind, unit: Unit, period: Period, by: User | None) -> Report:
    """Write a report of what is published, in every format, and keep it; it replaces the one before.

    The files are made before anything is locked, because that takes seconds. BadInput `report_not_kept`;
    NotNow `report_unpublished`; Conflict `report_frozen_meanwhile` when somebody else froze or published at
    the same moment.
    """
    if not KINDS[kind].is_kept:
        raise BadInput(
            "report_not_kept", "{kind} adalah lembar kerja dan tidak dibekukan.", kind=KINDS[kind].label
        )
    publication = find_in_force(unit, period)
    if publication is None:
        raise NotNow(
            "report_unpublished",
            "Laporan baru dapat dibekukan sesudah hasilnya terbit. Terbitkan hasil {period} dahulu; sampai "
            "itu drafnya dapat diunduh.",
            period=period.pure.label,
        )
    _require_places(kind, unit, period)
    now = timezone.now().replace(microsecond=0)
    former = Report.objects.filter(kind=kind.value, unit=unit, period=period).order_by("-number").first()
    number = former.number + 1 if former else 1
    report = Report(
        kind=kind.value,
        unit=unit,
        period=period,
        publication=publication,
        number=number,
        replaces=former,
        code=make_code(kind, publication, number),
        unit_name=unit.name,
        frozen_at=now,
        frozen_by=by,
    )
    contents = {}
    for ending in KINDS[kind].endings:
        document = build_report(kind, unit, period, ending, made_at=now)
        report.title = document.title
        contents[ending] = render_document(add_colophon(document, _seal(report)), ending)
    return _keep(report, contents, by)


def _require_places(kind: ReportKind, unit: Unit, period: Period) -> None:
    """Raise NotNow `narrative_place` when an official's text has a place that nothing fills."""
    texts = written_texts(unit, period) if kind is ReportKind.UNIT else {}
    found = [name for text in texts.values() for name in unknown_places(text)]
    if found:
        raise NotNow(
            "narrative_place",
            "Di bagian yang Anda tulis ada tempat isian yang tidak dikenal: {names}. Perbaiki, lalu bekukan.",
            names=", ".join(f"{{{name}}}" for name in dict.fromkeys(found)),
        )


def make_code(kind: ReportKind, publication: Publication, number: int) -> str:
    """Return the code of the `number`-th report of a kind that is frozen from a publication.

    The same report has the same code in the same installation; without its key nobody can work one out. Ten
    of 31 signs, 49 bits.
    """
    told = f"{kind.value}/{publication.unit_id}/{publication.period_id}/{publication.pk}/{number}"
    value = int.from_bytes(salted_hmac("puas.report", told, algorithm="sha256").digest(), "big")
    signs = []
    for _ in range(CODE_LENGTH):
        value, place = divmod(value, len(SIGNS))
        signs.append(SIGNS[place])
    return "".join(signs)


def _seal(report: Report) -> Seal:
    code = print_code(report.code)
    return Seal(
        code=code,
        address=f"{settings.BASE_URL}/v/{code}/",
        moment=print_day(report.frozen_at),
        version=report.publication.version,
    )


def print_day(moment: datetime) -> str:
    """Return "26 November 2026", in Indonesian whoever asks."""
    with translation.override("id"):
        return date_format(timezone.localtime(moment), "j F Y")


@transaction.atomic
def _keep(report: Report, contents: Mapping[str, bytes], by: User | None) -> Report:
    Unit.objects.select_for_update(no_key=True).get(pk=report.unit_id)  # one after the other
    same = Report.objects.filter(kind=report.kind, unit=report.unit_id, period=report.period_id)
    in_force = find_in_force(report.unit, report.period)
    if same.filter(number=report.number).exists() or in_force != report.publication:
        raise Conflict(
            "report_frozen_meanwhile",
            "Laporan ini baru saja dibekukan, atau hasilnya baru saja dikoreksi. Muat ulang halamannya.",
        )
    report.save()
    with removing_on_failure() as files:
        made = [keep_file(report, ending, content, by, files) for ending, content in contents.items()]
        data = {
            "code": report.printed_code,
            "number": report.number,
            "publication": report.publication_id,
            "digests": {file.format: file.digest for file in made},
        }
        append_event(by=by, operation="freeze_report", subject=report, unit=report.unit, data=data)
    return report


def keep_file(
    report: Report,
    ending: str,
    content: bytes,
    by: User | None,
    files: list[Path],
    *,
    origin: FileOrigin = FileOrigin.MADE,
    signer: str = "",
    signed_at: datetime | None = None,
) -> ReportFile:
    """Keep one more file of a report, inside the operation that asked for it; its path joins `files`.

    NotNow `report_disk`.
    """
    file = ReportFile(
        report=report,
        version=ReportFile.objects.filter(report=report).count() + 1,
        format=ending,
        origin=origin.value,
        name=new_name(),
        bytes=len(content),
        digest=hashlib.sha256(content).hexdigest(),
        signer=signer,
        signed_at=signed_at,
        added_at=timezone.now(),
        added_by=by,
    )
    files.append(path_of(file))
    try:
        store_file(path_of(file), content)
    except OSError as error:
        raise NotNow(
            "report_disk",
            "Laporan tidak dapat disimpan: {reason}. Beri tahu administrator pemasangan ini, lalu coba lagi.",
            reason=error.strerror or "-",
        ) from error
    file.save()
    return file
