"""The key figures of a summary as a table of one row, in WordprocessingML."""

from puas.reports.documents import Tiles
from puas.reports.word_styles import ACCENT
from puas.reports.word_tables import escape


def write_tiles(block: Tiles, whole: int, namespaces: str) -> str:
    """Return the <w:tbl> of the key figures, `whole` twentieths of a point wide."""
    width = whole // len(block.tiles)
    cells = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>'
        f'<w:shd w:val="clear" w:color="auto" w:fill="F1F4F8"/></w:tcPr>'
        f"{_tile_line(tile.label, 18)}{_tile_line(tile.value, _value_size(tile.value), is_main=True)}"
        f"{_tile_line(tile.note, 18)}</w:tc>"
        for tile in block.tiles
    )
    said = escape("; ".join(f"{tile.label}: {tile.value} {tile.note}".strip() for tile in block.tiles))
    edge = f'w:val="single" w:sz="18" w:space="0" w:color="{ACCENT}"'
    gap = 'w:val="single" w:sz="36" w:space="0" w:color="FFFFFF"'
    grid = f'<w:gridCol w:w="{width}"/>' * len(block.tiles)
    return (
        f'<w:tbl {namespaces}><w:tblPr><w:tblW w:w="{width * len(block.tiles)}" w:type="dxa"/>'
        f"<w:tblBorders><w:top {edge}/><w:insideV {gap}/></w:tblBorders>"
        f'<w:tblLayout w:type="fixed"/><w:tblDescription w:val="{said}"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid><w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr></w:tbl>"
    )


def _value_size(value: str) -> int:
    """Return the size of a key figure in half points; words are set smaller than figures."""
    return 40 if len(value) < 8 else 26


def _tile_line(text: str, half_points: int, *, is_main: bool = False) -> str:
    look = f'<w:b/><w:color w:val="{ACCENT}"/>' if is_main else ""
    return (
        '<w:p><w:pPr><w:pStyle w:val="Tabel"/></w:pPr>'
        f'<w:r><w:rPr>{look}<w:sz w:val="{half_points}"/></w:rPr><w:t>{escape(text)}</w:t></w:r></w:p>'
    )
