"""The formats a document can be written in, by the ending of the file."""

from puas.errors import BadInput
from puas.reports.documents import Document
from puas.reports.pdfs import render_pdf
from puas.reports.word_documents import render_docx
from puas.reports.workbooks import render_xlsx

FORMATS = {"pdf": render_pdf, "docx": render_docx, "xlsx": render_xlsx}


def require_format(ending: str) -> str:
    """Return `ending` when it names a format; BadInput `report_format` otherwise."""
    if ending not in FORMATS:
        raise BadInput(
            "report_format",
            "Format “{ending}” tidak dikenal; pilih {known}.",
            ending=ending,
            known=", ".join(FORMATS),
        )
    return ending


def render_document(document: Document, ending: str) -> bytes:
    """Return the document as the file that `ending` names."""
    return FORMATS[require_format(ending)](document)
