"""What officials write themselves in a report: a small part of Markdown, with places for figures.

Paragraphs, lists, **bold** and *italics*; everything else is text. Places like {ikm} are filled after the
markup was read, so that no name or figure can become markup.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from puas.language import gettext_noop
from puas.reports.documents import Block, Points, Prose, Span
from puas.reports.sentence_writers import count_text, grade_exactly, print_index
from puas.reports.unit_inputs import NARRATIVES, UnitReportInput
from puas.reports.unit_writers import UnitWriter
from puas.reports.wording import load_wording

if TYPE_CHECKING:
    from markdown_it.token import Token

PLACES: Mapping[str, str] = {
    "ikm": gettext_noop("nilai IKM"),
    "mutu": gettext_noop("mutu pelayanan, seperti A"),
    "kinerja": gettext_noop("kinerja, seperti Sangat baik"),
    "responden": gettext_noop("banyaknya responden"),
    "unsur_terendah": gettext_noop("unsur dengan nilai terendah"),
    "unsur_tertinggi": gettext_noop("unsur dengan nilai tertinggi"),
    "unit": gettext_noop("nama unit"),
    "instansi": gettext_noop("nama instansi"),
    "periode": gettext_noop("periode"),
}
"""The places that a text may have, and what stands there."""
MOST_LETTERS = 20_000
_PLACE = re.compile(r"\{([a-z_]{1,40})\}")


def fill_narratives(given: UnitReportInput, texts: Mapping[str, str]) -> UnitReportInput:
    """Return the input with what officials wrote, its places filled with the input's own figures."""
    if not texts:
        return given
    values = place_values(given)
    written = {key: parse_narrative(text, values) for key, text in texts.items() if key in NARRATIVES}
    return replace(given, narratives={key: blocks for key, blocks in written.items() if blocks})


def place_values(given: UnitReportInput) -> dict[str, str]:
    """Return what stands in each place; a figure that is not known is "–"."""
    writer, grade = UnitWriter(given, load_wording("unit")), grade_exactly(given.index)
    none = "–"
    return {
        "ikm": none if given.index is None else print_index(given.index),
        "mutu": grade.letter if grade else none,
        "kinerja": grade.performance if grade else none,
        "responden": none if given.respondents is None else count_text(given.respondents),
        "unsur_terendah": writer.lowest[0].name if writer.lowest else none,
        "unsur_tertinggi": writer.highest.name if writer.highest else none,
        "unit": given.unit,
        "instansi": given.agency,
        "periode": given.period.label,
    }


def unknown_places(text: str) -> tuple[str, ...]:
    """Return the places in a text that nothing fills, in order, each once."""
    found = (match.group(1) for match in _PLACE.finditer(text))
    return tuple(dict.fromkeys(name for name in found if name not in PLACES))


def parse_narrative(text: str, values: Mapping[str, str]) -> tuple[Block, ...]:
    """Return the paragraphs and lists of a text. A place that is not in `values` stays as it was typed."""
    from markdown_it import MarkdownIt

    reader = MarkdownIt("zero").enable(["emphasis", "list"])
    return tuple(_build_blocks(reader.parse(text), values))


def _build_blocks(tokens: "list[Token]", values: Mapping[str, str]) -> Iterator[Block]:
    """Yield a block for each paragraph outside lists and for each outermost list; inner lists join theirs."""
    items: list[tuple[Span, ...]] = []
    depth, is_numbered = 0, False
    for token in tokens:
        if token.type in ("bullet_list_open", "ordered_list_open"):
            is_numbered = is_numbered if depth else token.type == "ordered_list_open"
            depth += 1
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            depth -= 1
            if not depth:
                yield Points(tuple(items), is_numbered)
                items = []
        elif token.type == "inline" and (spans := tuple(_build_spans(token, values))):
            if depth:
                items.append(spans)
            else:
                yield Prose(spans)


def _build_spans(token: "Token", values: Mapping[str, str]) -> Iterator[Span]:
    bold = italic = 0
    for part in token.children or ():
        bold += {"strong_open": 1, "strong_close": -1}.get(part.type, 0)
        italic += {"em_open": 1, "em_close": -1}.get(part.type, 0)
        text = " " if part.type in ("softbreak", "hardbreak") else part.content.replace("\n", " ")
        if text:
            filled = _PLACE.sub(lambda match: values.get(match.group(1), match.group(0)), text)
            yield Span(filled, bool(bold), bool(italic))
