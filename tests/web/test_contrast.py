"""Every pair of colours that text is set in holds WCAG AA, measured from the style sheet itself."""

import re
from pathlib import Path

import pytest

import puas.web

CSS = (Path(puas.web.__file__).parent / "static" / "puas.css").read_text()
BLOCKS = re.findall(r":root \{([^}]*--ground: #[0-9a-f]{6}[^}]*)\}", CSS)

TEXT = [
    ("ink", "ground"),
    ("ink", "paper"),
    ("ink", "sunken"),
    ("ink", "tarum-soft"),
    ("ink", "jambal-soft"),
    ("ink", "soga-soft"),
    ("ink", "mengkudu-soft"),
    ("ink-soft", "ground"),
    ("ink-soft", "paper"),
    ("ink-soft", "sunken"),
    ("ink-soft", "tarum-soft"),
    ("tarum", "ground"),
    ("tarum", "paper"),
    ("tarum", "tarum-soft"),
    ("tarum-deep", "paper"),
    ("tarum-deep", "tarum-soft"),
    ("on-tarum", "tarum"),
    ("on-tarum", "tarum-deep"),
    ("jambal", "jambal-soft"),
    ("soga", "soga-soft"),
    ("mengkudu", "mengkudu-soft"),
    ("mengkudu", "paper"),
    ("mengkudu", "ground"),
    ("on-mengkudu", "mengkudu"),
    ("paper", "jambal"),
]
SHAPES = [("line-strong", "paper"), ("line-strong", "ground"), ("focus", "paper"), ("focus", "ground")]


def read_tokens(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", block))


def luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(a: str, b: str) -> float:
    low, high = sorted((luminance(a), luminance(b)))
    return (high + 0.05) / (low + 0.05)


SCHEMES = dict(zip(("light", "dark"), map(read_tokens, BLOCKS), strict=True))


def test_black_on_white_is_21():
    assert round(contrast("#000000", "#ffffff"), 2) == 21


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_has_4_5_to_1(scheme):
    tokens = SCHEMES[scheme]
    low = {pair: round(contrast(tokens[pair[0]], tokens[pair[1]]), 2) for pair in TEXT}
    assert {pair: ratio for pair, ratio in low.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_borders_of_fields_and_the_focus_ring_have_3_to_1(scheme):
    tokens = SCHEMES[scheme]
    low = {pair: round(contrast(tokens[pair[0]], tokens[pair[1]]), 2) for pair in SHAPES}
    assert {pair: ratio for pair, ratio in low.items() if ratio < 3} == {}
