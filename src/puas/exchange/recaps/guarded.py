"""The limited process that reads PDF and DOCX: `python -m puas.exchange.recaps.guarded MEMORY SECONDS KIND
FILE`.

Prints one JSON object: the lines, or why the file was refused. Nothing in a file is run, and nothing it
names is fetched: a PDF's scripts and a document's links are only text here.
"""

import json
import re
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as Tree

from puas.exchange.guards import limit_process

PAGES = 300
INFLATED_BYTES = 200 * 2**20
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

BROKEN = (
    "document_broken",
    "{name} rusak atau bukan {kind}. Buka di aplikasi asalnya, simpan lagi, lalu coba lagi.",
)
TOO_LARGE = (
    "document_too_large",
    "{name} terlalu besar untuk dibaca dengan aman. Pisahkan menjadi beberapa berkas.",
)
LOCKED = ("document_locked", "{name} dikunci kata sandi. Simpan tanpa kata sandi, lalu coba lagi.")
MACROS = ("document_macros", "{name} berisi makro. Simpan sebagai .docx (bukan .docm) agar makronya hilang.")


class Refused(Exception):
    """This file is not read; carries a code and an Indonesian sentence."""

    def __init__(self, reason: tuple[str, str]) -> None:
        super().__init__(*reason)
        self.code, self.message = reason


def read_pdf(path: Path, first: int = 0, step: int = 1) -> Iterator[dict[str, Any]]:
    """Yield the table rows and text lines of every `step`th page, top to bottom, with page and place on
    it."""
    import pdfplumber
    from pdfminer.pdfdocument import PDFPasswordIncorrect
    from pdfplumber.utils.exceptions import PdfminerException

    try:
        document = pdfplumber.open(path)
    except PdfminerException as error:
        raise Refused(LOCKED if isinstance(error.args[0], PDFPasswordIncorrect) else BROKEN) from error
    with document:
        if len(document.pages) > PAGES:
            raise Refused(TOO_LARGE)
        for page in document.pages[first::step]:
            yield from _page_lines(page)
            page.close()


def _page_lines(page: Any) -> Iterator[dict[str, Any]]:
    tables = page.find_tables()
    boxes = [table.bbox for table in tables]
    prose = page.filter(lambda item: not any(_inside(item, box) for box in boxes)) if boxes else page
    found: list[tuple[float, list[list[str]]]] = [
        (line["top"], [[line["text"]]]) for line in prose.extract_text_lines(return_chars=False)
    ]
    for table in tables:
        rows = [[" ".join((cell or "").split()) for cell in row] for row in table.extract()]
        found.append((table.bbox[1], [row if len(row) > 1 else [row[0]] for row in rows]))
    number = 0
    for _, rows in sorted(found, key=lambda item: item[0]):
        for cells in rows:
            number += 1
            yield {"cells": cells, "page": page.page_number, "line": number}


def _inside(item: dict[str, Any], box: tuple[float, float, float, float]) -> bool:
    across, down = (item["x0"] + item["x1"]) / 2, (item["top"] + item["bottom"]) / 2
    return bool(box[0] <= across <= box[2] and box[1] <= down <= box[3])


def read_docx(path: Path) -> Iterator[dict[str, Any]]:
    """Yield paragraphs and table rows of a DOCX in order; merged cells are text followed by blank cells."""
    body = _parse_body(path)
    number = 0
    for child in body:
        if child.tag == f"{_W}tbl":
            number += 1
            yield {"cells": [""], "line": number}
            for row in child.iter(f"{_W}tr"):
                number += 1
                yield {"cells": _row_cells(row), "line": number}
        else:
            number += 1
            yield {"cells": [_text(child)], "line": number}


def _parse_body(path: Path) -> Tree.Element:
    with zipfile.ZipFile(path) as archive:
        members = archive.infolist()
        if sum(member.file_size for member in members) > INFLATED_BYTES or len(members) > 5000:
            raise Refused(TOO_LARGE)
        if any(member.flag_bits & 1 for member in members):
            raise Refused(LOCKED)
        if any(member.filename.lower().endswith("vbaproject.bin") for member in members):
            raise Refused(MACROS)
        with archive.open("word/document.xml") as file:
            content = file.read(INFLATED_BYTES + 1)
    if len(content) > INFLATED_BYTES:
        raise Refused(TOO_LARGE)
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content or b"<" not in content[:200]:
        raise Refused(BROKEN)
    body = Tree.fromstring(content).find(f"{_W}body")  # noqa: S314  a document type or entity was refused above
    if body is None:
        raise Refused(BROKEN)
    return body


def _row_cells(row: Tree.Element) -> list[str]:
    cells: list[str] = []
    for cell in row.findall(f"{_W}tc"):
        properties = cell.find(f"{_W}tcPr")
        span = properties.find(f"{_W}gridSpan") if properties is not None else None
        merge = properties.find(f"{_W}vMerge") if properties is not None else None
        goes_on = merge is not None and merge.get(f"{_W}val") != "restart"
        cells.append("" if goes_on else _text(cell))
        width = span.get(f"{_W}val", "1") if span is not None else "1"
        cells += [""] * (min(int(width), 100) - 1 if width.isdigit() else 0)
    return cells


def _text(node: Tree.Element) -> str:
    """Return the text of a node; paragraphs and line breaks are line breaks."""
    words: list[str] = []
    for part in node.iter():
        if part.tag == f"{_W}t":
            words.append(part.text or "")
        elif part.tag in (f"{_W}br", f"{_W}cr"):
            words.append("\n")
        elif part.tag == f"{_W}tab":
            words.append(" ")
        elif part.tag == f"{_W}p" and words:
            words.append("\n")
    return re.sub(r"\n+", "\n", "".join(words)).strip()


def answer(kind: str, path: Path, *pages: str) -> dict[str, Any]:
    """Return what is printed: the lines, or the refusal."""
    data = {"kind": kind.upper()}
    try:
        lines = read_pdf(path, *(int(number) for number in pages)) if kind == "pdf" else read_docx(path)
        return {"lines": list(lines)}
    except Refused as refusal:
        return {"refused": refusal.code, "message": refusal.message, "data": data}
    except MemoryError:
        return {"refused": TOO_LARGE[0], "message": TOO_LARGE[1], "data": data}
    except (
        Exception
    ):  # the readers have many ways to say that a file is broken; all mean the same to a person
        return {"refused": BROKEN[0], "message": BROKEN[1], "data": data}


if __name__ == "__main__":
    limit_process(int(sys.argv[1]), int(sys.argv[2]))
    print(json.dumps(answer(sys.argv[3], Path(sys.argv[4]), *sys.argv[5:])))
