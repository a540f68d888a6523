"""The styles and heading numbers of a Word document, set once on python-docx's empty template."""

from typing import Any

ACCENT = "1F4E79"
SERIF, SANS = "Cambria", "Calibri"  # Caladea and Carlito have the same widths
WIDTH, HEIGHT = 11906, 16838  # A4 in twentieths of a point
UPRIGHT, ACROSS = (1531, 1474, 1531, 1361), (680, 850, 680, 964)  # left, top, right, bottom

# Ids of the numberings, far from the template's own; each chapter and each list takes the next free one.
HEADING_NUMBERS, LIST_NUMBERS = 100, 200

_NUMBERINGS = """
<w:abstractNum {ns} w:abstractNumId="{headings}"><w:multiLevelType w:val="multilevel"/>
  <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="upperRoman"/><w:pStyle w:val="Heading1"/>
    <w:suff w:val="space"/><w:lvlText w:val="{chapter} %1"/><w:lvlJc w:val="left"/>
    <w:pPr><w:ind w:left="0" w:firstLine="0"/></w:pPr></w:lvl>
  <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:pStyle w:val="Heading2"/><w:isLgl/>
    <w:suff w:val="tab"/><w:lvlText w:val="%1.%2"/><w:lvlJc w:val="left"/>
    <w:pPr><w:ind w:left="567" w:hanging="567"/></w:pPr></w:lvl>
</w:abstractNum>
"""
_LISTS = """
<w:abstractNum {ns} w:abstractNumId="{lists}"><w:multiLevelType w:val="singleLevel"/>
  <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/>
    <w:lvlText w:val="%1."/><w:lvlJc w:val="left"/>
    <w:pPr><w:ind w:left="567" w:hanging="397"/></w:pPr></w:lvl>
</w:abstractNum>
"""


def set_styles(word: Any, chapter: str, language: str) -> None:
    """Give the document its fonts, spacing, language and heading numbers."""
    _set_defaults(word, language)
    set_style(word, "Normal", SERIF, 11, after=6, line=1.1)
    chapters = set_style(word, "Heading 1", SANS, 15, bold=True, colour=ACCENT, after=18, is_centred=True)
    chapters.font.all_caps = True
    set_style(word, "Heading 2", SANS, 12.5, bold=True, colour=ACCENT, before=14, after=6)
    set_style(word, "Title", SANS, 27, bold=True, colour=ACCENT, is_centred=True)
    set_style(word, "Subtitle", SANS, 16, is_centred=True)
    set_style(word, "Caption", SANS, 10, bold=True, colour=ACCENT, before=8, after=4, is_centred=True)
    set_style(word, "Footer", SANS, 8.5, colour="4D4D4D")
    for name, size, after in (
        ("Tabel", 9.5, 0),
        ("Tabel Lebar", 8, 0),
        ("Tabel Rapat", 7, 0),
        ("Catatan", 8.5, 2),
    ):
        add_style(word, name, size, after)
    for level in (1, 2):
        style = add_style(word, f"toc {level}", 11, 3)
        style.font.bold = level == 1
        add_toc_tab(style, (level - 1) * 340)
    _set_numbers(word, chapter)


def _set_defaults(word: Any, language: str) -> None:
    from docx.oxml.ns import qn

    region = {"id": "id-ID", "en": "en-GB"}.get(language, language)
    for element in word.styles.element.iter(qn("w:lang")):
        element.set(qn("w:val"), region)
    for borders in list(word.styles["Title"].element.iter(qn("w:pBdr"))):
        borders.getparent().remove(borders)


def set_style(
    word: Any,
    name: str,
    font: str,
    size: float,
    *,
    bold: bool = False,
    colour: str = "1A1A1A",
    before: float = 0,
    after: float = 6,
    line: float = 1.0,
    is_centred: bool = False,
) -> Any:
    """Set fonts and spacing of a paragraph style and return it."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    style = word.styles[name]
    style.font.name, style.font.size, style.font.bold, style.font.italic = font, Pt(size), bold, False
    style.font.color.rgb = RGBColor.from_string(colour)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for key in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{key}"), None)
    for key in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{key}"), font)
    layout = style.paragraph_format
    layout.space_before, layout.space_after, layout.line_spacing = Pt(before), Pt(after), line
    layout.alignment = WD_ALIGN_PARAGRAPH.CENTER if is_centred else None
    return style


def add_style(word: Any, name: str, size: float, after: float) -> Any:
    """Add a plain paragraph style in the table font."""
    from docx.enum.style import WD_STYLE_TYPE

    if name not in [style.name for style in word.styles]:
        word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    return set_style(word, name, SANS, size, after=after)


def add_toc_tab(style: Any, indent: int) -> None:
    """Put the page numbers of the contents at the right margin, behind dots."""
    from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
    from docx.shared import Twips

    width = WIDTH - UPRIGHT[0] - UPRIGHT[2]
    style.paragraph_format.left_indent = Twips(indent)
    style.paragraph_format.tab_stops.add_tab_stop(Twips(width), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)


def _set_numbers(word: Any, chapter: str) -> None:
    """Link "BAB I" and "1.1" to the heading styles, so that Word counts them."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls, qn

    numbering = word.part.numbering_part.element
    first_number = numbering.find(qn("w:num"))
    for source in (_NUMBERINGS, _LISTS):
        xml = source.format(ns=nsdecls("w"), headings=HEADING_NUMBERS, lists=LIST_NUMBERS, chapter=chapter)
        first_number.addprevious(parse_xml(xml))
    numbering.append(
        parse_xml(
            f'<w:num {nsdecls("w")} w:numId="{HEADING_NUMBERS}">'
            f'<w:abstractNumId w:val="{HEADING_NUMBERS}"/></w:num>'
        )
    )
    for name, level in (("Heading 1", 0), ("Heading 2", 1)):
        properties = word.styles[name].element.get_or_add_pPr()
        number = properties.get_or_add_numPr()
        number.get_or_add_numId().val = HEADING_NUMBERS
        number.get_or_add_ilvl().val = level


def add_chapter_number(word: Any, chapter: int) -> None:
    """Add the numbering of one chapter's parts ("3.1"), under the id HEADING_NUMBERS + chapter.

    The chapter stands in it as a figure: LibreOffice 7.4 ignores `isLgl` and would print "III.1".
    """
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    word.part.numbering_part.element.append(
        parse_xml(
            f'<w:num {nsdecls("w")} w:numId="{HEADING_NUMBERS + chapter}">'
            f'<w:abstractNumId w:val="{HEADING_NUMBERS}"/><w:lvlOverride w:ilvl="1"><w:lvl w:ilvl="1">'
            f'<w:start w:val="1"/><w:numFmt w:val="decimal"/><w:suff w:val="tab"/>'
            f'<w:lvlText w:val="{chapter}.%2"/><w:lvlJc w:val="left"/>'
            '<w:pPr><w:ind w:left="567" w:hanging="567"/></w:pPr></w:lvl></w:lvlOverride></w:num>'
        )
    )


def add_list_number(word: Any, number: int) -> None:
    """Add a numbering that starts at 1 again, under the id `number`."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    word.part.numbering_part.element.append(
        parse_xml(
            f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="{LIST_NUMBERS}"/>'
            '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
        )
    )
