"""A document as PDF/UA-1 and PDF/A-3a, laid out by typst with our own fonts. Text travels as JSON only."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from puas.reports.documents import Block, Document, Row, Table, cell_text
from puas.reports.glyphs import load_fonts, make_printable
from puas.reports.layouts import compile_pdf
from puas.reports.workbooks import render_xlsx

FOLDER = Path(__file__).parent
TEMPLATE = str(FOLDER / "document.typ")


def render_pdf(document: Document) -> bytes:
    """Return the document as PDF/UA-1 and PDF/A-3a: tagged, bookmarked, with alternative texts.

    A document that names its `workbook` holds its own figures as XLSX too. The same document gives the same
    bytes: the only time inside is `made_at`.
    """
    printable = _make_printable(encode(document))  # our charts hold text of people too
    workbook = (document.workbook, render_xlsx(document)) if document.workbook else None
    return compile_pdf(
        "document.typ", "document", printable, document.made_at, is_kept=True, workbook=workbook
    )


def find_pages(document: Document) -> list[str]:
    """Return the printed page number of every heading, in order: "iii", "1", "52"."""
    import typst

    found = typst.query(
        TEMPLATE,
        "<pages>",
        root=str(FOLDER),
        font_paths=load_fonts(),
        field="value",
        one=True,
        sys_inputs={"document": _write_json(document)},
    )
    pages: list[str] = json.loads(found)
    return pages


def _write_json(document: Document) -> str:
    return json.dumps(_make_printable(encode(document)), ensure_ascii=False)


def _make_printable(value: Any) -> Any:
    """Return JSON values with only such text as our fonts can show."""
    if isinstance(value, str):
        return make_printable(value)
    if isinstance(value, dict):
        return {key: _make_printable(each) for key, each in value.items()}
    return [_make_printable(each) for each in value] if isinstance(value, list | tuple) else value


def encode(document: Document) -> dict[str, Any]:
    """Return the document as plain JSON values; a cell becomes its printed text."""
    made = document.made_at
    return {
        "title": document.title,
        "subject": document.subject,
        "author": document.author,
        "footer": document.footer,
        "language": document.language,
        "chapter": document.chapter,
        "made": [made.year, made.month, made.day],
        "cover": asdict(document.cover),
        "sections": [
            {
                "paging": section.paging.value,
                "is_landscape": section.is_landscape,
                "blocks": [_encode_block(block) for block in section.blocks],
            }
            for section in document.sections
        ],
    }


def _encode_block(block: Block) -> dict[str, Any]:
    kind = {"type": type(block).__name__.lower()}
    if not isinstance(block, Table):
        return kind | asdict(block)
    return kind | {
        "title": block.title,
        "columns": [asdict(column) for column in block.columns],
        "rows": [_encode_row(row) for row in block.rows],
        "notes": list(block.notes),
        "subject": block.subject,
        "is_dense": block.is_dense,
        "points": block.points,
    }


def _encode_row(row: Row) -> dict[str, Any]:
    cells = [cell_text(cell) for cell in row.cells]
    return {"cells": cells, "kind": row.kind.value, "level": row.level, "breakable": row.is_tall}
