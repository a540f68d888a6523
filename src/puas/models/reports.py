"""Report: an official document that was frozen from a publication; ReportFile: each file that it exists as.

Nothing is changed afterwards: a corrected report is a new one with the next number, a signed copy is one file
more. The files lie in PUAS_DATA/reports under random names. docs/adr/0035-kept-reports.md says why.
"""

from enum import StrEnum

from django.db import models
from django.db.models import Q

from puas.models.form_links import ALPHABET, normalise_code
from puas.models.frozen import FrozenModel
from puas.models.periods import Period
from puas.models.privacy import classify
from puas.models.publications import Publication
from puas.models.units import Unit
from puas.models.users import User

CODE_LENGTH = 10
SIGNS = ALPHABET.upper()


class FileOrigin(StrEnum):
    """How a file came to be: made here, signed here or by a service, or printed, signed and scanned."""

    MADE = "made"
    SIGNED = "signed"
    SCANNED = "scanned"


def print_code(code: str) -> str:
    """Return a code as it is printed: two groups of five."""
    return f"{code[:5]}-{code[5:]}"


def parse_code(text: str) -> str:
    """Return a code as it is kept, from one as people type it; "" for what cannot be one."""
    code = normalise_code(text).upper()
    return code if len(code) == CODE_LENGTH and set(code) <= set(SIGNS) else ""


class Report(FrozenModel):
    """One document of a unit and period, told by its code. `number` counts its corrections from 1.

    `unit_name` and `title` are what the document says, whatever the unit is called today.
    """

    PRIVACY = classify(
        public="id kind unit period publication number replaces code title unit_name frozen_at",
        internal="frozen_by",
    )

    kind = models.CharField(max_length=20)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="reports")
    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="reports")
    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="reports")
    number = models.PositiveIntegerField()
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )
    code = models.CharField(max_length=CODE_LENGTH, unique=True)
    title = models.CharField(max_length=300)
    unit_name = models.CharField(max_length=200)
    frozen_at = models.DateTimeField()
    frozen_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("kind", "unit", "period", "number"), name="report_number_once"),
            models.CheckConstraint(
                condition=Q(number=1, replaces=None) | Q(number__gt=1, replaces__isnull=False),
                name="report_correction_replaces",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.unit_id} {self.period_id} {self.number}"

    @property
    def printed_code(self) -> str:
        return print_code(self.code)


class ReportFile(FrozenModel):
    """A file of a report. `signer` names who signed it, as the certificate or the person says.

    `digest` is the SHA-256 of its content; `version` counts the files of one report from 1.
    """

    PRIVACY = classify(
        public="id report version format origin bytes digest signer signed_at added_at",
        internal="name added_by",
    )

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="files")
    version = models.PositiveIntegerField()
    format = models.CharField(max_length=4)  # how the name ends: pdf, docx, xlsx
    origin = models.CharField(max_length=8, default=FileOrigin.MADE.value)
    name = models.CharField(max_length=32, unique=True)
    bytes = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64, db_index=True)
    signer = models.CharField(max_length=200, blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("report", "version"), name="report_file_version_once"),
            models.CheckConstraint(
                condition=Q(origin="made", signer="", signed_at=None)
                | (Q(origin__in=("signed", "scanned"), signed_at__isnull=False) & ~Q(signer="")),
                name="report_file_signed_by_someone",
            ),
        )

    def __str__(self) -> str:
        return f"{self.report_id} v{self.version} {self.format}"

    @property
    def is_signed(self) -> bool:
        return self.origin != FileOrigin.MADE.value
