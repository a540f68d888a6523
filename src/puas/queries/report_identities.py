"""How an agency's reports look and speak: letterhead, logo, signatories, its own sentences.

All of it is the table "report" of the agency's policy; the logo is a file in PUAS_DATA/reports.
"""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from puas.models import Agency, Unit
from puas.reports.agency_inputs import Signatory
from puas.reports.documents import Document
from puas.reports.identities import add_identity, draw_logo
from puas.reports.wording import Wording, load_wording
from puas.reports.wording.overrides import lay_own


@dataclass(frozen=True)
class ReportIdentity:
    """What stands on an agency's reports. `logo` is a PNG or JPEG as a data address, "" without one."""

    letterhead: tuple[str, ...]
    place: str
    signatory: Signatory
    regulations: tuple[str, ...]
    logo: str


def read_identity(agency: Agency) -> ReportIdentity:
    """Return what an agency's reports carry; no query."""
    report = _table(agency)
    return ReportIdentity(
        letterhead=tuple(report.get("letterhead", ())),
        place=report.get("place", ""),
        signatory=Signatory(**report.get("signatory", {})),
        regulations=tuple(report.get("regulations", ())),
        logo=_read_logo(report.get("logo", {})),
    )


def unit_signatory(unit: Unit) -> Signatory:
    """Return who signs a unit's report."""
    return Signatory(**_table(unit.agency).get("unit_signatories", {}).get(unit.slug, {}))


def own_sentences(agency: Agency, report: str) -> Mapping[str, str]:
    """Return an agency's own sentences of a report, by key."""
    own: Mapping[str, str] = _table(agency).get("wording", {}).get(report, {})
    return own


def wording_of(agency: Agency, report: str) -> Wording:
    """Return the sentences of a report with an agency's own ones over them."""
    return lay_own(load_wording(report), own_sentences(agency, report))


def show_identity(document: Document, agency: Agency) -> Document:
    """Return a document with the agency's letterhead and logo on its cover."""
    identity = read_identity(agency)
    return add_identity(document, identity.letterhead, draw_logo(identity.logo) if identity.logo else "")


def read_template(agency: Agency) -> bytes:
    """Return the agency's own DOCX template, b"" without one."""
    kept = _table(agency).get("template", {})
    path = logo_path(kept["name"]) if kept.get("name") else None
    return path.read_bytes() if path is not None and path.is_file() else b""


def logo_path(name: str) -> Path:
    """Return where a logo or a template lies."""
    return Path(settings.DATA_DIR) / "reports" / name[:2] / name


def _read_logo(kept: Mapping[str, str]) -> str:
    path = logo_path(kept["name"]) if kept.get("name") else None
    if path is None or not path.is_file():
        return ""
    return f"data:{kept['media_type']};base64,{base64.b64encode(path.read_bytes()).decode()}"


def _table(agency: Agency) -> Mapping[str, Any]:
    report: Mapping[str, Any] = agency.policy.get("report", {})
    return report
