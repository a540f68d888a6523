"""A drawing as PNG, for formats that take no vector: drawn by typst with our own fonts."""

from puas.reports.glyphs import load_fonts, make_printable
from puas.reports.pdfs import FOLDER


def render_png(svg: str, dots_per_inch: int = 180) -> bytes:
    """Return a drawing as PNG; the same drawing gives the same bytes."""
    import typst

    return typst.compile(
        str(FOLDER / "picture.typ"),
        font_paths=load_fonts(),
        format="png",
        ppi=dots_per_inch,
        sys_inputs={"svg": make_printable(svg)},
    )
