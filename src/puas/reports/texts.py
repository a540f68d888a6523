"""A document as plain text: what every format must say. Tests compare it; people can read it."""

from collections.abc import Iterator

from puas.reports.documents import (
    Block,
    Colophon,
    Contents,
    Document,
    Figure,
    Heading,
    Listing,
    Paragraph,
    Points,
    Prose,
    Signature,
    Table,
    Tiles,
    cell_text,
)


def render_text(document: Document) -> str:
    """Return the words and figures of the document, one block after the other."""
    cover = document.cover
    lines = [
        f"[{document.title}]",
        *cover.letterhead,
        cover.title,
        cover.scope,
        cover.period,
        cover.agency,
        cover.made,
    ]
    headings = iter(document.headings)
    for section in document.sections:
        lines += ["", f"--- {section.paging}{', landscape' if section.is_landscape else ''} ---"]
        for block in section.blocks:
            if isinstance(block, Heading):
                number, heading = next(headings)
                lines += ["", f"{'#' * heading.level} {number} {heading.text}".replace("  ", " ")]
            else:
                lines += _block_lines(block)
    return "\n".join(lines) + "\n"


def _block_lines(block: Block) -> Iterator[str]:
    match block:
        case Paragraph(text):
            yield text
        case Listing(items):
            yield from (f"{number}. {item}" for number, item in enumerate(items, 1))
        case Prose(spans):
            yield "".join(span.text for span in spans)
        case Points(points):
            yield from ("- " + "".join(span.text for span in spans) for spans in points)
        case Tiles(tiles):
            yield from (f"[{tile.label}: {tile.value}] {tile.note}".rstrip() for tile in tiles)
        case Contents():
            yield "(daftar isi)"
        case Figure(_, title, chart):
            yield from (title, f"({chart.description})")
        case Table():
            yield from _table_lines(block)
        case Signature(date, office, name, details):
            yield from (date, office, name, *details)
        case Colophon():
            yield from (f"[{block.label}: {block.code}]", block.address, *block.sentences)


def _table_lines(table: Table) -> Iterator[str]:
    yield table.title
    yield " | ".join(column.title for column in table.columns)
    for row in table.rows:
        cells = (cell_text(cell).replace("\n", " / ") for cell in row.cells)
        yield f"{row.kind:>7} {'  ' * row.level}" + " | ".join(cells)
    yield from table.notes
