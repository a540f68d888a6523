"""An agency's letterhead and logo on the cover of a document."""

from dataclasses import replace

from puas.reports.documents import Document


def add_identity(document: Document, letterhead: tuple[str, ...], logo: str) -> Document:
    """Return the document with these on its cover; a letterhead that it has already stays."""
    cover = document.cover
    return replace(
        document, cover=replace(cover, letterhead=cover.letterhead or letterhead, logo=logo or cover.logo)
    )


def draw_logo(address: str) -> str:
    """Return a picture (a data address of ours: base64) as a square drawing, which every format can take."""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100" width="100" height="100">'
        f'<image x="0" y="0" width="100" height="100" href="{address}"/></svg>'
    )
