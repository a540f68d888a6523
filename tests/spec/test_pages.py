"""docs/methodology is exactly what the tables say; `python -m tests.spec.pages` writes it anew."""

from tests.spec.pages import PAGES_DIR, build_pages


def test_the_committed_pages_are_current():
    committed = {path.name: path.read_text(encoding="utf-8") for path in PAGES_DIR.glob("*.md")}

    assert committed == dict(build_pages())
