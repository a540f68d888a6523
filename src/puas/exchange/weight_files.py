"""An agency's own weights in a small file: TOML (U1 = "0.2") or CSV (U1;0,2). They must sum to exactly 1."""

import csv
import re
import tomllib
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from puas.errors import BadInput
from puas.exchange.guards import require_file
from puas.methodology.indices import Weighting, given_weights
from puas.methodology.instruments import Instrument

MAXIMUM_BYTES = 64 * 2**10
WEIGHT = re.compile(r"\d+/[1-9]\d*|\d*[.,]?\d+")


def read_weights(path: Path, instrument: Instrument) -> Weighting:
    """Return the weights in `path`, one per element; BadInput names what is missing, unknown or no number.

    TOML: keys at the top or under [weights], numbers or texts ("1/9", "0.111"). CSV: element and weight.
    """
    text = _read_text(path)
    pairs = _read_toml(text, path) if path.suffix.casefold() == ".toml" else _read_csv(text)
    weights: dict[str, Fraction] = {}
    known = [element.key for element in instrument.elements]
    for key, value in pairs:
        if key not in known or key in weights:
            raise _refuse(path, f"{key} = {value}")
        weights[key] = _parse_weight(path, key, value)
    if missing := [key for key in known if key not in weights]:
        raise BadInput(
            "weights_missing",
            "Berkas bobot {name} belum memuat {missing}. Tulis satu bobot untuk setiap unsur.",
            name=path.name,
            missing=", ".join(missing),
        )
    return given_weights([weights[key] for key in known])


def _read_text(path: Path) -> str:
    require_file(path)
    try:
        if path.stat().st_size > MAXIMUM_BYTES:
            raise _refuse(path, "…")
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise _refuse(path, "…") from error


def _read_toml(text: str, path: Path) -> Iterable[tuple[str, object]]:
    try:
        data = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise _refuse(path, str(error)) from error
    weights = data.get("weights", data)
    return weights.items() if isinstance(weights, dict) else ()


def _read_csv(text: str) -> Iterable[tuple[str, object]]:
    """Yield element and weight of every line; a heading line ("unsur;bobot") names no element."""
    delimiter = next((mark for mark in (";", "\t") if mark in text), ",")
    for row in csv.reader(text.splitlines(), delimiter=delimiter):
        cells = [cell.strip() for cell in row if cell.strip()]
        if len(cells) >= 2 and re.fullmatch(r"[Uu]\d{1,2}", cells[0]):
            yield cells[0].upper(), ".".join(cells[1:3]) if delimiter == "," else cells[1]


def _parse_weight(path: Path, key: str, value: object) -> Fraction:
    text = str(value).strip()
    if isinstance(value, bool) or not WEIGHT.fullmatch(text):
        raise _refuse(path, f"{key} = {value}")
    return Fraction(text.replace(",", "."))


def _refuse(path: Path, what: str) -> BadInput:
    return BadInput(
        "weights_unreadable",
        "Berkas bobot {name} tidak dapat dibaca pada “{what}”. "
        'Tulis satu baris untuk setiap unsur, seperti U1 = "0.2" (TOML) atau U1;0,2 (CSV).',
        name=path.name,
        what=what[:100],
    )
