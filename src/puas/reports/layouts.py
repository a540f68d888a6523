"""The one way from data to PDF: a typst template of ours, our own fonts, and JSON. Text is never source."""

import datetime
import json
from pathlib import Path
from typing import Any

from puas.reports.glyphs import load_fonts, make_printable

FOLDER = Path(__file__).parent


def compile_pdf(
    template: str,
    name: str,
    data: dict[str, Any],
    made_at: datetime.datetime,
    *,
    is_kept: bool = False,
    workbook: tuple[str, bytes] | None = None,
) -> bytes:
    """Return what `template` ("poster.typ") makes of `data` (plain JSON values) as PDF/UA-1.

    The template finds the data as `sys.inputs.<name>`. What is kept for good is PDF/A-3a too, and may hold a
    `workbook`: name and bytes of an XLSX, in `sys.inputs.workbook`. `made_at` is the only time inside, so the
    same data give the same bytes.
    """
    import typst

    given = {name: json.dumps(make_all_printable(data), ensure_ascii=False)}
    if workbook is not None:
        given["workbook"] = json.dumps({"name": workbook[0], "bytes": list(workbook[1])})
    return typst.compile(
        str(FOLDER / template),
        root=str(FOLDER),
        font_paths=load_fonts(),
        format="pdf",
        pdf_standards=["ua-1", "a-3a"] if is_kept else "ua-1",
        sys_inputs=given,
        timestamp=int(made_at.timestamp()),
    )


def make_all_printable(value: Any) -> Any:
    """Return JSON values with only such text as our fonts can show; drawings (`svg`) are left as they are."""
    if isinstance(value, str):
        return make_printable(value)
    if isinstance(value, dict):
        return {key: each if key == "svg" else make_all_printable(each) for key, each in value.items()}
    return [make_all_printable(each) for each in value] if isinstance(value, list | tuple) else value
