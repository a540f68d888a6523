"""The word lists shipped with the package, by which comments are grouped."""

from functools import cache
from pathlib import Path

from puas.methodology.comments import Lexicon, parse_lexicon

LEXICONS_DIR = Path(__file__).parent / "lexicons"


@cache
def load_lexicon() -> Lexicon:
    """Return the shipped Indonesian lexicon, parsed and checked."""
    return parse_lexicon((LEXICONS_DIR / "id.toml").read_text(encoding="utf-8"))
