"""The questionnaires shipped with the package, as TOML files."""

from functools import cache
from pathlib import Path

from puas.errors import NotFound
from puas.methodology.instruments import Instrument, parse_instrument

INSTRUMENTS_DIR = Path(__file__).parent / "instruments"


def list_instruments() -> tuple[str, ...]:
    """Return the keys of the shipped instruments, sorted."""
    return tuple(sorted(path.stem for path in INSTRUMENTS_DIR.glob("*.toml")))


def read_instrument(key: str) -> str:
    """Return the TOML text of a shipped instrument; NotFound `instrument_unknown` lists what there is."""
    known = list_instruments()
    if key not in known:
        raise NotFound(
            "instrument_unknown",
            "Kuesioner “{key}” tidak ada. Yang ada: {known}.",
            key=key,
            known=", ".join(known),
        )
    return (INSTRUMENTS_DIR / f"{key}.toml").read_text(encoding="utf-8")


@cache
def load_instrument(key: str) -> Instrument:
    """Return a shipped instrument, parsed and checked."""
    return parse_instrument(read_instrument(key))
