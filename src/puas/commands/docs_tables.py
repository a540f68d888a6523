"""Markdown for the generated pages."""

from collections.abc import Iterable, Sequence

GENERATED = "<!-- Written by `./puas docs` from the code; `./puas check` compares. Do not edit. -->"


def render_page(title: str, *blocks: str) -> str:
    """Return a whole page that says where it comes from."""
    return "\n\n".join([f"# {title}", GENERATED, *blocks]) + "\n"


def render_table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table; a bar or a line break in a cell cannot break it."""
    lines = [columns, ["---"] * len(columns), *rows]
    return "\n".join("| " + " | ".join(_cell(text) for text in line) + " |" for line in lines)


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())
