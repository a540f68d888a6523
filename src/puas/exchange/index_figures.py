"""The figures of one group of answers, as JSON and CSV for programs: decimals are texts, never floats."""

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from puas.language import say
from puas.methodology.grades import Grade, grade_of
from puas.methodology.indices import Index, Weighting, compute_index, compute_ipak
from puas.methodology.instruments import Instrument
from puas.methodology.numbers import Number, format_number, round_half_up
from puas.methodology.precision import margin
from puas.methodology.priorities import lowest_elements
from puas.methodology.sampling import required_sample
from puas.methodology.tallies import Tally


@dataclass(frozen=True)
class Figures:
    """All that is said about one group; `group` None is the whole file, or the rows without a group name."""

    group: str | None
    instrument: Instrument
    index: Index
    rejected: int
    grade: Grade | None
    margin: Decimal | None
    population: int | None
    required_sample: int | None
    priorities: tuple[str, ...]
    notes: tuple[str, ...]


def build_figures(
    tally: Tally,
    instrument: Instrument,
    weighting: Weighting,
    *,
    rejected: int,
    group: str | None = None,
    population: int | None = None,
    notes: Sequence[str] = (),
) -> Figures:
    """Return the figures of a tally; `population` (service users) gives the sample and a smaller margin.

    Raises BadInput when the population is below the number of respondents.
    """
    index = compute_index(tally, instrument, weighting)
    needed = None
    if population is not None:
        needed = required_sample(population, instrument.parameters["error_percent"])
    return Figures(
        group=group,
        instrument=instrument,
        index=index,
        rejected=rejected,
        grade=grade_of(index.value),
        margin=margin(tally, instrument, weighting, population),
        population=population,
        required_sample=needed,
        priorities=lowest_elements(index),
        notes=(*notes, *_explain(index, tally, instrument, needed)),
    )


def _explain(index: Index, tally: Tally, instrument: Instrument, needed: int | None) -> list[str]:
    """Return what a reader must know about these figures, in plain sentences."""
    notes = []
    silent = [element.key for element in index.elements if not element.answered]
    if not index.respondents:
        notes.append(say("Tidak ada jawaban yang dapat dihitung, jadi belum ada IKM dan belum ada mutu."))
    elif silent:
        notes.append(
            say(
                "Tidak ada yang menjawab {elements}, jadi IKM tidak dapat dihitung.",
                elements=", ".join(silent),
            )
        )
    perfect = 100 * sum(index.weighting.weights)
    if perfect != 100:
        notes.append(
            say(
                "Dengan bobot {weight} nilai sempurna adalah {perfect}, bukan 100,00.",
                weight=index.weighting.printed,
                perfect=format_number(perfect, 2),
            )
        )
    if needed is not None and index.respondents < needed:
        notes.append(
            say(
                "Responden {given} orang, di bawah sampel minimum {needed} orang.",
                given=format_number(index.respondents, 0),
                needed=format_number(needed, 0),
            )
        )
    ipak = compute_ipak(tally, instrument)
    if ipak is not None:
        notes.append(
            say("IPAK {ipak} dihitung tersendiri dan tidak mengubah IKM.", ipak=format_number(ipak, 2))
        )
    return notes


def write_number(value: Number | None, places: int) -> str | None:
    """Return a decimal as programs read it ("88.31"), None for no value."""
    return None if value is None else str(round_half_up(value, places))


def describe_figures(figures: Figures) -> dict[str, Any]:
    """Return the figures as JSON values in their documented order."""
    return {
        "respondents": figures.index.respondents,
        "rejected": figures.rejected,
        "instrument": figures.instrument.key,
        "weights": figures.index.weighting.name,
        "elements": [
            {
                "key": element.key,
                "name": element.name,
                "answered": element.answered,
                "mean": write_number(element.mean, 4),
                "value": write_number(element.value, 2),
            }
            for element in figures.index.elements
        ],
        "index": write_number(figures.index.value, 2),
        "grade": figures.grade and figures.grade.letter,
        "performance": figures.grade and figures.grade.performance,
        "margin": write_number(figures.margin, 1),
        "required_sample": figures.required_sample,
        "priorities": list(figures.priorities),
        "notes": list(figures.notes),
    }


def render_json(total: Figures, groups: Sequence[Figures] | None = None) -> str:
    """Return one JSON object: the whole file, and with `groups` a list of the same objects with "group"."""
    described = describe_figures(total)
    if groups is not None:
        described["groups"] = [{"group": figures.group} | describe_figures(figures) for figures in groups]
    return json.dumps(described, ensure_ascii=False) + "\n"


def render_csv(total: Figures, groups: Sequence[Figures] | None = None) -> str:
    """Return a heading and one row for the whole file, or one row for each group."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    keys = [element.key for element in total.instrument.elements]
    writer.writerow(
        [
            *([] if groups is None else ["group"]),
            *("respondents", "rejected", "instrument", "weights"),
            *keys,
            *("index", "grade", "performance", "margin", "required_sample", "priorities"),
        ]
    )
    for figures in [total] if groups is None else groups:
        row = describe_figures(figures)
        writer.writerow(
            [
                *([] if groups is None else [_defuse(figures.group or "")]),
                *(row[key] for key in ("respondents", "rejected", "instrument", "weights")),
                *(element["value"] for element in row["elements"]),
                *(row[key] for key in ("index", "grade", "performance", "margin", "required_sample")),
                " ".join(row["priorities"]),
            ]
        )
    return text.getvalue()


def _defuse(text: str) -> str:
    """Return a cell that no spreadsheet takes for a formula and no terminal for a command."""
    shown = clean_text(text, 200)
    return f"'{shown}" if shown.lstrip()[:1] in ("=", "+", "-", "@") else shown


def clean_text(text: str, length: int) -> str:
    """Return text from a file as it may be shown: one line, no control codes, at most `length` letters."""
    shown = "".join(letter if letter.isprintable() else " " for letter in text)
    return shown if len(shown) <= length else shown[: length - 1] + "…"
