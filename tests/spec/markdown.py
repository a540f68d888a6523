"""Small pieces of Markdown for the generated pages."""

from collections.abc import Iterable, Sequence


def build_table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a Markdown table; every cell is printed as it is."""
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)


def join_blocks(*blocks: str) -> str:
    """Return paragraphs and tables with one empty line between them and a line break at the end."""
    return "\n\n".join(block.strip("\n") for block in blocks) + "\n"
