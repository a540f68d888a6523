"""Changing how an agency's reports look and speak; frozen reports stay as they are."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from puas.errors import BadInput, NotNow
from puas.exchange.evidence_files import EvidenceKind, read_evidence
from puas.exchange.word_templates import list_places
from puas.models import Agency, Unit, User
from puas.models.evidence import new_name
from puas.operations.audits import append_event
from puas.operations.kept_files import removing_on_failure, store_file
from puas.queries.report_identities import logo_path
from puas.queries.units import root_of
from puas.reports.agency_inputs import Signatory
from puas.reports.template_values import TEMPLATE_PLACES
from puas.reports.wording.overrides import check_sentence

MOST_LINES = 8
LONGEST_LINE = 200
MOST_LOGO_BYTES = 500_000


@transaction.atomic
def set_identity(
    *,
    agency: Agency,
    letterhead: Sequence[str],
    place: str,
    signatory: Signatory,
    regulations: Sequence[str],
    by: User | None,
) -> Agency:
    """Keep letterhead, place, signatory and the agency's own regulations. BadInput `identity_lines`,
    `identity_line` with the `field`.
    """
    changes = {
        "letterhead": _check_lines(letterhead, MOST_LINES, "kop"),
        "place": _check_line(place, "tempat"),
        "signatory": _check_signatory(signatory),
        "regulations": _check_lines(regulations, 20, "peraturan"),
    }
    return _change(agency, changes, "set_report_identity", changes, by)


@transaction.atomic
def set_unit_signatory(*, unit: Unit, signatory: Signatory, by: User | None) -> Agency:
    """Keep who signs a unit's report. BadInput `identity_line`."""
    checked = _check_signatory(signatory)
    agency = Agency.objects.select_for_update().get(pk=unit.agency_id)
    known = agency.policy.get("report", {}).get("unit_signatories", {})
    changes = {"unit_signatories": {**known, unit.slug: checked}}
    return _change(agency, changes, "set_unit_signatory", {"unit": unit.slug, **checked}, by)


@transaction.atomic
def set_sentence(*, agency: Agency, report: str, key: str, text: str, by: User | None) -> Agency:
    """Keep an agency's own sentence, or with an empty `text` go back to the shipped one.

    BadInput as `reports.wording.overrides.check_sentence`.
    """
    checked = check_sentence(report, key, text) if text.strip() else ""
    agency = Agency.objects.select_for_update().get(pk=agency.pk)
    known: dict[str, dict[str, str]] = agency.policy.get("report", {}).get("wording", {})
    own = {name: value for name, value in known.get(report, {}).items() if name != key}
    if checked:
        own[key] = checked
    changes = {"wording": {**known, report: own}}
    data = {"report": report, "key": key, "text": checked}
    return _change(agency, changes, "set_report_sentence", data, by)


@transaction.atomic
def set_logo(*, agency: Agency, content: bytes, by: User | None) -> Agency:
    """Keep a logo (PNG or JPEG, rebuilt), or with empty `content` none any more.

    BadInput `logo_size`, `logo_kind`, those of `read_evidence`; NotNow `report_disk`.
    """
    if not content:
        return _change(agency, {"logo": {}}, "set_report_logo", {"digest": ""}, by)
    if len(content) > MOST_LOGO_BYTES:
        raise BadInput(
            "logo_size",
            "Logo paling besar {most} KB. Kecilkan gambarnya.",
            field="logo",
            most=MOST_LOGO_BYTES // 1000,
        )
    file = read_evidence(content)
    if file.kind not in (EvidenceKind.PNG, EvidenceKind.JPEG):
        raise BadInput("logo_kind", "Logo harus gambar PNG atau JPEG.", field="logo")
    return _keep_file(agency, "logo", file.content, file.kind.media_type, by)


@transaction.atomic
def set_template(*, agency: Agency, content: bytes, by: User | None) -> Agency:
    """Keep the agency's own DOCX template for unit reports, or with empty `content` none any more.

    It is checked before it is kept: no macros, nothing from outside, only places that are known. BadInput
    `template_kind`, `template_place`, `template_syntax`, those of `read_evidence`; NotNow `report_disk`.
    """
    if not content:
        return _change(agency, {"template": {}}, "set_report_template", {"digest": ""}, by)
    if read_evidence(content).kind is not EvidenceKind.DOCX:
        raise BadInput("template_kind", "Templat harus berkas Word (.docx).", field="templat")
    strange = [name for name in list_places(content) if name not in TEMPLATE_PLACES]
    if strange:
        raise BadInput(
            "template_place",
            "Templat itu memakai tempat isian yang tidak dikenal: {names}. Yang dikenal ada di halaman ini.",
            field="templat",
            names=", ".join(strange),
        )
    return _keep_file(agency, "template", content, "application/octet-stream", by)


def _keep_file(agency: Agency, key: str, content: bytes, media_type: str, by: User | None) -> Agency:
    name, digest = new_name(), hashlib.sha256(content).hexdigest()
    with removing_on_failure() as files:
        files.append(logo_path(name))
        try:
            store_file(logo_path(name), content)
        except OSError as error:
            raise NotNow(
                "report_disk",
                "Laporan tidak dapat disimpan: {reason}. Beri tahu administrator pemasangan ini, lalu coba "
                "lagi.",
                reason=error.strerror or "-",
            ) from error
        changes = {key: {"name": name, "media_type": media_type, "digest": digest}}
        return _change(agency, changes, f"set_report_{key}", {"digest": digest}, by)


def _change(
    agency: Agency, changes: Mapping[str, Any], operation: str, data: Mapping[str, Any], by: User | None
) -> Agency:
    stored = Agency.objects.select_for_update().get(pk=agency.pk)
    stored.policy = {**stored.policy, "report": {**stored.policy.get("report", {}), **changes}}
    stored.save(update_fields=["policy"])
    append_event(by=by, operation=operation, subject=stored, unit=root_of(stored), data=data)
    return stored


def _check_signatory(signatory: Signatory) -> dict[str, str]:
    return {
        "office": _check_line(signatory.office, "jabatan"),
        "name": _check_line(signatory.name, "nama"),
        "rank": _check_line(signatory.rank, "pangkat"),
        "number": _check_line(signatory.number, "nip"),
    }


def _check_lines(lines: Sequence[str], most: int, field: str) -> list[str]:
    kept = [line for line in (_check_line(line, field) for line in lines) if line]
    if len(kept) > most:
        raise BadInput("identity_lines", "Paling banyak {most} baris.", field=field, most=most)
    return kept


def _check_line(text: str, field: str) -> str:
    line = "".join(letter for letter in " ".join(text.split()) if letter.isprintable())
    if len(line) > LONGEST_LINE:
        raise BadInput(
            "identity_line", "Setiap baris paling panjang {most} huruf.", field=field, most=LONGEST_LINE
        )
    return line
