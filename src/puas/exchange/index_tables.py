"""The figures of one group of answers as a table to read, in the reader's language, numbers 88,31."""

import os
import textwrap
from collections.abc import Sequence

from puas.exchange.index_figures import Figures, clean_text
from puas.language import say
from puas.methodology.grades import explain_grade
from puas.methodology.numbers import Number, format_number

MISSING = "–"
WIDTH = 100


def render_table(total: Figures, groups: Sequence[Figures] | None = None) -> str:
    """Return the groups, if any, then the elements of the whole file and the sentences that explain it."""
    blocks = [] if groups is None else [_render_groups(groups)]
    blocks += [_render_elements(total), _render_sentences(total)]
    return "\n\n".join(blocks) + "\n"


def _number(value: Number | None, places: int) -> str:
    return MISSING if value is None else format_number(value, places)


def _language() -> str:
    return os.environ.get("PUAS_LANGUAGE", "id")


def _name_element(figures: Figures, key: str) -> str:
    element = next(element for element in figures.instrument.elements if element.key == key)
    return element.name if _language() == "id" else element.name_en


def _render_elements(figures: Figures) -> str:
    rows = [
        [
            element.key,
            _name_element(figures, element.key),
            _number(element.answered, 0),
            _number(element.mean, 4),
            _number(element.value, 2),
        ]
        for element in figures.index.elements
    ]
    head = ["", say("Unsur"), say("Menjawab"), say("NRR"), say("Nilai")]
    letter = f"{figures.grade.letter} ({say(figures.grade.performance)})" if figures.grade else MISSING
    index = f"{say('IKM')} {_number(figures.index.value, 2)}   {say('Mutu pelayanan')} {letter}"
    return align_columns([head, *rows], left=2) + "\n\n" + index


def _render_groups(groups: Sequence[Figures]) -> str:
    keys = [element.key for element in groups[0].instrument.elements] if groups else []
    head = [say("Kelompok"), say("Responden"), say("Ditolak"), *keys, say("IKM"), say("Mutu"), say("Galat")]
    rows = [
        [
            say("(kosong)") if figures.group is None else clean_text(figures.group, 40),
            _number(figures.index.respondents, 0),
            _number(figures.rejected, 0),
            *(_number(element.value, 2) for element in figures.index.elements),
            _number(figures.index.value, 2),
            figures.grade.letter if figures.grade else MISSING,
            MISSING if figures.margin is None else f"±{_number(figures.margin, 1)}",
        ]
        for figures in groups
    ]
    return align_columns([head, *rows], left=1)


def _render_sentences(figures: Figures) -> str:
    sentences = [_describe_method(figures)]
    if figures.index.value is not None:
        sentences.insert(0, explain_grade(figures.index.value, _language()))
    if figures.priorities:
        names = [f"{key} {_name_element(figures, key)}" for key in figures.priorities]
        sentences.append(say("Unsur prioritas perbaikan: {elements}.", elements="; ".join(names)))
    if figures.required_sample is not None and figures.population is not None:
        sentences.append(
            say(
                "Sampel minimum untuk {population} penerima layanan: "
                "{needed} responden (Krejcie dan Morgan).",
                population=format_number(figures.population, 0),
                needed=format_number(figures.required_sample, 0),
            )
        )
    return "\n".join(textwrap.fill(sentence, WIDTH) for sentence in [*sentences, *figures.notes])


def _describe_method(figures: Figures) -> str:
    """Return the line that lets anyone compute the same figure again."""
    method = say(
        "Metode: kuesioner {instrument}, bobot {weights} tiap unsur, {respondents} responden, "
        "{rejected} baris ditolak.",
        instrument=figures.instrument.id,
        weights=figures.index.weighting.printed,
        respondents=format_number(figures.index.respondents, 0),
        rejected=format_number(figures.rejected, 0),
    )
    if figures.margin is None:
        return method
    return f"{method} " + say(
        "Galat IKM ±{margin} poin pada tingkat kepercayaan 95 %.", margin=format_number(figures.margin, 1)
    )


def align_columns(rows: Sequence[Sequence[str]], left: int) -> str:
    """Return rows as lines; the first `left` columns start at the left, numbers end at the right."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = (
        "  ".join(
            cell.ljust(width) if column < left else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    )
    return "\n".join(line.rstrip() for line in lines)
