"""Fields of a Word document: page numbers and references that Word counts itself."""

from typing import Any

from puas.reports.word_tables import escape


def add_field(paragraph: Any, instruction: str, shown: str) -> None:
    """Add a whole field that shows `shown` until Word counts."""
    open_field(paragraph, instruction)
    paragraph.add_run(shown)
    mark_field(paragraph, "end")


def open_field(paragraph: Any, instruction: str, is_dirty: bool = False) -> None:
    """Begin a field; what follows until its end mark is what it shows. Word counts a dirty one on opening."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    mark_field(paragraph, "begin", is_dirty)
    text = f'<w:instrText {nsdecls("w")} xml:space="preserve"> {escape(instruction)} </w:instrText>'
    paragraph.add_run()._r.append(parse_xml(text))
    mark_field(paragraph, "separate")


def mark_field(paragraph: Any, kind: str, is_dirty: bool = False) -> None:
    """Add one of a field's marks: begin, separate, end."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    dirty = ' w:dirty="true"' if is_dirty else ""
    mark = f'<w:fldChar {nsdecls("w")} w:fldCharType="{kind}"{dirty}/>'
    paragraph.add_run()._r.append(parse_xml(mark))


def name_bookmark(number: int) -> str:
    """Return the name of a heading's bookmark, in the form that Word uses for contents."""
    return f"_Toc{number:06d}"
