"""The kinds of official documents: what each is called, whom it is about, in which formats it makes sense."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from puas.errors import BadInput
from puas.language import gettext_noop
from puas.reports.formats import FORMATS, require_format


class ReportKind(StrEnum):
    """A kind of document, by the word that the command takes."""

    UNIT = "unit"
    AGENCY = "agency"
    POSTER = "poster"
    SHEET = "sheet"
    PLANS = "plans"
    REALISATION = "realisation"
    FINDINGS = "findings"
    RECAP = "recap"


@dataclass(frozen=True)
class KindFacts:
    """`label` is the name people read, `slug` begins the file's name. `endings`: the formats it has.

    `is_of_units`, `is_of_agencies`: whom it can be about. `refusal`: why the other formats make no sense.
    `is_kept`: it can be frozen, told by a code and signed.
    """

    label: str
    slug: str
    is_of_units: bool
    is_of_agencies: bool
    endings: tuple[str, ...] = tuple(FORMATS)
    refusal: str = ""
    is_kept: bool = True


KINDS: Mapping[ReportKind, KindFacts] = {
    ReportKind.UNIT: KindFacts(gettext_noop("Laporan SKM unit"), "laporan-unit", True, False),
    ReportKind.AGENCY: KindFacts(gettext_noop("Laporan SKM instansi"), "laporan-instansi", False, True),
    ReportKind.POSTER: KindFacts(
        gettext_noop("Poster hasil"),
        "poster-hasil",
        True,
        True,
        endings=("pdf",),
        refusal=gettext_noop("{kind} ditata untuk dicetak dan ditempel, jadi hanya ada sebagai {known}."),
        is_kept=False,
    ),
    ReportKind.SHEET: KindFacts(
        gettext_noop("Lembar olah data"), "lembar-olah-data", True, False, is_kept=False
    ),
    ReportKind.PLANS: KindFacts(gettext_noop("Rencana tindak lanjut"), "rencana-tindak-lanjut", True, True),
    ReportKind.REALISATION: KindFacts(
        gettext_noop("Laporan realisasi tindak lanjut"), "realisasi-tindak-lanjut", True, True
    ),
    ReportKind.FINDINGS: KindFacts(
        gettext_noop("Lembar temuan"), "lembar-temuan", False, True, is_kept=False
    ),
    ReportKind.RECAP: KindFacts(gettext_noop("Rekapitulasi hasil SKM"), "rekap", False, True),
}


def require_kind(kind: ReportKind, ending: str, *, is_agency: bool) -> None:
    """Raise BadInput unless a document of `kind` can be written as `ending` about a unit or an agency.

    `report_format` for an unknown format, `report_format_kind` for one that makes no sense here,
    `report_target_kind` for the wrong subject.
    """
    facts = KINDS[kind]
    if require_format(ending) not in facts.endings:
        raise BadInput("report_format_kind", facts.refusal, kind=facts.label, known=", ".join(facts.endings))
    if is_agency and not facts.is_of_agencies:
        raise BadInput(
            "report_target_kind", "{kind} dibuat untuk satu unit; sebut nama unitnya.", kind=facts.label
        )
    if not is_agency and not facts.is_of_units:
        raise BadInput(
            "report_target_kind",
            "{kind} dibuat untuk satu instansi; sebut nama instansinya.",
            kind=facts.label,
        )
