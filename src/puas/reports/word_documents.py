"""A document as DOCX: heading styles with numbers, filled contents, sections, alternative texts."""

import io
import zipfile
from datetime import UTC
from functools import cache, singledispatchmethod
from itertools import count, zip_longest
from typing import Any

from puas.reports import word_styles as styles
from puas.reports.documents import (
    Block,
    Colophon,
    Contents,
    Cover,
    Document,
    Figure,
    Heading,
    Listing,
    Paging,
    Paragraph,
    Points,
    Prose,
    Section,
    Signature,
    Span,
    Table,
    Tiles,
)
from puas.reports.pdfs import find_pages
from puas.reports.pictures import render_png
from puas.reports.word_fields import add_field, mark_field, name_bookmark, open_field
from puas.reports.word_tables import escape, write_table
from puas.reports.word_tiles import write_tiles

# The oldest time that a zip file can hold; a zip may not tell when it was written.
ZIP_TIME = (1980, 1, 1, 0, 0, 0)


def render_docx(document: Document) -> bytes:
    """Return the document as DOCX. The same document gives the same bytes."""
    import docx

    word = docx.Document(io.BytesIO(_make_template(document.chapter, document.language)))
    _set_properties(word, document)
    _Word(word, document).write()
    return _without_times(_save(word))


@cache
def _make_template(chapter: str, language: str) -> bytes:
    """Return an empty document with our styles, which take longer to set than to read again."""
    import docx

    word = docx.Document()
    styles.set_styles(word, chapter, language)
    return _save(word)


def _save(word: Any) -> bytes:
    file = io.BytesIO()
    word.save(file)
    return file.getvalue()


def _set_properties(word: Any, document: Document) -> None:
    made = document.made_at.astimezone(UTC).replace(tzinfo=None)
    properties = word.core_properties
    properties.title, properties.subject, properties.author = (
        document.title,
        document.subject,
        document.author,
    )
    properties.created = properties.modified = made
    properties.language, properties.comments, properties.keywords = document.language, "", ""
    properties.last_modified_by, properties.revision = document.author, 1


