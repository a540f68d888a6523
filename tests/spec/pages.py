"""The pages of docs/methodology, built from the same tables that the tests check."""

from collections.abc import Mapping
from pathlib import Path

from tests.spec.chapters import (
    elements,
    grades,
    improvement,
    indices,
    instruments,
    precision,
    protection,
    rollups,
    sampling,
)
from tests.spec.markdown import build_table, join_blocks

PAGES_DIR = Path(__file__).parents[2] / "docs" / "methodology"

CHAPTERS = {
    "elements.md": elements,
    "instruments.md": instruments,
    "indices.md": indices,
    "grades.md": grades,
    "sampling.md": sampling,
    "precision.md": precision,
    "rollups.md": rollups,
    "improvement.md": improvement,
    "protection.md": protection,
}


def build_pages() -> Mapping[str, str]:
    """Return every page of docs/methodology: file name -> Markdown text in Bahasa Indonesia."""
    pages = {name: chapter.build_page() for name, chapter in CHAPTERS.items()}
    titles = [(f"[{text.splitlines()[0].removeprefix('# ')}]({name})",) for name, text in pages.items()]
    front = join_blocks(
        "# Metode",
        "Halaman-halaman ini dibuat dari tabel yang juga diuji (`tests/spec`): setiap angka di sini "
        "dihitung ulang oleh "
        "program pada setiap pemeriksaan. Dasarnya PermenPANRB 14/2017.",
        build_table(("Bab",), titles),
    )
    return {"README.md": front, **pages}


def write_pages() -> None:
    """Write every page into docs/methodology."""
    PAGES_DIR.mkdir(parents=True, exist_ok=True)
    for name, text in build_pages().items():
        (PAGES_DIR / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write_pages()
