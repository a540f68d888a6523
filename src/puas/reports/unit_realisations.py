"""A unit's report on how its last plan was carried out, with the list of evidence: a document of its own."""

from puas.reports.documents import Block, Document, Section, Table
from puas.reports.report_parts import build_signature
from puas.reports.unit_appendices import write_realisation
from puas.reports.unit_inputs import UnitReportInput
from puas.reports.unit_reports import frame_document
from puas.reports.unit_writers import UnitWriter
from puas.reports.wording import Wording


def build_unit_realisation(given: UnitReportInput, wording: Wording) -> Document:
    """Return the last appendix of the unit's report behind its own cover, signed."""
    writer = UnitWriter(given, wording)
    blocks: tuple[Block, ...] = tuple(write_realisation(writer))
    signed = (*blocks, build_signature(writer, given.signatory, given.place, given.made_at))
    is_wide = any(isinstance(block, Table) for block in blocks)
    return frame_document(writer, Section(signed, is_landscape=is_wide))