def _without_times(content: bytes) -> bytes:
    """Return the zip again with one fixed time on every part."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as parts, zipfile.ZipFile(file, "w") as written:
        for name in parts.namelist():
            information = zipfile.ZipInfo(name, ZIP_TIME)
            information.compress_type = zipfile.ZIP_DEFLATED
            written.writestr(information, parts.read(name))
    return file.getvalue()


class _Word:
    """Writes the blocks of one document, one method a kind."""

    def __init__(self, word: Any, document: Document) -> None:
        from docx.oxml.ns import nsdecls

        self.word, self.document = word, document
        self.namespaces = nsdecls("w", "r")
        self.styles = {style.name: style.style_id for style in word.styles}
        self.headings = iter(document.headings)
        self.bookmarks = count(1)
        self.lists = count(styles.LIST_NUMBERS + 1)
        self.width = self.chapter = 0
        self.last: Any = None

    def write(self) -> None:
        """Write the cover and every section."""
        self._write_cover(self.document.cover)
        before: Section | None = None
        for section in self.document.sections:
            self._start(section, before)
            before = section
            for block, following in zip_longest(section.blocks, section.blocks[1:]):
                self.add(block)
                if isinstance(block, Paragraph) and isinstance(following, Figure | Table):
                    self.last.paragraph_format.keep_with_next = True

    def _start(self, section: Section, before: Section | None) -> None:
        """Begin a section on a new page: its direction, margins and page numbers.

        Its footer is that of the section before, unless the page is turned.
        """
        from docx.enum.section import WD_SECTION
        from docx.oxml import parse_xml

        part = self.word.add_section(WD_SECTION.NEW_PAGE)
        _set_page(part, section.is_landscape)
        left, _, right, _ = styles.ACROSS if section.is_landscape else styles.UPRIGHT
        self.width = (styles.HEIGHT if section.is_landscape else styles.WIDTH) - left - right
        kind = "lowerRoman" if section.paging is Paging.ROMAN else "decimal"
        restarts = before is None or section.paging is not before.paging
        start = ' w:start="1"' if restarts else ""
        for old in part._sectPr.xpath("w:pgNumType"):
            part._sectPr.remove(old)
        numbers = parse_xml(f'<w:pgNumType {self.namespaces} w:fmt="{kind}"{start}/>')
        part._sectPr.xpath("w:cols")[0].addprevious(numbers)
        if before is None or section.is_landscape is not before.is_landscape:
            part.footer.is_linked_to_previous = False
            self._write_footer(part.footer.paragraphs[0])

    def _write_footer(self, paragraph: Any) -> None:
        from docx.enum.text import WD_TAB_ALIGNMENT
        from docx.shared import Twips

        paragraph.style = "Footer"
        stops = paragraph.paragraph_format.tab_stops
        for stop in list(paragraph.style.paragraph_format.tab_stops):
            stops.add_tab_stop(stop.position, WD_TAB_ALIGNMENT.CLEAR)
        stops.add_tab_stop(Twips(self.width), WD_TAB_ALIGNMENT.RIGHT)
        paragraph.add_run(f"{self.document.footer}\t")
        add_field(paragraph, "PAGE", "1")

    def _write_cover(self, cover: Cover) -> None:
        """Write the first page; it has neither header nor footer."""
        from docx.shared import Pt

        _set_page(self.word.sections[0], is_landscape=False)
        for place, words in enumerate(cover.letterhead):
            line = self._paragraph(words, "Subtitle")
            line.runs[0].bold, line.runs[0].font.size = place < 2, Pt(13 if place < 2 else 10)
            line.paragraph_format.space_after = Pt(0)
        if cover.logo:
            self._write_logo(cover)
        title = self._paragraph(cover.title.upper(), "Title")
        title.paragraph_format.space_before, title.paragraph_format.space_after = (
            Pt((36 if cover.logo else 120) - (0 if cover.logo else 14 * len(cover.letterhead))),
            Pt(12),
        )
        self._border(title, "top", 18)
        scope = self._paragraph(cover.scope, "Subtitle")
        scope.paragraph_format.space_after = Pt(18)
        self._border(scope, "bottom", 6)
        period = self._paragraph(cover.period, "Subtitle")
        period.runs[0].bold = True
        agency = self._paragraph(cover.agency.upper(), "Subtitle")
        agency.paragraph_format.space_before = Pt(330)
        agency.runs[0].bold = True
        made = self._paragraph(cover.made, "Subtitle")
        made.runs[0].font.size = Pt(11)

    def _write_logo(self, cover: Cover) -> None:
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.shared import Mm, Pt

        paragraph = self._paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.space_before = Pt(24)
        picture = paragraph.add_run().add_picture(io.BytesIO(render_png(cover.logo)), height=Mm(26))
        picture._inline.docPr.set("descr", _clean(f"Logo {cover.agency}"))

    def _border(self, paragraph: Any, side: str, size: int) -> None:
        from docx.oxml import parse_xml

        line = f'<w:{side} w:val="single" w:sz="{size}" w:space="16" w:color="{styles.ACCENT}"/>'
        properties = paragraph._p.get_or_add_pPr()
        border = parse_xml(f"<w:pBdr {self.namespaces}>{line}</w:pBdr>")
        properties.insert_element_before(border, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr")

    def _paragraph(self, text: str = "", style: str = "") -> Any:
        """Add a paragraph. Its style is set by id: by name python-docx looks through all of them."""
        paragraph = self.word.add_paragraph(_clean(text))
        if style:
            paragraph._p.style = self.styles[style]
        self.last = paragraph
        return paragraph

    @singledispatchmethod
    def add(self, block: Block) -> None:
        """Write one block."""
        raise TypeError(f"no way to write {type(block).__name__}")

    @add.register
    def _(self, block: Heading) -> None:
        from docx.oxml import parse_xml

        number, _ = next(self.headings)
        paragraph = self._paragraph(style=f"Heading {block.level}")
        counted = paragraph._p.get_or_add_pPr().get_or_add_numPr()
        counted.get_or_add_numId().val = self._find_numbering(number, block.level)
        counted.get_or_add_ilvl().val = block.level - 1
        name = next(self.bookmarks)
        start = f'<w:bookmarkStart {self.namespaces} w:id="{name}" w:name="{name_bookmark(name)}"/>'
        paragraph._p.append(parse_xml(start))
        paragraph.add_run(_clean(block.text))
        paragraph._p.append(parse_xml(f'<w:bookmarkEnd {self.namespaces} w:id="{name}"/>'))

    def _find_numbering(self, number: str, level: int) -> int:
        """Return the numbering a heading counts in: none, the chapters', or its own chapter's "1.1"."""
        if not number:
            return 0
        if level == 1:
            self.chapter += 1
            styles.add_chapter_number(self.word, self.chapter)
            return styles.HEADING_NUMBERS
        return styles.HEADING_NUMBERS + self.chapter

    @add.register
    def _(self, block: Paragraph) -> None:
        from docx.enum.text import WD_ALIGN_PARAGRAPH

        self._paragraph(block.text).alignment = WD_ALIGN_PARAGRAPH.JUSTIFY

    @add.register
    def _(self, block: Listing) -> None:
        number = next(self.lists)
        styles.add_list_number(self.word, number)
        for item in block.items:
            paragraph = self._paragraph(item, "List Paragraph")
            properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
            properties.get_or_add_numId().val = number
            properties.get_or_add_ilvl().val = 0

    @add.register
    def _(self, block: Prose) -> None:
        from docx.enum.text import WD_ALIGN_PARAGRAPH

        paragraph = self._paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
        _add_spans(paragraph, block.spans)

    @add.register
    def _(self, block: Points) -> None:
        number = next(self.lists) if block.is_numbered else 0
        if number:
            styles.add_list_number(self.word, number)
        for spans in block.items:
            paragraph = self._paragraph(style="List Paragraph" if number else "List Bullet")
            if number:
                properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
                properties.get_or_add_numId().val = number
                properties.get_or_add_ilvl().val = 0
            _add_spans(paragraph, spans)

    @add.register
    def _(self, block: Table) -> None:
        from docx.oxml import parse_xml

        self._paragraph(block.title, "Caption").paragraph_format.keep_with_next = True
        after = self._paragraph(style="Catatan")
        after._p.addprevious(parse_xml(write_table(block, self.width, self.namespaces, self._relate)))
        for place, note in enumerate(block.notes):
            paragraph = self._paragraph(note, "Catatan") if place else after
            if not place:
                paragraph.add_run(_clean(note))

    def _relate(self, address: str) -> str:
        """Return the id of an outside address, the same one each time."""
        from docx.opc.constants import RELATIONSHIP_TYPE

        identity: str = self.word.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        return identity

    @add.register
    def _(self, block: Figure) -> None:
        from docx.shared import Twips

        paragraph = self._paragraph()
        paragraph.paragraph_format.keep_with_next = True
        picture = paragraph.add_run().add_picture(
            io.BytesIO(render_png(block.chart.svg)), width=Twips(self.width)
        )
        described = picture._inline.docPr
        described.set("name", f"{self.document.figure_word} {block.number}")
        described.set("title", _clean(block.title))
        described.set("descr", _clean(block.chart.description))
        self._paragraph(block.title, "Caption")

    @add.register
    def _(self, block: Tiles) -> None:
        """Write the key figures as a table of one row."""
        from docx.oxml import parse_xml

        xml = write_tiles(block, self.width, self.namespaces)
        after = self._paragraph()
        after._p.addprevious(parse_xml(xml))

    @add.register
    def _(self, block: Signature) -> None:
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.shared import Pt, Twips

        lines = [(block.date, False), (block.office, True), (block.name, True)]
        lines += [(detail, False) for detail in block.details]
        for place, (text, is_bold) in enumerate(lines):
            paragraph = self._paragraph(text)
            paragraph.runs[0].bold = is_bold
            layout = paragraph.paragraph_format
            layout.alignment, layout.left_indent = WD_ALIGN_PARAGRAPH.CENTER, Twips(self.width // 2)
            layout.space_after, layout.keep_with_next = Pt(0), place < len(lines) - 1
            layout.space_before = Pt({0: 24, 2: 60}.get(place, 0))

    @add.register
    def _(self, block: Colophon) -> None:
        from docx.shared import Mm

        picture = self._paragraph().add_run()
        described = picture.add_picture(io.BytesIO(render_png(block.svg)), width=Mm(30))._inline.docPr
        described.set("name", block.code)
        described.set("descr", _clean(block.description))
        self._paragraph(f"{block.label}: {block.code}").runs[0].bold = True
        for text in (block.address, *block.sentences):
            self._paragraph(text)

    @add.register
    def _(self, block: Contents) -> None:
        """Write the contents as a field that Word refreshes when it opens the file.

        Until then each entry shows its page in our own layout (same fonts, same widths): LibreOffice keeps
        what it finds, and an empty table of contents would be worse.
        """
        entries, pages = self.document.headings, find_pages(self.document)
        for place, (number, heading) in enumerate(entries):
            paragraph = self._paragraph(style=f"toc {heading.level}")
            if place == 0:
                open_field(paragraph, r'TOC \o "1-2" \h \z \u', is_dirty=True)
            paragraph.add_run(_clean(f"{number}  {heading.text}".strip() + "\t"))
            add_field(paragraph, rf"PAGEREF {name_bookmark(place + 1)} \h", pages[place])
            if place == len(entries) - 1:
                mark_field(paragraph, "end")


def _add_spans(paragraph: Any, spans: tuple[Span, ...]) -> None:
    for span in spans:
        run = paragraph.add_run(_clean(span.text))
        run.bold, run.italic = span.is_bold or None, span.is_italic or None


def _set_page(section: Any, is_landscape: bool) -> None:
    from docx.enum.section import WD_ORIENT
    from docx.shared import Twips

    long, short = Twips(styles.HEIGHT), Twips(styles.WIDTH)
    section.orientation = WD_ORIENT.LANDSCAPE if is_landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (long, short) if is_landscape else (short, long)
    left, top, right, bottom = styles.ACROSS if is_landscape else styles.UPRIGHT
    section.left_margin, section.right_margin = Twips(left), Twips(right)
    section.top_margin, section.bottom_margin = Twips(top), Twips(bottom)
    section.footer_distance = Twips(bottom // 2)


def _clean(text: str) -> str:
    """Return text without the control characters that XML forbids."""
    import html

    return html.unescape(escape(text))
